import type { CommandInput, CommandName } from '../../contract/command.ts'
import type { Notice } from '../../contract/notice.ts'
import { createActs } from '../../renderer/acts/acts.ts'
import type { Desk } from '../../renderer/acts/desk.ts'
import type { Answer } from '../../renderer/bridge.ts'
import { selling } from '../../renderer/gallery/fixtures.ts'
import type { Sound } from '../../renderer/sounds.ts'
import { createEntry } from '../../renderer/store/entry.ts'
import { createFinder } from '../../renderer/store/finder.ts'
import { createMirror, type Mirror } from '../../renderer/store/mirror.ts'
import { createProgress } from '../../renderer/store/progress.ts'
import { createSettings } from '../../renderer/store/settings.ts'
import { followMirror, mirrorListener } from '../../renderer/wire-up.ts'

/** One call the page made, waiting for the test to be the core. */
interface Asked {
  readonly name: CommandName
  readonly input: unknown
  readonly answer: (answer: Answer<CommandName>) => Promise<void>
}

/** A screen without a window, whose core is the test. */
export function openCounter(start: Partial<Mirror> = {}) {
  const asked: Asked[] = []
  const sounds: Sound[] = []
  const desk: Desk = {
    bridge: {
      call: <N extends CommandName>(name: N, input: CommandInput<N>) =>
        new Promise<Answer<N>>((resolve) => {
          asked.push({
            name,
            input,
            answer: async (answer) => {
              resolve(answer as Answer<N>)
              // What awaits the answer runs before the test goes on.
              await new Promise((next) => setImmediate(next))
            },
          })
        }),
    },
    mirror: createMirror({ ...selling, ...start }),
    entry: createEntry(),
    progress: createProgress(),
    finder: createFinder(),
    settings: createSettings({ getItem: () => null, setItem: () => undefined }),
    sounds: { play: (sound) => sounds.push(sound) },
  }
  const acts = createActs(desk)
  followMirror(desk, acts)
  const core = mirrorListener(desk.mirror, acts)
  return {
    desk,
    acts,
    sounds,
    /** Calls of this verb so far. */
    asked: (name: CommandName) => asked.filter((call) => call.name === name),
    /** The last call of this verb. */
    last: (name: CommandName): Asked => {
      const call = asked.findLast((one) => one.name === name)
      if (!call) throw new Error(`${name} was not asked`)
      return call
    },
    tell: (notice: Notice) => core.onNotice(notice),
    lose: () => core.onLost(),
    reconnect: () => core.onConnected(),
  }
}
