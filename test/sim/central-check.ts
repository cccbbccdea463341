import { expect } from './broken.ts'
import type { Books } from './ledger.ts'
import { type ModelState, rowOf } from './model-state.ts'

/** The rows of the central are what the books come to. */
export function checkCentral(state: ModelState, at: Books): void {
  for (const [lotId, lot] of at.lots) {
    const points = Number(rowOf(state, 'lot', lotId)?.['points'])
    expect(points >= 0, `lot ${lotId} has ${points}`)
    expect(points === lot.points, `lot ${lotId} has ${points} at the central, ${lot.points} in the books`)
  }
  for (const [couponId, uses] of at.usesDone) {
    const done = rowOf(state, 'coupon', couponId)?.['usesDone']
    expect(
      done === undefined || done === uses,
      `coupon ${couponId} has ${String(done)} uses, ${uses} in the books`,
    )
  }
  for (const [memberId, growth] of at.growth) {
    expect(rowOf(state, 'member', memberId)?.['growth'] === growth, `growth of ${memberId} at the central`)
  }
  for (const [memberId, debt] of at.debt) {
    expect(rowOf(state, 'member', memberId)?.['debt'] === debt, `debt of ${memberId} at the central`)
  }
  for (const [memberId, into] of at.merged) {
    expect(rowOf(state, 'member', memberId)?.['mergedInto'] === into, `merge of ${memberId}`)
  }
  for (const [couponId, back] of at.usesRestored) {
    const row = rowOf(state, 'coupon', couponId)
    expect(row === undefined || row['usesRestored'] === back, `uses of ${couponId} given back`)
  }
  for (const [accountId, { principal, gift }] of at.value) {
    const row = rowOf(state, 'account', accountId)
    expect(principal >= 0 && gift >= 0, `account ${accountId} has ${principal}+${gift}`)
    expect(
      row?.['principal'] === principal && row['gift'] === gift,
      `account ${accountId} has ${String(row?.['principal'])}+${String(row?.['gift'])} at the central, ${principal}+${gift} in the books`,
    )
  }
  for (const [key, left] of at.stock) {
    expect(rowOf(state, 'gift_stock', key)?.['left'] === left, `stock ${key} at the central`)
  }
  for (const [use, eventId] of at.winners) {
    expect(state.uses.get(use) === eventId, `use ${use} is effective for another event than the first`)
  }
}
