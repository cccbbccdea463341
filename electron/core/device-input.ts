import { scanLengthMax } from '../../domain/limits.ts'
import { type Refusal, refuse } from '../../domain/refusal.ts'
import type { CardReading, ScanVerdict } from '../devices/port.ts'
import { takeScan } from './commands/take-scan.ts'
import type { Counter } from './counter.ts'
import { isJournalLost, isWorlds } from './faults.ts'
import { faultFields } from './log.ts'
import type { DeviceScan } from './scanners.ts'
import { type CardIdentity, takeCard } from './take-card.ts'

type Taken = Awaited<ReturnType<typeof takeScan>>

/** What the till's own devices bring to the counter. */
export interface DeviceInput {
  /** A scan goes into the basket, unread to the page while that asks for a code, or is shown while devices are set up. */
  readonly onScan: (scan: DeviceScan) => void
  readonly onCard: (reading: CardReading, device: string) => void
}

/** The one way of everything scanned or laid on a reader, whatever screen is open. */
export function createDeviceInput(
  counter: Counter,
  ask: {
    readonly isStopped: () => boolean
    /** Hears what every scan came to before the page does. */
    readonly onTaken: (taken: Taken) => void
    readonly onThrown: (thrown: unknown) => void
  },
): DeviceInput {
  const { log, notices, scanRoute } = counter

  function settle(taking: () => Taken | Promise<Taken>, tell: (verdict: ScanVerdict) => void): void {
    const told = (taken: Taken) => {
      tell(taken.ok ? 'good' : 'bad')
      ask.onTaken(taken)
      notices.tell({
        kind: 'scan_taken',
        outcome: taken.ok ? taken.value : null,
        refusal: taken.ok ? null : taken.refusal,
      })
    }
    try {
      const taken = taking()
      // One that has to ask the central is told when it knows.
      if (taken instanceof Promise) taken.then(told).catch(onScanThrown)
      else told(taken)
    } catch (thrown) {
      onScanThrown(thrown)
    }
  }

  function onScanThrown(thrown: unknown): void {
    log.write('error', 'scan_faulted', faultFields(thrown))
    if (!isWorlds(thrown) || isJournalLost(thrown)) ask.onThrown(thrown)
  }

  const silent = () => undefined

  return {
    onScan: ({ text, device, from, bytes, tell }) => {
      if (ask.isStopped()) return
      if (scanRoute.target() === 'setup') {
        const hex = Buffer.from(bytes).toString('hex')
        notices.tell({
          kind: 'device_heard',
          device,
          from,
          hex,
          text: toldOf(text),
          card: null,
        })
        return
      }
      if (scanRoute.target() === 'page') {
        notices.tell({ kind: 'scan_read', text: toldOf(text) })
        return
      }
      settle(() => takeScan(counter, { text, source: 'device' }), tell)
    },
    onCard: (reading, device) => {
      if (ask.isStopped()) return
      if (scanRoute.target() === 'setup') {
        const { hex, text } =
          reading.kind === 'tag' ? { hex: reading.uid, text: reading.text } : { hex: '', text: null }
        notices.tell({ kind: 'device_heard', device, from: 'card_reader', hex, text, card: reading.kind })
        return
      }
      const identity = identityOf(reading)
      if ('code' in identity) settle(() => ({ ok: false, refusal: identity }), silent)
      else if (scanRoute.target() === 'page' && identity.tag)
        notices.tell({ kind: 'scan_read', text: toldOf(identity.text ?? identity.uid) })
      else settle(() => takeCard(counter, identity), silent)
    },
  }
}

/** As much of a text as the page is told: what is longer than a scan is refused, and not sent whole. */
function toldOf(text: string): string {
  return text.slice(0, scanLengthMax * 4)
}

/** Whose card it may be, or why it can be nobody's. */
function identityOf(reading: CardReading): CardIdentity | Refusal {
  switch (reading.kind) {
    case 'tag':
      return { uid: reading.uid, text: reading.text, tag: true }
    case 'chip':
      return { uid: reading.uid, text: null, tag: false }
    case 'foreign':
      return refuse('card_foreign').refusal
    case 'unreadable':
      return refuse('card_unreadable').refusal
  }
}
