/*
 * GS1 element strings (GS1 General Specifications, section 3 and 7.8): application identifiers, each with a value, in
 * one code. What a till needs of them is which product, how much of it and for what price; the rest is checked for its
 * form and left alone. A value stays text: no date and no figure of it is made into something else on the way.
 */

/** Ends a value of variable length (FNC1 in the symbol); scanners send it as this character. */
export const groupSeparator = '\u001d'

/** Form of a value: digits, or the 82 characters GS1 allows, of so many places. */
interface Form {
  readonly digits: boolean
  readonly min: number
  readonly max: number
}

const digits = (min: number, max = min): Form => ({ digits: true, min, max })
const text = (max: number): Form => ({ digits: false, min: 1, max })

/** Application identifiers whose form is their own. */
const forms: Readonly<Record<string, Form>> = {
  '00': digits(18),
  '01': digits(14),
  '02': digits(14),
  '10': text(20),
  '11': digits(6),
  '12': digits(6),
  '13': digits(6),
  '15': digits(6),
  '16': digits(6),
  '17': digits(6),
  '20': digits(2),
  '21': text(20),
  '22': text(20),
  '30': digits(1, 8),
  '37': digits(1, 8),
  '235': text(28),
  '240': text(30),
  '241': text(30),
  '242': digits(1, 6),
  '243': text(20),
  '250': text(30),
  '251': text(30),
  '253': text(30),
  '254': text(20),
  '255': digits(13, 25),
  '400': text(30),
  '401': text(30),
  '402': digits(17),
  '403': text(30),
  '420': text(20),
  '421': text(12),
  '422': digits(3),
  '423': digits(3, 15),
  '424': digits(3),
  '425': digits(3, 15),
  '426': digits(3),
  '427': text(3),
  '90': text(30),
}

/** Application identifiers of one form, by how they begin; the rest of their digits are free. */
const families: readonly (readonly [start: string, length: number, form: Form])[] = [
  ['390', 4, digits(1, 15)],
  ['391', 4, digits(4, 18)],
  ['392', 4, digits(1, 15)],
  ['393', 4, digits(4, 18)],
  ['394', 4, digits(4)],
  ['395', 4, digits(6)],
  // Measures of trade items: weights, lengths, areas, volumes; the fourth digit places the point.
  ...['31', '32', '33', '34', '35', '36'].map((start) => [start, 4, digits(6)] as const),
  ['41', 3, digits(13)],
  ['43', 4, text(70)],
  ['70', 4, text(30)],
  ['71', 3, text(20)],
  ['72', 4, text(30)],
  ['80', 4, text(70)],
  ['81', 4, text(70)],
  ['82', 4, text(70)],
  ['9', 2, text(90)],
]

/** Identifiers whose value has one length and needs no separator after it (General Specifications, figure 7.8.5-2). */
const fixedStarts: ReadonlySet<string> = new Set(
  '00 01 02 11 12 13 15 16 17 20 31 32 33 34 35 36 41'.split(' '),
)

/** Longest identifier: four digits. */
const identifierDigitsMax = 4

const valuePattern = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/

/** Application identifiers with their values; null where the text is no element string, or a value has not its form. */
export type Elements = ReadonlyMap<string, string>

/** Elements as a scanner sends them: identifiers and values in one, separators where a value's length is free. */
export function elementsOf(sent: string): Elements | null {
  const found = new Map<string, string>()
  // Some scanners send the FNC1 at the start too, and some one at the end.
  let at = sent.startsWith(groupSeparator) ? 1 : 0
  while (at < sent.length) {
    const identifier = identifierAt(sent, at)
    const form = identifier && formOf(identifier)
    if (!identifier || !form) return null
    const from = at + identifier.length
    const separator = sent.indexOf(groupSeparator, from)
    const end = separator === -1 ? sent.length : separator
    const until = fixedStarts.has(identifier.slice(0, 2)) ? Math.min(from + form.max, end) : end
    if (!put(found, identifier, sent.slice(from, until))) return null
    at = sent[until] === groupSeparator ? until + 1 : until
  }
  return found.size > 0 ? found : null
}

/** Elements as they are printed under a code: each identifier in brackets. */
export function printedElements(printed: string): Elements | null {
  const found = new Map<string, string>()
  // A value may hold brackets itself; only digits in them begin a new element.
  for (const part of printed.split(/(?=\([0-9]{2,4}\))/)) {
    const element = /^\(([0-9]{2,4})\)(.+)$/.exec(part)
    if (!element || !put(found, element[1] as string, element[2] as string)) return null
  }
  return found.size > 0 ? found : null
}

/** Puts a value by its identifier; false where its form is another, or it says something else than before. */
export function put(found: Map<string, string>, identifier: string, value: string): boolean {
  const form = formOf(identifier)
  if (!form || value.length < form.min || value.length > form.max) return false
  if (!(form.digits ? /^[0-9]+$/ : valuePattern).test(value)) return false
  const before = found.get(identifier)
  found.set(identifier, value)
  return before === undefined || before === value
}

function identifierAt(sent: string, at: number): string | null {
  for (let length = 2; length <= identifierDigitsMax; length += 1) {
    const identifier = sent.slice(at, at + length)
    if (identifier.length === length && formOf(identifier)) return identifier
  }
  return null
}

function formOf(identifier: string): Form | null {
  if (!/^[0-9]{2,4}$/.test(identifier)) return null
  const own = Object.hasOwn(forms, identifier) ? forms[identifier] : undefined
  if (own) return own
  const family = families.find(
    ([start, length]) => identifier.length === length && identifier.startsWith(start),
  )
  return family?.[2] ?? null
}
