import type { CommandInput, CommandName } from '../../contract/command.ts'
import type { Answer, Bridge } from '../bridge.ts'
import type { Sounds } from '../sounds.ts'
import type { Entry, EntryStore, Panel } from '../store/entry.ts'
import type { FinderStore } from '../store/finder.ts'
import type { MirrorStore } from '../store/mirror.ts'
import type { Place, ProgressStore } from '../store/progress.ts'
import type { SettingsStore } from '../store/settings.ts'

/** Everything a person's act can touch: the door to the core, the mirror it reads, and the screen's own state. */
export interface Desk {
  readonly bridge: Bridge
  readonly mirror: MirrorStore
  readonly entry: EntryStore
  readonly progress: ProgressStore
  readonly finder: FinderStore
  readonly settings: SettingsStore
  readonly sounds: Sounds
}

/** Shows why an act was not done, where it concerns; a done act takes the message away. Returns whether it was done. */
export function settleAt<N extends CommandName>(desk: Desk, place: Place, answer: Answer<N>): boolean {
  if (answer.ok) {
    desk.progress.setState({ message: null })
    return true
  }
  // A lost core has its own veil over the whole screen.
  if (answer.fault === 'core_lost') return false
  const message = answer.refusal ? { place, refusal: answer.refusal } : { place, fault: answer.fault }
  desk.progress.setState({ message })
  desk.sounds.play(isUnknown(answer) ? 'unknown' : 'refused')
  return false
}

/** Asks the core and shows its no. */
export async function ask<N extends CommandName>(
  desk: Desk,
  place: Place,
  name: N,
  input: CommandInput<N>,
): Promise<boolean> {
  return settleAt(desk, place, await desk.bridge.call(name, input))
}

/** Closes the panel an answer was awaited in. One that was opened meanwhile is somebody's next step and stays. */
export function closePanel({ entry }: Desk, kind: Panel['kind'], cleared: Partial<Entry> = {}): void {
  const isOpen = entry.getState().panel.kind === kind
  entry.setState(isOpen ? { ...cleared, panel: { kind: 'none' } } : cleared)
}

function isUnknown(answer: { readonly refusal?: { readonly code: string } | undefined }): boolean {
  return answer.refusal?.code.endsWith('_unknown') ?? false
}
