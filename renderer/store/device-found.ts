import type { CommandOutput } from '../../contract/command.ts'
import type { Notice } from '../../contract/notice.ts'
import type { ScannerAdvice } from '../../domain/scanner-advice.ts'

/** What a device sent while devices are set up. */
export interface HeardDevice {
  /** Counts up. */
  readonly nth: number
  /** What the core calls it; empty for a keyboard. */
  readonly device: string
  readonly from: 'serial' | 'hid_pos' | 'card_reader' | 'keyboard'
  /** Its bytes, or a card's number; empty where there are none to show. */
  readonly hex: string
  readonly text: string | null
  readonly card: Extract<Notice, { kind: 'device_heard' }>['card']
  /** What to change on a scanner; empty for a card. */
  readonly advice: readonly ScannerAdvice[]
}

/** Lines of what was heard that the screen keeps. */
export const heardMax = 6

export interface DevicesFound extends CommandOutput<'findDevices'> {
  /** Newest first. */
  readonly heard: readonly HeardDevice[]
  /** The setup shown is the one in force. */
  readonly saved: boolean
  /** What became of the test page. */
  readonly printed: CommandOutput<'printTestPage'>['outcome'] | null
}
