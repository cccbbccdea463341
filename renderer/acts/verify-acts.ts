import type { Uuid } from '../../domain/ids.ts'
import { scanLengthMax } from '../../domain/limits.ts'
import type { Answer } from '../bridge.ts'
import { noService } from '../store/service-entry.ts'
import { nothingVerified, redeemableOf, type SaidNo, verifyStage } from '../store/service-found.ts'
import type { Desk } from './desk.ts'
import { type ServiceDesk, typeWhole, wholeOf } from './service-desk.ts'

/** Codes that say who someone is, not what is redeemed. */
const memberForm = /^(?:M\d{13}$|EM\d:)/i

/** The verification screen 核销: look at a coupon, redeem it whole or in parts, take a redemption back. */
export function verifyActs(desk: Desk, service: ServiceDesk) {
  const { bridge, entry, mirror, progress, sounds } = desk
  const { change, doOnce, found, keepVerify, typed } = service
  /** The code being looked at: an answer to an older one is not shown any more. */
  const looked: { text: string | null } = { text: null }

  const isOpen = () => entry.getState().panel.kind === 'verify'

  const loadRecent = async () => {
    const answer = await bridge.call('recentRedemptions', {})
    if (answer.ok) keepVerify({ recent: answer.output.redemptions })
  }

  const say = (no: SaidNo) => {
    const isUnknown = 'refusal' in no && no.refusal.code.endsWith('_unknown')
    sounds.play(isUnknown ? 'unknown' : 'refused')
    keepVerify({ no })
  }

  const askAnew = () => {
    looked.text = null
    const { recent } = found().verify
    // What is looked up now says what became of an act before: the next one is another.
    service.dropActsOf('redeem:')
    keepVerify({ ...nothingVerified, recent })
    change('verify', noService.verify)
    entry.setState({ row: 0 })
  }

  const look = async (text: string) => {
    if (progress.getState().acting) {
      sounds.play('refused')
      return
    }
    askAnew()
    looked.text = text
    keepVerify({ looking: true })
    const answer = await bridge.call('verifyCoupon', { text: text.slice(0, scanLengthMax * 4) })
    if (looked.text !== text) return
    keepVerify({ looking: false })
    if (!answer.ok) {
      if (answer.fault !== 'core_lost') say(noOf(answer))
      return
    }
    keepVerify({ coupon: answer.output })
    if (answer.output.refusal) sounds.play('refused')
    else sounds.play('scanned')
  }

  const open = () => {
    service.openPanel({ kind: 'verify' })
    askAnew()
    void loadRecent()
  }

  const redeem = async () => {
    const coupon = redeemableOf(found().verify)
    if (!coupon) return
    const { couponId, owner } = coupon
    const uses = Math.max(1, wholeOf(typed().verify.uses))
    keepVerify({ no: null })
    const answer = await doOnce({
      name: 'redeemAlone',
      subject: `redeem:${couponId}:${uses}`,
      input: (actId) => ({ actId, couponId, uses }),
      memberId: owner?.memberId ?? mirror.getState().basket?.member?.memberId ?? null,
      again: () => void redeem(),
    })
    if (answer === null || found().verify.coupon?.couponId !== couponId) return
    if (!answer.ok) {
      if (answer.fault !== 'core_lost') say(noOf(answer))
      return
    }
    keepVerify({ done: answer.output, history: null })
    change('verify', { uses: '', side: 'recent' })
    entry.setState({ row: 0 })
    sounds.play('done')
    await loadRecent()
  }

  const undo = async (redemptionId: Uuid) => {
    const answer = await bridge.call('undoRedemption', { redemptionId })
    if (!answer.ok) {
      const again = () => void undo(redemptionId)
      if (answer.refusal && service.stepUp(answer.refusal, null, again)) return
      if (answer.fault !== 'core_lost') say(noOf(answer))
      return
    }
    const { done } = found().verify
    keepVerify({ no: null, ...(done?.redemptionId === redemptionId ? { done: answer.output } : {}) })
    sounds.play('done')
    await loadRecent()
  }

  /** A key of the touch keys: into the code, or how many uses once there is a coupon. */
  const typeKey = (key: string) => {
    const { verify } = found()
    if (verifyStage(verify) === 'ask')
      change('verify', { code: `${typed().verify.code}${key}`.slice(0, scanLengthMax) })
    else if (verify.coupon && !verify.done) {
      keepVerify({ no: null })
      change('verify', { uses: typeWhole(typed().verify.uses, key, verify.coupon.usesLeft) })
    }
  }

  return {
    openVerify: open,
    typeVerifyCode: (text: string) => change('verify', { code: text.toUpperCase().slice(0, scanLengthMax) }),
    typeVerifyKey: typeKey,
    eraseVerifyKey: () => {
      const { code, uses } = typed().verify
      if (verifyStage(found().verify) === 'ask') change('verify', { code: code.slice(0, -1) })
      else change('verify', { uses: uses.slice(0, -1) })
    },
    lookUpTyped: async () => {
      const code = typed().verify.code.trim()
      if (code !== '') await look(code)
    },
    /** A coupon the core found by a scan on another screen. */
    showCoupon: async (couponId: Uuid) => {
      open()
      await look(couponId)
    },
    setUses: (uses: number) => {
      keepVerify({ no: null })
      change('verify', { uses: String(uses) })
    },
    redeemShown: redeem,
    /** The coupon goes beside the goods and counts when they are paid. */
    couponIntoBasket: async () => {
      const coupon = redeemableOf(found().verify)
      if (!coupon) return
      const answer = await bridge.call('redeemCoupon', { couponId: coupon.couponId })
      if (answer.ok) {
        entry.setState({ panel: { kind: 'none' } })
        askAnew()
        sounds.play('scanned')
      } else if (answer.fault !== 'core_lost') say(noOf(answer))
    },
    nextCode: askAnew,
    undoRedemption: undo,
    /** Takes the redemption at the arrows back. */
    undoAtRow: async () => {
      const at = found().verify.recent?.[entry.getState().row]
      if (at && !at.undone && typed().verify.side === 'recent') await undo(at.redemptionId)
    },
    showHistory: async () => {
      const couponId = found().verify.coupon?.couponId
      if (couponId === undefined) return
      change('verify', { side: 'history' })
      const answer = await bridge.call('couponHistory', { couponId })
      if (answer.ok && found().verify.coupon?.couponId === couponId) keepVerify({ history: answer.output })
      if (!answer.ok && answer.fault !== 'core_lost') say(noOf(answer))
    },
    showRecent: () => change('verify', { side: 'recent' }),
    verifyIsOpen: isOpen,
    /** Any scan while the screen is open, but for the code of a member who is to be recognised. */
    takeVerifyScan: (text: string): boolean => {
      if (!isOpen() || memberForm.test(text.trim())) return false
      void look(text.trim())
      return true
    },
    /** Another customer stands there: the coupon on the screen is judged anew. */
    lookAgain: async () => {
      const { coupon, done } = found().verify
      if (isOpen() && coupon && !done) await look(coupon.couponId)
    },
  }
}

function noOf(
  answer: Exclude<Answer<'verifyCoupon'>, { ok: true }> | Extract<Answer<'redeemAlone'>, { ok: false }>,
): SaidNo {
  return answer.refusal ? { refusal: answer.refusal } : { fault: answer.fault }
}
