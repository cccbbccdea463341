/** Chinese surnames of two characters that are common enough to be met at a counter. */
const compoundSurnames: ReadonlySet<string> = new Set([
  '欧阳',
  '歐陽',
  '太史',
  '端木',
  '上官',
  '司马',
  '司馬',
  '东方',
  '東方',
  '独孤',
  '獨孤',
  '南宫',
  '南宮',
  '万俟',
  '萬俟',
  '闻人',
  '聞人',
  '夏侯',
  '诸葛',
  '諸葛',
  '尉迟',
  '尉遲',
  '公羊',
  '赫连',
  '赫連',
  '澹台',
  '澹臺',
  '皇甫',
  '宗政',
  '濮阳',
  '濮陽',
  '公冶',
  '太叔',
  '申屠',
  '公孙',
  '公孫',
  '慕容',
  '仲孙',
  '仲孫',
  '钟离',
  '鍾離',
  '长孙',
  '長孫',
  '宇文',
  '司徒',
  '鲜于',
  '鮮于',
  '司空',
  '闾丘',
  '閭丘',
  '令狐',
  '百里',
  '呼延',
  '东郭',
  '東郭',
  '南门',
  '南門',
  '西门',
  '西門',
  '轩辕',
  '軒轅',
  '拓跋',
  '纳兰',
  '納蘭',
  '完颜',
  '完顏',
  '耶律',
  '贺兰',
  '賀蘭',
  '第五',
  '梁丘',
  '左丘',
])

const hanPattern = /\p{Script=Han}/u
const starsMax = 2

/**
 * A name as it is shown to everybody (loyalty.md 7): a Chinese one keeps its surname (`王*`, `欧阳**`), another the first
 * letter of each word (`A*** S***`), at most four. A name of one character alone is not shown: `*`. Never longer than 40
 * characters.
 */
export function maskName(name: string): string {
  const words = wordsOf(name).slice(0, wordsShown)
  const [first] = words
  if (first === undefined) return ''
  if (words.length === 1 && hanPattern.test(first)) return maskHan([...first])
  return words.map(maskWord).join(' ')
}

/**
 * A phone as it is shown to everybody: `138****5678`; one with a country code (`00` before it, as `parsePhone` gives it, or
 * `+`) `+491****4567`. One too short to hide anything of is stars alone.
 */
export function maskPhone(phone: string): string {
  const shownAtStart = 3
  const shownAtEnd = 4
  const abroad = /^(?:00|\+)/.test(phone)
  const plus = abroad ? '+' : ''
  const digits = phone.replace(/^00/, '').replace(/\D/g, '')
  if (digits.length < shownAtStart + shownAtEnd + 1) return '*'.repeat(digits.length)
  const hidden = '*'.repeat(digits.length - shownAtStart - shownAtEnd)
  return `${plus}${digits.slice(0, shownAtStart)}${hidden}${digits.slice(-shownAtEnd)}`
}

const wordsShown = 4

/** Words of a name: spaces and the dot of transcribed names part them. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFC')
    .split(/[\s·•・‧]+/u)
    .filter((word) => word !== '')
}

function maskHan(characters: readonly string[]): string {
  if (characters.length === 1) return '*'
  const pair = characters.slice(0, 2).join('')
  const surname = characters.length > 2 && compoundSurnames.has(pair) ? pair : (characters[0] as string)
  const hidden = characters.length - [...surname].length
  return surname + '*'.repeat(Math.min(hidden, starsMax))
}

function maskWord(word: string): string {
  const characters = [...word]
  return characters.length === 1 ? '*' : `${characters[0]}***`
}
