import type { CommandInput, CommandName } from '../../contract/command.ts'
import { sellRefusals } from '../../contract/command-shape.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Refusal } from '../../domain/refusal.ts'
import type { Answer } from '../bridge.ts'
import type { Panel } from '../store/entry.ts'
import type { ServiceEntry } from '../store/service-entry.ts'
import type { ActBegun, ServiceFound, VerifyFound } from '../store/service-found.ts'
import { type Desk, settleAt } from './desk.ts'
import type { stepUpActs } from './step-up-acts.ts'

/** The commands that do something once, under an id made before. */
type ActName =
  | 'redeemAlone'
  | 'exchangeGift'
  | 'drawLottery'
  | 'donatePoints'
  | 'transferPoints'
  | 'transferCoupon'
  | 'topUpValue'
  | 'returnSale'
  | 'returnWithoutSale'
  | 'takeLease'
  | 'openShift'
  | 'moveCash'
  | 'moveStock'
  | 'closeShift'
  | 'openDrawer'

const storeActs: ReadonlySet<ActName> = new Set([
  'openShift',
  'moveCash',
  'closeShift',
  'openDrawer',
  'moveStock',
])

/** One act outside a sale, as it is asked for. */
interface AskedAct<N extends ActName> {
  readonly name: N
  /** Who, what and how much: the same again is the same act, and the core does nothing twice. */
  readonly subject: string
  readonly input: (actId: Uuid) => CommandInput<N>
  /** Whose second proof would do; null = only a supervisor's. */
  readonly memberId: Uuid | null
  /** Asked again by itself once there is a second proof. */
  readonly again: () => void
}

/** What every service does alike: change what is typed, keep what was answered, do an act exactly once. */
export function serviceDesk(desk: Desk, { askStepUpOf }: Pick<ReturnType<typeof stepUpActs>, 'askStepUpOf'>) {
  const { bridge, entry, finder, mirror, progress } = desk

  const found = () => finder.getState().service
  const keep = (part: Partial<ServiceFound>) => finder.setState({ service: { ...found(), ...part } })

  /** Changes one service's part of what is typed; a message about what it was goes with it. */
  const change = <K extends keyof ServiceEntry>(of: K, part: Partial<ServiceEntry[K]>) => {
    const { service } = entry.getState()
    entry.setState({ service: { ...service, [of]: { ...service[of], ...part } } })
    if (progress.getState().message?.place === 'service') progress.setState({ message: null })
  }

  const openPanel = (panel: Panel) => {
    entry.setState({ panel, row: 0, digits: '', codeText: '' })
    progress.setState({ message: null })
    dropActs(({ open }) => !open)
  }

  /** Opens the second proof over what is open now. */
  const stepUp = (refusal: Refusal, memberId: Uuid | null, again: () => void, counts = false): boolean =>
    askStepUpOf(refusal, { memberId, counts, back: entry.getState().panel, onDone: again })

  const dropActs = (which: (act: ActBegun) => boolean) => {
    keep({ acts: found().acts.filter((act) => !which(act)) })
  }

  const keepAct = (act: ActBegun) => {
    keep({ acts: [...found().acts.filter(({ subject }) => subject !== act.subject), act] })
  }

  const begin = async (
    subject: string,
    ofStore: boolean,
  ): Promise<ActBegun | Extract<Answer<'beginAct'>, { ok: false }>> => {
    const known = found().acts.find((act) => act.subject === subject)
    if (known) return known
    const begun = await bridge.call('beginAct', {})
    if (!begun.ok) return begun
    const memberId = mirror.getState().basket?.member?.memberId ?? null
    const act = { subject, actId: begun.output.actId, memberId, ofStore, open: false }
    keepAct(act)
    return act
  }

  /**
   * Does an act once: while it is on its way, and where a second proof is asked for, the answer is null. A refusal or
   * fault comes back to be shown where it concerns.
   */
  const doOnce = async <N extends ActName>(asked: AskedAct<N>): Promise<Answer<N> | null> => {
    if (progress.getState().acting) return null
    progress.setState({ acting: true, message: null })
    try {
      const act = await begin(asked.subject, storeActs.has(asked.name))
      if ('ok' in act) return act
      const answer = await bridge.call(asked.name, asked.input(act.actId))
      if (answer.ok) dropActs(({ subject }) => subject === act.subject)
      else keepAct({ ...act, open: isOutcomeUnknown(answer, act) })
      if (!answer.ok && answer.refusal) {
        progress.setState({ acting: false })
        if (stepUp(answer.refusal, asked.memberId, asked.again, asked.name === 'closeShift')) return null
      }
      return answer
    } finally {
      progress.setState({ acting: false })
    }
  }

  return {
    found,
    keep,
    keepVerify: (part: Partial<VerifyFound>) => keep({ verify: { ...found().verify, ...part } }),
    typed: () => entry.getState().service,
    change,
    openPanel,
    /** Begins anew: what was begun is nothing any more, but for what may have been done. */
    dropActs: () => dropActs(({ open }) => !open),
    /** Acts whose subject begins so are nothing any more, whatever became of them. */
    dropActsOf: (beginning: string) => dropActs(({ subject }) => subject.startsWith(beginning)),
    /** Another customer, or the same one's sale is done: what they left open is not the next one's. */
    dropActsOfOthers: (memberId: Uuid | null) =>
      dropActs((act) => !act.ofStore && (memberId === null || act.memberId !== memberId)),
    stepUp,
    doOnce,
    /** Shows a no at the foot of the left half. Returns whether the answer was a yes. */
    settle: <N extends CommandName>(answer: Answer<N>): boolean => settleAt(desk, 'service', answer),
  }
}

/** Whether an act may have been done although it was not answered with a yes. */
function isOutcomeUnknown(
  { refusal, fault }: Extract<Answer<CommandName>, { ok: false }>,
  { open }: ActBegun,
): boolean {
  // A till that cannot sell says so before it looks whether the act is recorded.
  const isGate = (sellRefusals as readonly string[]).includes(refusal?.code ?? '')
  if (refusal) return refusal.code === 'outcome_unknown' || (open && isGate)
  return fault !== 'call_malformed' && fault !== 'not_recorded'
}

export type ServiceDesk = ReturnType<typeof serviceDesk>

/** A typed whole number; empty is nothing. */
export function wholeOf(text: string): number {
  return Number(text === '' ? '0' : text)
}

/** Digits of a whole number after one more key, at most `most`. */
export function typeWhole(text: string, key: string, most: number): string {
  const longer = `${text}${key}`.replace(/\D/g, '').replace(/^0+/, '')
  return Number(longer || '0') > most ? text : longer
}
