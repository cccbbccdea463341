/** Thrown when our own code is wrong. Nobody handles it: it is logged and the process restarts. */
export class Bug extends Error {
  override readonly name = 'Bug'
}

/** States what must be true here. `message` says what was expected, with ids, never personal data. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Bug(message)
}

/** For the end of an exhaustive `switch`: compiles only when every case is handled. */
export function unreachable(value: never): never {
  throw new Bug(`unhandled case ${JSON.stringify(value)}`)
}
