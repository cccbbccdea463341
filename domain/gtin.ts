import { assert } from './assert.ts'

/** EAN-8, UPC-A, EAN-13, GTIN-14. */
export const gtinPattern = /^(?:[0-9]{8}|[0-9]{12,14})$/

/** GS1 mod-10 check digit over any number of digits (GS1 General Specifications 7.9). */
export function checkDigit(digits: string): string {
  assert(/^[0-9]+$/.test(digits), 'decimal digits')
  let sum = 0
  // From the right the weights go 3, 1, 3, 1 …
  for (let i = digits.length - 1, weight = 3; i >= 0; i--, weight = 4 - weight) {
    sum += weight * (digits.charCodeAt(i) - 48)
  }
  return String((10 - (sum % 10)) % 10)
}

/** Whether the last of two or more digits is the check digit of those before it. */
export function checks(digits: string): boolean {
  return checkDigit(digits.slice(0, -1)) === digits.slice(-1)
}

/** EAN-8, UPC-A, EAN-13 or GTIN-14 with a right check digit as GTIN-14, else null. */
export function gtinOf(text: string): string | null {
  if (!gtinPattern.test(text)) return null
  return checks(text) ? text.padStart(14, '0') : null
}

/**
 * The UPC-A behind the eight digits of a UPC-E, as GTIN-14: its last digit before the check digit says where the zeros
 * were left out (GS1 General Specifications 5.2.2.4.2). Null where they are no UPC-E or do not check.
 */
export function gtinOfUpcE(text: string): string | null {
  if (!/^[01][0-9]{7}$/.test(text)) return null
  const [system, body, check] = [text.slice(0, 1), text.slice(1, 7), text.slice(7)]
  const last = Number(body[5])
  const whole =
    last <= 2
      ? `${body.slice(0, 2)}${last}0000${body.slice(2, 5)}`
      : last === 3
        ? `${body.slice(0, 3)}00000${body.slice(3, 5)}`
        : last === 4
          ? `${body.slice(0, 4)}00000${body.slice(4, 5)}`
          : `${body.slice(0, 5)}0000${last}`
  return gtinOf(`${system}${whole}${check}`)
}
