import type { HeldLease, Leasable } from '../../contract/lease-commands.ts'
import { pointsMax } from '../../domain/limits.ts'
import { leaseHours, noService } from '../store/service-entry.ts'
import { type AmountKey, amountOf, typeAmount } from '../tender-entry.ts'
import type { Desk } from './desk.ts'
import { type ServiceDesk, typeWhole, wholeOf } from './service-desk.ts'

/** What head office sets aside for this till, so that it can be used here without contact. */
export function leaseActs(desk: Desk, service: ServiceDesk) {
  const { bridge, entry, mirror, sounds } = desk
  const { change, doOnce, found, keep, settle, typed } = service

  const isOpen = () => entry.getState().panel.kind === 'lease'

  const load = async () => {
    const accountId = found().account?.accountId ?? null
    const answer = await bridge.call('leaseDesk', { accountId })
    if (isOpen() && settle(answer) && answer.ok) keep({ leases: answer.output })
  }

  const atRow = (): Leasable | null => found().leases?.leasable[entry.getState().row] ?? null
  const heldAtRow = (): HeldLease | null => found().leases?.held[entry.getState().row] ?? null

  const openTab = (tab: 'take' | 'held') => {
    change('lease', { tab, wish: '' })
    keep({ leaseDone: null })
    entry.setState({ row: 0 })
  }

  const take = async () => {
    const of = atRow()
    if (of?.open !== 'yes') return
    const { kind, subjectId } = of
    const { hours, wish } = typed().lease
    const amount = amountOfWish(of, wish)
    if (amount === 0) return
    const answer = await doOnce({
      name: 'takeLease',
      subject: `lease:${kind}:${subjectId}:${amount}:${hours}`,
      input: (leaseId) => ({ leaseId, kind, subjectId, amount, hours }),
      memberId: mirror.getState().basket?.member?.memberId ?? null,
      again: () => void take(),
    })
    if (answer === null || !settle(answer) || !answer.ok) return
    keep({ leaseDone: { of, answer: answer.output } })
    change('lease', { wish: '' })
    sounds.play('done')
    await load()
  }

  const giveBack = async (lease: HeldLease | null) => {
    if (!lease || lease.state === 'returning') return
    const answer = await bridge.call('returnLease', { leaseId: lease.leaseId })
    if (settle(answer)) sounds.play('done')
    await load()
  }

  return {
    openLease: () => {
      service.openPanel({ kind: 'lease' })
      keep({ leases: null, leaseDone: null })
      change('lease', noService.lease)
      void load()
    },
    openLeaseTab: openTab,
    turnLease: (by: -1 | 1) => openTab(by === 1 ? 'held' : 'take'),
    chooseLeasable: (row: number) => {
      entry.setState({ row })
      change('lease', { wish: '' })
    },
    moveLease: (by: -1 | 1) => {
      const { leases } = found()
      const count = (typed().lease.tab === 'take' ? leases?.leasable : leases?.held)?.length ?? 0
      const row = Math.min(Math.max(entry.getState().row + by, 0), Math.max(count - 1, 0))
      if (row === entry.getState().row) return
      entry.setState({ row })
      change('lease', { wish: '' })
    },
    setLeaseHours: (hours: (typeof leaseHours)[number]) => change('lease', { hours }),
    turnLeaseHours: () => {
      const next = leaseHours[(leaseHours.indexOf(typed().lease.hours) + 1) % leaseHours.length]
      if (next) change('lease', { hours: next })
    },
    typeLeaseKey: (key: AmountKey) => {
      const of = atRow()
      const { tab, wish } = typed().lease
      if (tab === 'held' || !of || of.kind === 'coupon') return
      if (of.kind === 'value') change('lease', { wish: typeAmount(wish, key) })
      else if (key === 'back') change('lease', { wish: wish.slice(0, -1) })
      else if (key !== '.') change('lease', { wish: typeWhole(wish, key, pointsMax) })
    },
    /** All that can be set aside, at one press. */
    takeMost: () => {
      const of = atRow()
      if (of?.open === 'yes' && of.kind !== 'coupon') change('lease', { wish: typedMost(of) })
    },
    takeLease: take,
    returnLease: giveBack,
    returnLeaseAtRow: () => giveBack(heldAtRow()),
    leaseAgain: () => keep({ leaseDone: null }),
    /** Another customer, or contact came or went: what can be set aside is another. */
    followAtLease: () => {
      if (isOpen()) void load()
    },
  }
}

/** Points, fen, or one use: a coupon goes whole, however many are left. */
export function amountOfWish({ kind }: Leasable, wish: string): number {
  if (kind === 'coupon') return 1
  return kind === 'value' ? amountOf(wish) : wholeOf(wish)
}

function typedMost({ kind, most }: Leasable): string {
  if (kind !== 'value') return String(most)
  const digits = String(most).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
