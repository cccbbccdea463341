import { noMoney } from '../../domain/money.ts'
import { type CashMoveKind, type CashReason, cashReasons, type DrawerReason } from '../../domain/shift.ts'
import {
  canMove,
  countFields,
  countOf,
  floatOf,
  noShiftEntry,
  noShiftFound,
  type ShiftFound,
  type ShiftTab,
  tabsOf,
} from '../store/shift-entry.ts'
import { type AmountKey, amountOf, typeAmount } from '../tender-entry.ts'
import type { Desk } from './desk.ts'
import { type ServiceDesk, typeWhole } from './service-desk.ts'

const countMost = 100_000

/** Where there is a choice somebody makes it. */
function onlyReason(kind: CashMoveKind): CashReason | null {
  const [reason, ...others] = cashReasons[kind]
  return others.length === 0 ? reason : null
}

/** The drawer's shift: opened with its float, cash in and out, a blind count at its end, and the drawer itself. */
export function shiftActs(desk: Desk, service: ServiceDesk) {
  const { bridge, entry, mirror, sounds } = desk
  const { change, doOnce, found, keep, settle, typed } = service

  const isOpen = () => entry.getState().panel.kind === 'shift'
  const shift = () => mirror.getState().shift
  const keepShift = (part: Partial<ShiftFound>) => keep({ shift: { ...found().shift, ...part } })
  const nothing = { memberId: null } as const

  const load = async (print = false) => {
    if (!shift()?.open) return false
    const answer = await bridge.call('shiftReport', { print })
    if (!isOpen() || !settle(answer) || !answer.ok) return false
    keepShift({ report: answer.output })
    return true
  }

  const loadPast = async () => {
    const answer = await bridge.call('recentShifts', {})
    if (isOpen() && settle(answer) && answer.ok) keepShift({ past: answer.output.shifts })
  }

  const openTab = (tab: ShiftTab) => {
    change('shift', { ...noShiftEntry, tab })
    keepShift({ done: null })
    entry.setState({ row: 0 })
    if (tab === 'now') void load()
    if (tab === 'past') void loadPast()
  }

  const open = (tab: ShiftTab = 'now') => {
    service.openPanel({ kind: 'shift' })
    keep({ shift: noShiftFound })
    openTab(tab)
  }

  const openShift = async () => {
    const float = floatOf(typed().shift, shift()?.nextFloat ?? null)
    if (float === null) return
    const answer = await doOnce({
      ...nothing,
      name: 'openShift',
      subject: `shift:open:${float}`,
      input: (actId) => ({ actId, float }),
      again: () => void openShift(),
    })
    if (answer === null || !settle(answer)) return
    sounds.play('done')
    // Whoever opened it wants to sell.
    if (isOpen()) entry.setState({ panel: { kind: 'none' } })
  }

  const moveCash = async () => {
    const { amount: text, kind, note, reason } = typed().shift
    if (reason === null || !canMove(typed().shift)) return
    const amount = amountOf(text)
    const answer = await doOnce({
      ...nothing,
      name: 'moveCash',
      subject: `cash:${kind}:${amount}:${reason}:${note}`,
      input: (actId) => ({ actId, kind, amount, reason, note }),
      again: () => void moveCash(),
    })
    if (answer === null || !settle(answer) || !answer.ok) return
    keepShift({ done: { kind: 'moved', way: kind, amount, slipNumber: answer.output.slipNumber } })
    change('shift', { amount: '', note: '' })
    sounds.play('done')
  }

  const closeShift = async () => {
    const count = countOf(typed().shift, shift()?.open?.float ?? noMoney)
    if (!count) return
    const answer = await doOnce({
      ...nothing,
      name: 'closeShift',
      subject: `shift:close:${count.counted}:${count.left}`,
      input: (actId) => ({
        actId,
        counted: count.counted,
        left: count.left,
        denominations: [...count.denominations],
        note: typed().shift.note,
      }),
      again: () => void closeShift(),
    })
    if (answer?.ok === false && answer.refusal?.code === 'count_note_missing') keepShift({ explains: true })
    if (answer === null || !settle(answer) || !answer.ok) return
    keepShift({ done: { kind: 'closed', shift: answer.output }, report: null, explains: false })
    change('shift', { counts: {}, note: '' })
    sounds.play('done')
  }

  const openDrawer = async () => {
    const { note, why } = typed().shift
    const answer = await doOnce({
      ...nothing,
      name: 'openDrawer',
      subject: `drawer:${why}:${note}`,
      input: (actId) => ({ actId, reason: why, note }),
      again: () => void openDrawer(),
    })
    if (answer === null || !settle(answer) || !answer.ok) return
    keepShift({ done: { kind: 'drawer', pulse: answer.output.pulse } })
    change('shift', { note: '' })
    sounds.play(answer.output.pulse === 'sent' ? 'done' : 'refused')
  }

  const reprint = async (row: number) => {
    const closed = found().shift.past?.[row]
    if (!closed) return
    if (settle(await bridge.call('reprintShift', { shiftId: closed.shiftId }))) sounds.play('done')
  }

  const typeCount = (key: AmountKey) => {
    const { counts } = typed().shift
    const field = countFields[entry.getState().row] ?? 'sum'
    const before = counts[field] ?? ''
    const byAmount = field === 'sum' || field === 'left'
    if (!byAmount && key === '.') return
    const after = byAmount
      ? typeAmount(before, key)
      : key === 'back'
        ? before.slice(0, -1)
        : typeWhole(before, key, countMost)
    change('shift', { counts: { ...counts, [field]: after } })
  }

  return {
    openShiftPanel: () => open(),
    openShiftTab: openTab,
    turnShift: (by: -1 | 1) => {
      const tabs = tabsOf(shift()?.open != null)
      const next = tabs[tabs.indexOf(typed().shift.tab) + by]
      if (next) openTab(next)
    },
    chooseMove: (kind: CashMoveKind) => change('shift', { kind, reason: onlyReason(kind) }),
    chooseCashReason: (reason: CashReason) => change('shift', { reason }),
    chooseDrawerReason: (why: DrawerReason) => change('shift', { why }),
    typeShiftNote: (note: string) => change('shift', { note: note.slice(0, 200) }),
    moveInShift: (by: -1 | 1) => {
      const { tab } = typed().shift
      const rows =
        tab === 'count' ? countFields.length : tab === 'past' ? (found().shift.past?.length ?? 0) : 1
      const row = Math.min(Math.max(entry.getState().row + by, 0), Math.max(rows - 1, 0))
      entry.setState({ row })
    },
    typeShiftKey: (key: AmountKey) => {
      const { amount, tab } = typed().shift
      if (found().shift.done) return
      if (shift()?.open && tab === 'count') typeCount(key)
      else if (!shift()?.open || tab === 'move') change('shift', { amount: typeAmount(amount, key) })
    },
    /** Opens the shift with the float the last one left; where none is known it has to be counted first. */
    openShiftAsOffered: async () => {
      if (shift()?.nextFloat == null) {
        open()
        return
      }
      change('shift', noShiftEntry)
      await openShift()
    },
    openShift,
    moveCash,
    closeShift,
    openDrawer,
    printShift: async () => {
      if (await load(true)) sounds.play('done')
    },
    reprintShiftAtRow: () => reprint(entry.getState().row),
    /** On to what comes after: a closed shift is followed by the next float. */
    shiftAgain: () => openTab('now'),
  }
}
