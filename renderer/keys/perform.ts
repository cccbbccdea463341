import type { Acts } from '../acts/acts.ts'
import type { Desk } from '../acts/desk.ts'
import type { Panel } from '../store/entry.ts'
import type { Figures } from './figures.ts'
import { primaryOf, screenOf } from './primary.ts'
import {
  moveInService,
  otherInService,
  performService,
  serviceFigures,
  turnInService,
} from './service-keys.ts'
import type { KeyMeaning, ShortcutId } from './shortcuts.ts'
import { performTraining } from './training-keys.ts'

/** Does what a key means. `inSearch`: the focus is in the search field, where Enter takes the first product found. */
export function performKey(desk: Desk, acts: Acts, meaning: KeyMeaning, inSearch: boolean): void {
  if (performTraining(desk, acts, meaning)) return
  // Up and down in the search field are nobody's: the basket beside it stays as it is.
  if (inSearch && meaning.kind === 'shortcut' && meaning.id === 'move') return
  const selling = screenOf(desk.mirror.getState()) === 'sale'
  if (meaning.kind === 'shortcut') performShortcut(desk, acts, meaning.id, meaning.by, selling && inSearch)
  else if (selling && desk.progress.getState().commit === null) performFigure(desk, acts, meaning)
}

function performFigure(desk: Desk, acts: Acts, meaning: KeyMeaning): void {
  const { type, erase, point } = figuresOf(acts, desk.entry.getState().panel)
  if (meaning.kind === 'digit') type(meaning.digit)
  if (meaning.kind === 'point') point?.()
  if (meaning.kind === 'erase') erase()
}

/** Where digits go that no field has the focus for: into what the open panel asks for. */
function figuresOf(acts: Acts, panel: Panel): Figures {
  switch (panel.kind) {
    case 'pay':
      return {
        type: (digit) => acts.typeTender(digit as '0'),
        erase: () => acts.typeTender('back'),
        point: () => acts.typeTender('.'),
      }
    case 'find':
      return { type: acts.typeFind, erase: acts.eraseFind }
    case 'join':
      return { type: acts.typeJoinKey, erase: acts.eraseJoinKey }
    case 'step_up':
      return { type: acts.typeProofKey, erase: acts.eraseProofKey }
    default:
      return serviceFigures(acts, panel) ?? { type: acts.typeDigit, erase: acts.eraseDigit }
  }
}

/** Also called by the buttons that print the shortcut. */
export function performShortcut(
  desk: Desk,
  acts: Acts,
  id: ShortcutId,
  by: -1 | 0 | 1 = 0,
  inSearch = false,
): void {
  if (id === 'language') {
    void acts.setLanguage(acts.language() === 'zh' ? 'en' : 'zh')
    return
  }
  if (id === 'primary') {
    performPrimary(desk, acts, inSearch)
    return
  }
  if (id === 'back') {
    acts.back()
    return
  }
  if (screenOf(desk.mirror.getState()) !== 'sale') return
  // While a payment or another act is on its way nothing else begins.
  const { commit, acting } = desk.progress.getState()
  if (commit !== null || acting) return
  performOnSale(desk, acts, id, by)
}

function performOnSale(desk: Desk, acts: Acts, id: ShortcutId, by: -1 | 0 | 1): void {
  const { panel } = desk.entry.getState()
  switch (id) {
    case 'help':
      acts.openPanel({ kind: panel.kind === 'help' ? 'none' : 'help' })
      break
    case 'member':
      performMember(acts, panel)
      break
    case 'coupon':
      acts.openPanel({ kind: 'code', of: 'coupon' })
      break
    case 'hold':
      void acts.holdOrRecall()
      break
    case 'points':
      if (panel.kind === 'pay') void acts.toggleAllPoints()
      break
    case 'recent':
      void acts.openRecent()
      break
    case 'best':
      void acts.toggleBest()
      break
    case 'explain':
      void acts.openExplain()
      break
    case 'sync':
      void acts.syncNow()
      break
    case 'pay':
      if (panel.kind !== 'pay') acts.openPay()
      break
    case 'search':
      acts.openTab('search')
      break
    case 'verify':
      acts.openVerify()
      break
    case 'services':
      acts.openServices()
      break
    case 'shift':
      acts.openShiftPanel()
      break
    case 'times':
      if (otherInService(desk, acts, 'times')) break
      if (panel.kind === 'none' || panel.kind === 'quantity') acts.closeTimes()
      break
    case 'remove':
      if (!otherInService(desk, acts, 'remove') && panel.kind === 'none') void acts.removeLineAtHand()
      break
    case 'undo':
      void acts.undo()
      break
    case 'move':
      performMove(desk, acts, by === 0 ? 1 : by)
      break
    case 'turn':
      performTurn(desk, acts, by === 0 ? 1 : by)
      break
    default:
      break
  }
}

