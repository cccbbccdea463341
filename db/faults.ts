/** Which of the till's files something is about. `image` is the plain snapshot file the central makes. */
export type FileKind = 'journal' | 'replica' | 'image'

/**
 * The world's "no" of a database file. `file` is its path; `cause` is the driver's error where there was one.
 * Which fault it is follows from SQLite's result code, never from the words of a message.
 */
export class FileFault extends Error {
  override readonly name: string = 'FileFault'
  readonly kind: FileKind
  readonly file: string

  constructor(about: { readonly kind: FileKind; readonly file: string }, says: string, cause?: unknown) {
    super(`${about.kind}: ${says}`, { cause })
    this.kind = about.kind
    this.file = about.file
  }
}

/** The journal is damaged, cut short, not ours at all, or gone while its WAL is still there. It is set aside, never deleted. */
export class JournalBroken extends FileFault {
  override readonly name = 'JournalBroken'
}

/** The replica is damaged, cut short or not ours at all. It is set aside and loaded anew. */
export class ReplicaBroken extends FileFault {
  override readonly name = 'ReplicaBroken'
}

/** The file is ours, but made with another key. Nothing in it was touched. */
export class WrongKey extends FileFault {
  override readonly name = 'WrongKey'
}

/** The file was written by a newer version of the till. Nothing in it was touched. */
export class NewerSchema extends FileFault {
  override readonly name = 'NewerSchema'
}

/** No room on the disk. */
export class DiskFull extends FileFault {
  override readonly name = 'DiskFull'
}

/** The disk or the file system failed: input or output error, read-only, not to be opened. */
export class DiskFault extends FileFault {
  override readonly name = 'DiskFault'
}

/** Another connection held the file longer than the busy timeout. */
export class FileBusy extends FileFault {
  override readonly name = 'FileBusy'
}

/**
 * COMMIT failed: the transaction may or may not have happened. The handle takes no further work. Close it, call
 * `reopenAfterUnknown`, look the event's id up, then answer (quality.md 2). `cause` is the fault of the commit.
 */
export class CommitUnknown extends FileFault {
  override readonly name = 'CommitUnknown'
}
