import { once } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, expect, test, vi } from 'vitest'
import type { CallFrame } from '../../contract/bridge.ts'
import type { Notice } from '../../contract/notice.ts'
import {
  type BridgeListener,
  type CorePort,
  createPortBridge,
  type PortBridge,
} from '../../renderer/bridge.ts'
import { noBasket, saleOf } from '../../renderer/gallery/fixtures.ts'

/* The page's end of a real MessageChannel, against a core that answers as the test says. */

const open: MessagePort[] = []

afterEach(() => {
  for (const port of open.splice(0)) port.close()
})

interface Heard {
  readonly notices: Notice[]
  readonly connection: string[]
}

function listen(): { heard: Heard; listener: BridgeListener } {
  const heard: Heard = { notices: [], connection: [] }
  return {
    heard,
    listener: {
      onNotice: (notice) => heard.notices.push(notice),
      onConnected: () => heard.connection.push('connected'),
      onLost: () => heard.connection.push('lost'),
    },
  }
}

/** Connects a bridge to a fresh channel and returns the core's end. */
function connect(bridge: PortBridge): MessagePort {
  const { port1, port2 } = new MessageChannel()
  open.push(port1, port2)
  bridge.attach(port1 as unknown as CorePort)
  return port2
}

/** The core's end answers every call with what `answer` makes of it. */
function answering(core: MessagePort, answer: (call: CallFrame) => unknown): void {
  core.on('message', (call: CallFrame) => core.postMessage(answer(call)))
}

test('[UI10] a reply is parsed and settles its own call', async () => {
  const bridge = createPortBridge(listen().listener)
  answering(connect(bridge), ({ id, command }) => ({
    kind: 'reply',
    id,
    output: command === 'addProduct' ? { lineId: 4, stray: 1 } : {},
  }))
  const [added, synced] = await Promise.all([
    bridge.call('addProduct', { sku: 'G0001', amount: null }),
    bridge.call('syncNow', {}),
  ])
  expect(added).toEqual({ ok: true, output: { lineId: 4 } })
  expect(synced).toEqual({ ok: true, output: {} })
})

test('[UI10] a refusal and a fault come back as such', async () => {
  const bridge = createPortBridge(listen().listener)
  answering(connect(bridge), ({ id, command }) =>
    command === 'undoChange'
      ? { kind: 'refused', id, refusal: { code: 'nothing_to_undo' } }
      : { kind: 'faulted', id, fault: 'not_recorded' },
  )
  expect(await bridge.call('undoChange', {})).toEqual({ ok: false, refusal: { code: 'nothing_to_undo' } })
  expect(await bridge.call('clearBasket', {})).toEqual({ ok: false, fault: 'not_recorded' })
})

test('[UI11] an output that does not fit its command is a failure of the core', async () => {
  const bridge = createPortBridge(listen().listener)
  answering(connect(bridge), ({ id }) => ({ kind: 'reply', id, output: { lineId: 'four' } }))
  expect(await bridge.call('addProduct', { sku: 'G0001', amount: 1 })).toEqual({
    ok: false,
    fault: 'core_failed',
  })
})

test('[UI11] frames that fit nothing are dropped and the next one is heard', async () => {
  const said = vi.spyOn(console, 'error').mockReturnValue()
  const { heard, listener } = listen()
  const bridge = createPortBridge(listener)
  const core = connect(bridge)
  for (const nonsense of [
    null,
    7,
    'x',
    { kind: 'notice', notice: { kind: 'basket_changed', value: {} } },
    {},
  ])
    core.postMessage(nonsense)
  answering(core, ({ id }) => ({ kind: 'reply', id, output: {} }))
  core.postMessage({ kind: 'notice', notice: { kind: 'basket_changed', value: noBasket } })
  expect((await bridge.call('syncNow', {})).ok).toBe(true)
  expect(heard.notices).toEqual([{ kind: 'basket_changed', value: noBasket }])
  expect(said.mock.calls).toEqual(Array(5).fill(['error a frame from the core did not fit the contract']))
  said.mockRestore()
})

test('[UI12] a call without an answer settles within its limit', async () => {
  const bridge = createPortBridge(listen().listener, 20)
  const core = connect(bridge)
  const asked = once(core, 'message')
  expect(await bridge.call('syncNow', {})).toEqual({ ok: false, fault: 'timed_out' })
  await asked
})

test('[UI37] a payment is waited for as long as a slow disk may take, other calls are not', async () => {
  const bridge = createPortBridge(listen().listener, 20)
  const core = connect(bridge)
  const sale = saleOf(0)
  const asked: CallFrame[] = []
  core.on('message', (call: CallFrame) => {
    asked.push(call)
    // The disk was done only after the other call had been given up.
    if (call.command === 'syncNow') return
    void other.then(() => core.postMessage({ kind: 'reply', id: call.id, output: sale }))
  })
  const other = bridge.call('syncNow', {})
  const paid = bridge.call('commitSale', { saleId: sale.saleId, toPay: sale.toPay, tenders: [] })
  expect(await other).toEqual({ ok: false, fault: 'timed_out' })
  expect(await paid).toMatchObject({ ok: true, output: { saleId: sale.saleId } })
  expect(asked).toHaveLength(2)
})

test('[UI12] calls in flight settle when the core is lost, and calls meanwhile at once', async () => {
  const { heard, listener } = listen()
  const bridge = createPortBridge(listener)
  connect(bridge)
  const inFlight = [bridge.call('syncNow', {}), bridge.call('undoChange', {})]
  bridge.lose()
  expect(await Promise.all(inFlight)).toEqual(Array(2).fill({ ok: false, fault: 'core_lost' }))
  expect(await bridge.call('syncNow', {})).toEqual({ ok: false, fault: 'core_lost' })
  answering(connect(bridge), ({ id }) => ({ kind: 'reply', id, output: {} }))
  expect((await bridge.call('syncNow', {})).ok).toBe(true)
  expect(heard.connection).toEqual(['connected', 'lost', 'connected'])
})

test('[UI12] a new port settles what the old one owed and ignores its late words', async () => {
  const { heard, listener } = listen()
  const bridge = createPortBridge(listener)
  const old = connect(bridge)
  const owed = bridge.call('syncNow', {})
  const core = connect(bridge)
  expect(await owed).toEqual({ ok: false, fault: 'core_lost' })
  old.postMessage({ kind: 'notice', notice: { kind: 'staff_changed', value: null } })
  answering(core, ({ id }) => ({ kind: 'reply', id, output: {} }))
  expect((await bridge.call('syncNow', {})).ok).toBe(true)
  expect(heard.notices).toEqual([])
})

test('[UI12] before the first port every call settles', async () => {
  const bridge = createPortBridge(listen().listener)
  expect(await bridge.call('recentSales', {})).toEqual({ ok: false, fault: 'core_lost' })
})