/** F2 goes on from where it is: search, then enrolment; card, then another member. */
function performMember(acts: Acts, panel: Panel): void {
  if (panel.kind === 'find') acts.openJoin()
  else if (panel.kind === 'member') acts.openFind()
  else if (panel.kind !== 'join') acts.openMember()
}

function performMove(desk: Desk, acts: Acts, by: -1 | 1): void {
  const { panel } = desk.entry.getState()
  if (moveInService(desk, acts, by)) return
  if (panel.kind === 'pay') acts.moveTender(by)
  else if (panel.kind === 'held') acts.moveRow(by, desk.mirror.getState().basket?.held.length ?? 0)
  else if (panel.kind === 'recent') acts.moveRow(by, desk.finder.getState().recent?.length ?? 0)
  else if (panel.kind === 'find') acts.moveRow(by, desk.finder.getState().members?.found.length ?? 0)
  else if (panel.kind === 'explain') acts.moveRow(by, desk.finder.getState().explanation?.lines.length ?? 0)
  else if (panel.kind === 'step_up') acts.moveWay(by)
  else if (panel.kind === 'none') acts.moveSelection(by)
}

function performTurn(desk: Desk, acts: Acts, by: -1 | 1): void {
  if (turnInService(desk, acts, by)) return
  if (desk.entry.getState().panel.kind === 'member') acts.turnProfile(by)
}

function performPrimary(desk: Desk, acts: Acts, inSearch: boolean): void {
  const { entry, finder, mirror, progress } = desk
  const first = finder.getState().found?.[0]
  if (inSearch && entry.getState().panel.kind === 'none' && progress.getState().commit === null) {
    if (first) void acts.addProduct(first)
    return
  }
  switch (primaryOf(mirror.getState(), entry.getState(), progress.getState(), finder.getState())) {
    case 'enrol':
      void acts.enrol()
      break
    case 'sign_in':
      void acts.signIn()
      break
    case 'submit_code': {
      const { panel } = entry.getState()
      void (panel.kind === 'code' && panel.of === 'account' ? acts.submitCard() : acts.submitCode())
      break
    }
    case 'add_weighed': {
      const { panel } = entry.getState()
      if (panel.kind === 'weigh') void acts.addWeighed(panel.product)
      break
    }
    case 'apply_digits':
      void acts.applyDigits()
      break
    case 'choose_row':
      chooseRow(desk, acts)
      break
    case 'take_exact':
      acts.takeExact()
      break
    case 'confirm_payment':
    case 'ask_again':
      void acts.confirm()
      break
    case 'next_customer':
      acts.closeDone()
      break
    case 'open_pay':
      acts.openPay()
      break
    case 'open_shift':
      void acts.openShiftAsOffered()
      break
    case 'choose_found':
      void acts.chooseFound()
      break
    case 'join_next':
    case 'enrol_member':
    case 'join_done':
    case 'correct_profile':
      void acts.joinNext()
      break
    case 'use_existing':
      void acts.attachExisting()
      break
    case 'send_code':
    case 'submit_proof':
      void acts.submitProof()
      break
    case 'service':
      performService(desk, acts)
      break
    default:
      break
  }
}

function chooseRow(desk: Desk, acts: Acts): void {
  const { panel, row } = desk.entry.getState()
  const held = desk.mirror.getState().basket?.held[row]
  if (panel.kind === 'held' && held) void acts.recall(held.saleId)
  const sale = desk.finder.getState().recent?.[row]
  if (panel.kind === 'recent' && sale) void acts.reprint(sale.saleId)
}
