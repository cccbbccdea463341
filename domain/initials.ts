/**
 * The character that comes last before each initial's first in the order of pinyin. Every Latin letter that begins a
 * syllable has a range of its own in that order; `i`, `u` and `v` begin none.
 */
const firstOf: readonly (readonly [string, string])[] = [
  ['a', '阿'],
  ['b', '八'],
  ['c', '嚓'],
  ['d', '哒'],
  ['e', '妸'],
  ['f', '发'],
  ['g', '旮'],
  ['h', '哈'],
  ['j', '讥'],
  ['k', '咔'],
  ['l', '垃'],
  ['m', '痳'],
  ['n', '拏'],
  ['o', '噢'],
  ['p', '妑'],
  ['q', '七'],
  ['r', '呥'],
  ['s', '仨'],
  ['t', '他'],
  ['w', '穵'],
  ['x', '夕'],
  ['y', '丫'],
  ['z', '帀'],
]

/** Surnames that are read otherwise than the word they are written like. */
const surnames: Readonly<Record<string, string>> = {
  单: 's',
  曾: 'z',
  解: 'x',
  仇: 'q',
  查: 'z',
  区: 'o',
  盖: 'g',
  朴: 'p',
  翟: 'z',
  秘: 'b',
  覃: 'q',
  召: 's',
  乐: 'y',
  员: 'y',
  沈: 's',
  尉: 'w',
  任: 'r',
}

const hanPattern = /\p{Script=Han}/u
const initialsMax = 12

/**
 * The letters a name is searched by (loyalty.md 1): the initial of each Chinese character's pinyin and of each other
 * word, lower case, at most 12. Characters that have none are left out. The order is that of the runtime's own collation
 * data (Unicode CLDR, pinyin); a search aid and never a rule that till and central must agree on.
 */
export function initialsOf(name: string): string {
  const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin')
  const letters: string[] = []
  let inWord = false
  for (const character of name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()) {
    if (hanPattern.test(character)) {
      letters.push(
        letters.length === 0
          ? (surnames[character] ?? pinyinInitial(character, collator))
          : pinyinInitial(character, collator),
      )
      inWord = false
    } else if (/[a-z]/.test(character)) {
      if (!inWord) letters.push(character)
      inWord = true
    } else if (!/\p{L}|'|’/u.test(character)) inWord = false
  }
  return letters.join('').slice(0, initialsMax)
}

function pinyinInitial(character: string, collator: Intl.Collator): string {
  let found = ''
  for (const [letter, first] of firstOf) {
    if (collator.compare(character, first) < 0) break
    found = letter
  }
  return found
}
