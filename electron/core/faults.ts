/** This till stopped trading; the till slice says why. Nothing was done. */
export class TillStopped extends Error {
  override readonly name = 'TillStopped'
}

/** The disk could not keep it, and a look at the file showed that nothing was recorded. */
export class NotRecorded extends Error {
  override readonly name = 'NotRecorded'

  constructor(cause: unknown) {
    super('nothing was recorded', { cause })
  }
}
