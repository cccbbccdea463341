import type { Notice } from '../../contract/notice.ts'
import type { Uuid } from '../../domain/ids.ts'
import { withoutMark } from '../../domain/symbology.ts'
import { toRefusal } from '../bridge.ts'
import { closePanel, type Desk, settleAt } from './desk.ts'

type ScanTaken = Extract<Notice, { kind: 'scan_taken' }>
/** A device's scan: taken by the core, or left to this screen. */
export type ScanNotice = ScanTaken | Extract<Notice, { kind: 'scan_read' }>

/** What is open on the screen and may be waiting for a code. */
export interface ScanTakers {
  /** Takes a keyboard scan for itself; false = it goes the usual way. */
  readonly takesScan: (text: string) => boolean
  readonly provenByDevice: (memberId: Uuid | undefined) => void
  readonly accountByDevice: (accountId: Uuid | undefined) => void
  /** A receipt that somebody brings back. */
  readonly receiptByScan: (receipt: string) => void
  /** A coupon that is redeemed without goods. */
  readonly couponByScan: (couponId: Uuid | undefined) => void
}

/** Scans, from whatever scanner, and codes typed by hand. */
export function scanActs(desk: Desk, takers: ScanTakers) {
  const { bridge, entry, mirror, progress, sounds } = desk

  /** The quantity typed before a scan counts the product scanned: what the scan added stands for one of them. */
  const multiply = async (lineId: number | undefined) => {
    const { times } = entry.getState()
    entry.setState({ times: null, digits: '' })
    if (times === null || times === 1 || lineId === undefined) return
    const line = mirror.getState().basket?.lines.find((one) => one.lineId === lineId)
    if (line === undefined || line.unit !== 'piece') return
    settleAt(desk, 'basket', await bridge.call('setQuantity', { lineId, amount: line.amount + times - 1 }))
  }

  /** What the core made of a scan goes to whoever waits for it. */
  const told = (outcome: NonNullable<ScanTaken['outcome']>) => {
    if (outcome.kind === 'product_added') void multiply(outcome.lineId)
    if (outcome.kind === 'member_proven') takers.provenByDevice(outcome.subjectId)
    if (outcome.kind === 'account_found') takers.accountByDevice(outcome.subjectId)
    if (outcome.kind === 'receipt_read' && outcome.receipt) takers.receiptByScan(outcome.receipt)
    if (outcome.kind === 'coupon_verified') takers.couponByScan(outcome.subjectId)
  }

  /** A device of the core scanned: say what came of it. */
  const onScanTaken = (notice: ScanNotice) => {
    if (notice.kind === 'scan_read') {
      void takeWedgeScan(notice.text)
      return
    }
    if (notice.refusal) {
      settleAt(desk, 'scan', { ok: false, refusal: toRefusal(notice.refusal) })
      return
    }
    if (!notice.outcome) return
    progress.setState({ message: null })
    sounds.play('scanned')
    told(notice.outcome)
  }

  /** A keyboard-wedge scan. On the enrolment screen it fills in the code instead. */
  const takeWedgeScan = async (text: string) => {
    if (mirror.getState().till?.phase === 'not_enrolled') {
      entry.setState({ enrolCode: withoutMark(text.trim()).text.slice(0, 10) })
      sounds.play('scanned')
      return
    }
    if (takers.takesScan(text)) return
    await takeCode(text, 'wedge')
  }

  const takeCode = async (text: string, source: 'wedge' | 'typed'): Promise<boolean> => {
    const answer = await bridge.call('takeScan', { text, source })
    if (!settleAt(desk, 'scan', answer) || !answer.ok) return false
    sounds.play('scanned')
    told(answer.output)
    return true
  }

  /** The code typed by hand into the coupon field. */
  const submitCode = async () => {
    const text = entry.getState().codeText.trim()
    if (text === '') return
    if (await takeCode(text, 'typed')) closePanel(desk, 'code', { codeText: '' })
  }

  return { onScanTaken, takeWedgeScan, submitCode }
}
