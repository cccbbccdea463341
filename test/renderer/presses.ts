import { performKey } from '../../renderer/keys/perform.ts'
import { primaryOf } from '../../renderer/keys/primary.ts'
import { meaningOf } from '../../renderer/keys/shortcuts.ts'
import type { openCounter } from './counter.ts'

type Counter = ReturnType<typeof openCounter>

/** Presses keys as the window would pass them on, with no field in focus. */
export function press(counter: Counter, ...keys: string[]): void {
  for (const key of keys) {
    const meaning = meaningOf({ key, ctrl: false, alt: false }, false)
    performKey(counter.desk, counter.acts, meaning, false)
  }
}

/** What Enter would do now. */
export function primary({ desk }: Counter): string {
  return primaryOf(
    desk.mirror.getState(),
    desk.entry.getState(),
    desk.progress.getState(),
    desk.finder.getState(),
  )
}
