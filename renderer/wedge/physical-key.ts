/*
 * While a Chinese input method has the keyboard, a key press says only `Process` and which key it was. What a scanner
 * typed is read from the keys: scanners act as a US keyboard.
 */

const shiftedDigits = ')!@#$%^&*('

/** Characters of the keys that are neither letters nor digits, alone and with Shift. */
const others: Readonly<Record<string, readonly [alone: string, shifted: string]>> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Backquote: ['`', '~'],
  Space: [' ', ' '],
  NumpadDecimal: ['.', '.'],
  NumpadDivide: ['/', '/'],
  NumpadMultiply: ['*', '*'],
  NumpadSubtract: ['-', '-'],
  NumpadAdd: ['+', '+'],
}

/** `KeyboardEvent.key` as it would be without an input method; `Process` where the key types nothing. */
export function physicalKey(code: string, shift: boolean): string {
  if (code === 'Enter' || code === 'NumpadEnter') return 'Enter'
  if (code === 'Tab') return 'Tab'
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? []
  if (letter !== undefined) return shift ? letter : letter.toLowerCase()
  const [, digit] = /^(?:Digit|Numpad)([0-9])$/.exec(code) ?? []
  if (digit !== undefined)
    return shift && code.startsWith('D') ? (shiftedDigits[Number(digit)] as string) : digit
  const other = Object.hasOwn(others, code) ? others[code] : undefined
  return other ? other[shift ? 1 : 0] : 'Process'
}
