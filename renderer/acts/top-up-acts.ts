import type { CommandInput } from '../../contract/command.ts'
import type { Uuid } from '../../domain/ids.ts'
import { type Money, noMoney, subtractMoney, sumMoney } from '../../domain/money.ts'
import { noService, type TopUpEntry, type TopUpTender, topUpTenders } from '../store/service-entry.ts'
import { type AmountKey, amountOf, typeAmount, typedAmount } from '../tender-entry.ts'
import type { Desk } from './desk.ts'
import type { ServiceDesk } from './service-desk.ts'

const cardForm = /^G\d{13}$/
const cardLengthMax = 20

/** Stored value: whose account, how much, and how it is paid. */
export function topUpActs(desk: Desk, service: ServiceDesk) {
  const { bridge, entry, mirror, sounds } = desk
  const { change, doOnce, found, keep, settle, typed } = service

  const isOpen = () => entry.getState().panel.kind === 'value'
  const typedOf = () => typed().topUp

  const loadOffer = async () => {
    const answer = await bridge.call('topUpOffer', {})
    if (!answer.ok) return
    const { max, steps } = answer.output
    keep({ offer: { max, steps: steps.toSorted((a, b) => a.from - b.from) } })
  }

  /** Nobody's account yet, or the basket member's own at once. */
  const start = () => {
    change('topUp', noService.topUp)
    service.dropActs()
    keep({ account: null, topUpDone: null })
  }

  const find = async (input: CommandInput<'findAccount'>): Promise<boolean> => {
    const answer = await bridge.call('findAccount', input)
    if (!isOpen() || !settle(answer) || !answer.ok) return false
    keep({ account: answer.output, topUpDone: null })
    change('topUp', { ...noService.topUp, step: 'amount' })
    return true
  }

  const findOwn = async () => {
    if (mirror.getState().basket?.member) await find({ code: null })
  }

  const open = () => {
    service.openPanel({ kind: 'value' })
    start()
    void loadOffer()
  }

  const topUp = async () => {
    const { account } = found()
    const { amount: text, tenders: texts } = typedOf()
    const amount = amountOf(text)
    if (!account || amount === 0) return
    const { accountId } = account
    const tenders = topUpTendersOf(texts)
    const answer = await doOnce({
      name: 'topUpValue',
      subject: `top_up:${accountId}:${amount}:${tenders.map((one) => `${one.kind}${one.amount}`).join(',')}`,
      input: (actId) => ({ actId, accountId, amount, tenders }),
      memberId: mirror.getState().basket?.member?.memberId ?? null,
      again: () => void topUp(),
    })
    if (answer === null || !settle(answer) || !answer.ok) return
    keep({ topUpDone: answer.output })
    sounds.play('done')
  }

  const setTender = (text: string) => {
    const { tenders, active } = typedOf()
    change('topUp', { tenders: { ...tenders, [active]: text } })
  }

  return {
    openValue: () => {
      open()
      void findOwn()
    },
    /** A card scanned on the sale screen, where nobody was asked to pay with it. */
    openValueOf: (accountId: Uuid | undefined) => {
      const { kind } = entry.getState().panel
      if (accountId === undefined || kind === 'pay' || kind === 'code' || kind === 'step_up') return
      if (kind !== 'value') open()
      void find({ code: null, accountId })
    },
    typeCard: (text: string) => change('topUp', { card: text.toUpperCase().slice(0, cardLengthMax) }),
    findCard: async () => {
      const code = typedOf().card.trim()
      if (code !== '') await find({ code })
    },
    findOwnAccount: findOwn,
    otherAccount: start,
    typeTopUpKey: (key: AmountKey) => {
      const { step, card, amount, tenders, active } = typedOf()
      if (step === 'account') {
        if (key === 'back') change('topUp', { card: card.slice(0, -1) })
        else if (/^\d$/.test(key)) change('topUp', { card: `${card}${key}`.slice(0, cardLengthMax) })
      } else if (step === 'amount') change('topUp', { amount: typeAmount(amount, key) })
      else setTender(typeAmount(tenders[active], key))
    },
    startCardWithG: () => change('topUp', { card: `${typedOf().card}G`.slice(0, cardLengthMax) }),
    setTopUpAmount: (amount: Money) => change('topUp', { amount: typedAmount(amount) }),
    /** The offer above or below the amount there is. */
    moveOffer: (by: -1 | 1) => {
      const steps = found().offer?.steps ?? []
      const now = amountOf(typedOf().amount)
      const next = by === 1 ? steps.find(({ from }) => from > now) : steps.findLast(({ from }) => from < now)
      if (next) change('topUp', { amount: typedAmount(next.from) })
    },
    payTopUp: () => {
      if (amountOf(typedOf().amount) > 0) change('topUp', { step: 'pay', tenders: noService.topUp.tenders })
    },
    chooseTopUpTender: (active: TopUpTender) => change('topUp', { active }),
    moveTopUpTender: (by: -1 | 1) => {
      const active = topUpTenders[topUpTenders.indexOf(typedOf().active) + by]
      if (active) change('topUp', { active })
    },
    setTopUpTender: (amount: Money) => setTender(typedAmount(amount)),
    takeTopUpExact: () => setTender(typedAmount(openTopUp(typedOf()))),
    topUpValue: topUp,
    topUpAgain: () => {
      start()
      void findOwn()
    },
    followMemberAtValue: () => {
      if (isOpen() && typedOf().step === 'account' && !found().topUpDone) void findOwn()
    },
    /** Back by one step; false = the panel itself. */
    valueBack: (): boolean => {
      const { step } = typedOf()
      if (found().topUpDone) return false
      if (step === 'pay') change('topUp', { step: 'amount' })
      else if (step === 'amount') start()
      else return false
      return true
    },
    /** A gift card scanned while the panel is open. Returns whether it was taken. */
    takeValueScan: (text: string): boolean => {
      const code = text.trim().toUpperCase()
      if (!isOpen() || !cardForm.test(code)) return false
      void find({ code }).then((known) => known && sounds.play('scanned'))
      return true
    },
  }
}

/** The tenders typed so far as the core takes them. */
export function topUpTendersOf(texts: TopUpEntry['tenders']): CommandInput<'topUpValue'>['tenders'] {
  return topUpTenders
    .map((kind) => ({ kind, amount: amountOf(texts[kind]), accountId: null }))
    .filter(({ amount }) => amount > 0)
}

/** What the other tenders leave open for the active one. */
export function openTopUp({ amount, tenders, active }: TopUpEntry): Money {
  const others = topUpTenders.filter((kind) => kind !== active).map((kind) => amountOf(tenders[kind]))
  const open = subtractMoney(amountOf(amount), sumMoney(others))
  return open > 0 ? open : noMoney
}
