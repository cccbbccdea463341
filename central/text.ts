/** Text PostgreSQL can keep: NUL and lone surrogates, which it refuses, become U+FFFD. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{fffd}')
}

/** True when a value's every string can be kept in a JSON column as it is. */
export function isStorable(value: unknown): boolean {
  return !/\\u(0000|d[89a-f][0-9a-f]{2})/.test(JSON.stringify(value).replaceAll('\\\\', ''))
}
