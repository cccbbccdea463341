import type { ShiftSlice } from '../../contract/notice.ts'
import type { ClosedShift, ShiftReport } from '../../contract/shift-commands.ts'
import { money } from '../../domain/money.ts'
import { countEvent, noFigures } from '../../domain/shift.ts'
import type { Panel } from '../store/entry.ts'
import { noShiftEntry, noShiftFound, type ShiftEntry, type ShiftFound } from '../store/shift-entry.ts'
import { devices, idOf, offline, saturday, selling } from './fixtures.ts'
import { found, guest, typed } from './service-starts.ts'
import type { GalleryState } from './states.ts'

/* Every state of the drawer's shift. */

const atShift: Panel = { kind: 'shift' }
const hour = 3_600_000
const float = money(50_000)

const open: ShiftSlice = {
  open: { shiftId: idOf(70), openedAt: saturday - 5 * hour, float },
  nextFloat: null,
  between: null,
}
const before: ShiftSlice = { open: null, nextFloat: float, between: null }

const figures = countEvent(noFigures, {
  type: 'sale.completed',
  data: { toPay: money(386_450), tenders: [{ kind: 'cash', amount: money(390_000) }], change: money(3_550) },
})

const report: ShiftReport = {
  shiftId: idOf(70),
  openedAt: saturday - 5 * hour,
  float,
  sales: 87,
  turnover: money(386_450),
  returns: 2,
  returned: money(5_980),
  topUps: 1,
  toppedUp: money(50_000),
  moves: 3,
  openings: 1,
  cash: null,
}

const closed: ClosedShift = {
  shiftId: idOf(70),
  slipNumber: 'S01-T1-1-000208',
  openedAt: saturday - 9 * hour,
  closedAt: saturday,
  float,
  figures,
  expected: money(436_450),
  counted: money(436_400),
  difference: money(-50),
  left: float,
}

function at(shift: Partial<ShiftEntry>, row = 0) {
  return typed(atShift, { shift: { ...noShiftEntry, ...shift } }, { row })
}

function answered(shift: Partial<ShiftFound>) {
  return found({ shift: { ...noShiftFound, ...shift } })
}

const inShift = { ...selling, shift: open }

export const shiftStates: readonly GalleryState[] = [
  { name: 'shift-asked', mirror: { ...selling, shift: before } },
  {
    name: 'shift-float-unknown',
    mirror: { ...selling, shift: { open: null, nextFloat: null, between: null } },
    entry: at({}),
  },
  {
    name: 'shift-float-between',
    mirror: {
      ...selling,
      shift: { open: null, nextFloat: money(54_500), between: { sales: 3, cash: money(4_500) } },
    },
    entry: at({}),
  },
  {
    name: 'shift-count-explain',
    mirror: inShift,
    entry: at({ tab: 'count', counts: { sum: '400' } }),
    finder: answered({ explains: true }),
    progress: { message: { place: 'service', refusal: { code: 'count_note_missing' } } },
  },
  { name: 'shift-float', mirror: { ...selling, shift: before }, entry: at({ amount: '480' }) },
  { name: 'shift-loading', mirror: inShift, entry: at({}) },
  { name: 'shift-now-blind', mirror: inShift, entry: at({}), finder: answered({ report }) },
  {
    name: 'shift-now',
    mirror: { ...inShift, sync: offline },
    entry: at({}),
    finder: answered({ report: { ...report, cash: { figures, expected: money(436_450) } } }),
  },
  {
    name: 'shift-move',
    mirror: inShift,
    entry: at({ tab: 'move', reason: 'supplier', amount: '128.50', note: '豆腐、豆芽' }),
  },
  {
    name: 'shift-move-refused',
    mirror: inShift,
    entry: at({ tab: 'move', kind: 'safe_drop', reason: 'too_much' }),
    progress: { message: { place: 'service', refusal: { code: 'shift_missing' } } },
  },
  {
    name: 'shift-move-note-needed',
    mirror: inShift,
    entry: at({ tab: 'move', reason: 'other', amount: '20' }),
  },
  {
    name: 'shift-moved',
    mirror: inShift,
    entry: at({ tab: 'move' }),
    finder: answered({
      done: { kind: 'moved', way: 'pay_out', amount: money(12_850), slipNumber: 'S01-T1-1-000207' },
    }),
  },
  { name: 'shift-count', mirror: inShift, entry: at({ tab: 'count', counts: { sum: '4364' } }) },
  {
    name: 'shift-count-faces',
    mirror: inShift,
    entry: at({ tab: 'count', counts: { '10000': '41', '5000': '5', '100': '14', left: '500' } }, 2),
  },
  {
    name: 'shift-closed',
    mirror: { ...selling, shift: before },
    entry: at({ tab: 'count' }),
    finder: answered({ done: { kind: 'closed', shift: closed } }),
  },
  { name: 'shift-drawer', mirror: inShift, entry: at({ tab: 'drawer' }) },
  {
    name: 'shift-drawer-shut',
    mirror: inShift,
    entry: at({ tab: 'drawer' }),
    finder: answered({ done: { kind: 'drawer', pulse: 'not_ready' } }),
  },
  {
    name: 'shift-past',
    mirror: inShift,
    entry: at({ tab: 'past' }),
    finder: answered({ past: [closed, { ...closed, shiftId: idOf(71), difference: money(0) }] }),
  },
  {
    name: 'shift-drawer-left',
    mirror: {
      ...guest,
      shift: open,
      devices: {
        ...devices,
        printer: { name: '80 mm', state: 'ready', paperNearEnd: false, drawer: 'open' },
      },
    },
  },
  { name: 'shift-past-none', mirror: inShift, entry: at({ tab: 'past' }), finder: answered({ past: [] }) },
]
