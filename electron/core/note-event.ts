import type { Tx } from '../../db/handle.ts'
import type { EventDraft, EventType } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Proof } from '../../domain/proof.ts'
import type { Counter } from './counter.ts'
import { recordEvent } from './record-event.ts'
import type { Identity } from './session.ts'

/** Records something that happened and that no act waits for: it gets an id of its own, unless it has one, and the line hears of it. */
export function noteEvent<T extends EventType>(
  counter: Counter,
  identity: Identity,
  noted: {
    readonly id?: Uuid
    readonly type: T
    readonly actor: Uuid | null
    readonly data: EventDraft<T>['data']
    readonly proof?: Proof
    readonly beside?: (tx: Tx) => void
  },
): void {
  const { type, actor, data, beside } = noted
  const time = counter.clock.now()
  recordEvent(counter.books, {
    identity,
    draft: {
      id: noted.id ?? counter.chance.newId(time),
      type,
      time,
      actor,
      rules: counter.chain.rules()?.programme.version ?? 0,
      mode: 'isolated',
      proof: noted.proof ?? 'none',
      data,
    },
    ...(beside ? { beside } : {}),
  })
  counter.notices.touch('sync_changed')
  counter.sync.nudge()
}

/** Somebody was kept out: recorded and logged by the word alone. */
export function noteDenial(
  counter: Counter,
  identity: Identity,
  denied: { readonly staffId: Uuid | null; readonly what: string },
): void {
  noteEvent(counter, identity, { type: 'access.denied', actor: null, data: denied })
  counter.log.write('info', 'access_denied', {
    reason: denied.what,
    ...(denied.staffId ? { staffId: denied.staffId } : {}),
  })
}
