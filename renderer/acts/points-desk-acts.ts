import type { CommandOutput } from '../../contract/command.ts'
import type { GiftView } from '../../contract/points-commands.ts'
import type { StockWay } from '../../domain/gift-stock.ts'
import { pointsMax } from '../../domain/limits.ts'
import { points } from '../../domain/points.ts'
import type { Answer } from '../bridge.ts'
import { noService, type PointsTab, pointsTabs } from '../store/service-entry.ts'
import type { Desk } from './desk.ts'
import { type ServiceDesk, typeWhole, wholeOf } from './service-desk.ts'

const memberCodeForm = /^M\d{13}$/i
const receiverLengthMax = 40

type PointsDesk = CommandOutput<'pointsDesk'>

/** Points for gifts, draws, projects and other members, and coupons for those, of the basket's member. */
export function pointsDeskActs(desk: Desk, service: ServiceDesk) {
  const { bridge, entry, mirror, progress, sounds } = desk
  const { change, doOnce, found, keep, settle, typed } = service

  const isOpen = () => entry.getState().panel.kind === 'points_desk'
  const member = () => mirror.getState().basket?.member ?? null

  const load = async () => {
    const answer = await bridge.call('pointsDesk', {})
    if (!isOpen()) return
    // A no that stands there is of what was just done, and stays.
    if (!answer.ok) settle(answer)
    else keep(withoutGiven(answer.output))
  }

  /** What was given away is not offered again while the copy here has not heard of it. */
  const withoutGiven = (output: PointsDesk) => {
    const given = found().given.filter((id) => output.giveable.some(({ couponId }) => couponId === id))
    const giveable = output.giveable.filter(({ couponId }) => !given.includes(couponId))
    return { desk: { ...output, giveable }, given }
  }

  const openTab = (tab: PointsTab) => {
    change('points', { ...noService.points, tab })
    service.dropActs()
    keep({ pointsDone: null })
    entry.setState({ row: 0 })
  }

  /** What is done with points goes by who it is for: the same wish of another customer is another act. */
  const subjectOf = (what: string) => `${what}:${member()?.memberId ?? ''}`
  const memberId = () => member()?.memberId ?? null

  const giftAtRow = (): GiftView | null => found().desk?.gifts[entry.getState().row] ?? null

  const exchange = async () => {
    const gift = giftAtRow()
    if (!gift) return
    const { giftId } = gift
    const answer = await doOnce({
      name: 'exchangeGift',
      subject: subjectOf(`gift:${giftId}`),
      input: (actId) => ({ actId, giftId }),
      memberId: memberId(),
      again: () => void exchange(),
    })
    if (answer === null || !settle(answer) || !answer.ok) return
    keep({ pointsDone: { kind: 'gifts', of: answer.output } })
    change('points', { confirms: false })
    sounds.play('done')
    await load()
  }

  const moveStock = async () => {
    const { stocking, wish } = typed().points
    const gift = giftAtRow()
    if (!gift || stocking === null || wish === '') return
    const { giftId } = gift
    const answer = await doOnce({
      name: 'moveStock',
      subject: `stock:${giftId}:${stocking}:${wish}`,
      input: (actId) => ({ actId, giftId, way: stocking, amount: wholeOf(wish) }),
      memberId: memberId(),
      again: () => void moveStock(),
    })
    if (answer === null || !settle(answer)) return
    change('points', { stocking: null, wish: '' })
    sounds.play('done')
    await load()
  }

  const draw = async () => {
    const answer = await doOnce({
      name: 'drawLottery',
      subject: subjectOf('draw'),
      input: (actId) => ({ actId }),
      memberId: memberId(),
      again: () => void draw(),
    })
    if (answer === null || !settle(answer) || !answer.ok) return
    keep({ pointsDone: { kind: 'lottery', of: answer.output } })
    sounds.play(answer.output.kind === 'nothing' ? 'scanned' : 'done')
    await load()
  }

  const donate = async () => {
    const project = found().desk?.donation?.projects[entry.getState().row]
    const wish = wholeOf(typed().points.wish)
    if (!project || wish === 0) return
    const { projectId } = project
    const answer = await doOnce({
      name: 'donatePoints',
      subject: subjectOf(`donate:${projectId}:${wish}`),
      input: (actId) => ({ actId, projectId, points: points(wish) }),
      memberId: memberId(),
      again: () => void donate(),
    })
    if (answer === null || !settle(answer) || !answer.ok) return
    keep({ pointsDone: { kind: 'donation', of: answer.output, project: project.name } })
    change('points', { wish: '' })
    sounds.play('done')
    await load()
  }

  /** Shows a no of giving something away; what is open by now is shown with it. */
  const settleGiven = (answer: Answer<'transferPoints'> | Answer<'transferCoupon'>): boolean => {
    if (settle(answer)) return true
    const { message } = progress.getState()
    if (message) progress.setState({ message: { ...message, giving: true } })
    void load()
    return false
  }

  const transfer = async () => {
    const { to, wish } = typed().points
    const open = found().desk?.openTransfer ?? null
    const receiver = open ? (open.to ?? '') : to.trim()
    const sent = open ? open.points : wholeOf(wish)
    if ((receiver === '' && !open) || sent === 0) return
    const answer = await doOnce({
      name: 'transferPoints',
      subject: subjectOf(`transfer:${receiver}:${sent}`),
      input: (actId) => ({ actId: open?.actId ?? actId, to: receiver, points: points(sent) }),
      memberId: memberId(),
      again: () => void transfer(),
    })
    if (answer === null || !settleGiven(answer) || !answer.ok) return
    keep({ pointsDone: { kind: 'transfer', of: answer.output } })
    change('points', { to: '', wish: '', field: 'to' })
    sounds.play('done')
    await load()
  }

  const transferCoupon = async () => {
    const coupon = found().desk?.giveable[entry.getState().row]
    const receiver = typed().points.to.trim()
    if (!coupon || (receiver === '' && coupon.sent === null)) return
    const { couponId, name, sent } = coupon
    const answer = await doOnce({
      name: 'transferCoupon',
      subject: subjectOf(`coupon:${couponId}:${receiver}`),
      input: (actId) => ({ actId: sent ?? actId, couponId, to: receiver }),
      memberId: memberId(),
      again: () => void transferCoupon(),
    })
    if (answer === null || !settleGiven(answer) || !answer.ok) return
    keep({ pointsDone: { kind: 'coupon', of: answer.output, name }, given: [...found().given, couponId] })
    change('points', { to: '' })
    entry.setState({ row: 0 })
    sounds.play('done')
    await load()
  }

  /** Whether the keys write who is to get something. */
  const namesReceiver = () => {
    const { tab, field } = typed().points
    return tab === 'coupon' || (tab === 'transfer' && field === 'to')
  }

  const typeReceiver = (text: string) =>
    change('points', { to: text.toUpperCase().slice(0, receiverLengthMax) })

  return {
    openPoints: (tab: PointsTab = 'gifts') => {
      service.openPanel({ kind: 'points_desk' })
      keep({ desk: null })
      openTab(tab)
      void load()
    },
    openPointsTab: openTab,
    turnPoints: (by: -1 | 1) => {
      const next = pointsTabs[pointsTabs.indexOf(typed().points.tab) + by]
      if (next) openTab(next)
    },
    /** A gift is opened first and exchanged by a second press: it cannot be taken back. */
    openGift: (row: number) => {
      entry.setState({ row })
      if (giftAtRow()?.open === 'yes') change('points', { confirms: true })
    },
    exchangeGift: exchange,
    /** The gift at the arrows came, is written off, or was counted. */
    openStock: (stocking: StockWay) => {
      if (giftAtRow()?.stock != null) change('points', { stocking, confirms: false, wish: '' })
    },
    moveStock,
    drawLottery: draw,
    donatePoints: donate,
    transferPoints: transfer,
    transferCoupon,
    chooseGiveable: (row: number) => entry.setState({ row }),
    chooseProject: (row: number) => entry.setState({ row }),
    typeReceiver,
    focusTransfer: (field: 'to' | 'wish') => change('points', { field }),
    typeWish: (text: string) => change('points', { wish: typeWhole('', text, pointsMax) }),
    setWish: (wish: number) => change('points', { wish: String(wish) }),
    /** A key of the touch keys, into what is asked for. */
    typePointsKey: (key: string) => {
      const { stocking, tab, to, wish } = typed().points
      if (namesReceiver()) typeReceiver(`${to}${key}`)
      else if (tab === 'transfer' || tab === 'donation' || stocking !== null)
        change('points', { wish: typeWhole(wish, key, pointsMax) })
    },
    erasePointsKey: () => {
      const { to, wish } = typed().points
      if (namesReceiver()) typeReceiver(to.slice(0, -1))
      else change('points', { wish: wish.slice(0, -1) })
    },
    /** Back to what can be done next with the points that are left. */
    pointsAgain: () => keep({ pointsDone: null }),
    /** Contact came or went: what can go to another member, with it. */
    followContactAtPoints: () => {
      if (isOpen()) void load()
    },
    /** Another customer: their points, their gifts. */
    followMemberAtPoints: () => {
      if (!isOpen()) return
      keep({ desk: null })
      openTab(typed().points.tab)
      void load()
    },
    /** A member code scanned while points or a coupon are to be given is the receiver's. Returns whether it was taken. */
    takeReceiverScan: (text: string): boolean => {
      const { tab } = typed().points
      const asked = isOpen() && (tab === 'transfer' || tab === 'coupon') && member() !== null
      if (!asked || found().pointsDone || !memberCodeForm.test(text.trim())) return false
      typeReceiver(text.trim())
      change('points', { field: 'wish' })
      sounds.play('scanned')
      return true
    },
  }
}
