import type { TillConfig } from '../../contract/config.ts'
import type { CoreStart } from '../../contract/control.ts'
import type { ReplicaThread } from '../../contract/replica-thread.ts'
import type { Journal } from '../../db/handle.ts'
import type { KeyedFile } from '../../db/open.ts'
import type { Language } from '../../domain/text.ts'
import type { Props } from '../../domain/training.ts'
import type { ReplicaWriter } from '../../sync/replica-writer.ts'
import type { FoundDevice, FoundPrinter } from '../devices/find-devices.ts'
import type { OpenCardReader } from '../devices/open-card-reader.ts'
import type { OpenPrinter } from '../devices/open-printer.ts'
import type { OpenScanner } from '../devices/open-scanner.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { Clock } from './clock.ts'
import type { DiskRoom, DiskRoomOptions } from './disk-room.ts'
import type { Chance } from './ids.ts'
import type { Log } from './log.ts'

/** All a till needs of the world. Nothing else in the core reaches out, so it runs headless under tests. */
export interface TillDeps {
  /** What main said: folder, mode, keys, restarts. */
  readonly start: Omit<CoreStart, 'kind'>
  readonly config: TillConfig
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  readonly openScanner: OpenScanner
  readonly openCardReader: OpenCardReader
  /** Scanners and card readers that are plugged in now. */
  readonly findDevices: () => Promise<readonly FoundDevice[]>
  /** Printers that are plugged in now, and ports that may have one. */
  readonly findPrinters: () => Promise<readonly FoundPrinter[]>
  readonly openPrinter: OpenPrinter
  /** The replica's only writer: on a thread of its own in the product, inline in tests. */
  readonly openWriter: (thread: () => ReplicaThread) => ReplicaWriter
  /** db/open.ts; another pair where a test makes commits fail. */
  readonly openJournal: (at: KeyedFile) => Journal
  readonly reopenJournal: (at: KeyedFile) => Journal
  /** Moves the journal's WAL into its file, on a thread of its own in the product. */
  readonly openCheckpoints: (journal: KeyedFile) => Checkpoints
  /** Watches the room on the disk and keeps the ballast. */
  readonly watchRoom: (options: DiskRoomOptions) => DiskRoom
  /** Given: this is the training till, and this is what each run of a lesson hands out. */
  readonly trainingProps?: readonly Props[]
  /** The page is to have the other till: the training till, or the one that sells. */
  readonly changeTill?: (language: Language) => void
  /** We were wrong: the process is to end and be started again. */
  readonly onBug: (thrown: unknown) => void
}
