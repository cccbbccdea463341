import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { type OwnCouponHistory, couponHistory as ownHistory } from '../../../db/overlay/coupons.ts'
import type { Uuid } from '../../../domain/ids.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling, type Selling } from '../gate.ts'
import { askOnline } from '../online.ts'

type Steps = CommandOutput<'couponHistory'>['steps']

/** What became of a coupon: as the central tells it, this till's own unheard uses added, else what is known here. */
export async function couponHistory(
  counter: Counter,
  { couponId }: CommandInput<'couponHistory'>,
): Promise<Result<CommandOutput<'couponHistory'>>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const asked = await askOnline(counter, ['coupon_unknown'], (central) => central.couponHistory(couponId))
  const own = ownStepsOf(counter, selling.value, couponId)
  if (asked.kind !== 'answered') {
    return own ? ok({ complete: false, steps: own }) : notFound(counter, 'coupon_unknown')
  }
  const { steps, transfers = [] } = asked.answer
  const told: Steps = [
    ...steps.map((step) => ({ ...step })),
    ...transfers.map((transfer) => ({ ...transfer, what: 'transferred' as const, useNumber: null })),
  ]
  const unheard = (own ?? []).filter((step) => !told.some((one) => isSame(one, step)))
  return ok({ complete: true, steps: [...told, ...unheard].sort((a, b) => a.at - b.at) })
}

/** A use has its number; a coupon is issued once. */
function isSame(one: Steps[number], other: Steps[number]): boolean {
  return one.what === other.what && one.useNumber === other.useNumber
}

function ownStepsOf({ chain, codes }: Counter, { identity, rules }: Selling, couponId: Uuid): Steps | null {
  const here = { storeNumber: rules.store.number, terminalNumber: identity.terminal.number }
  const nowhere = { storeNumber: null, terminalNumber: null }
  const told = codes.brought(couponId)?.coupon ?? null
  const own = chain.ask<OwnCouponHistory | null>(null, (overlay) => ownHistory(overlay, couponId, told))
  return own?.steps.map((step) => ({ ...step, ...(step.what === 'issued' ? nowhere : here) })) ?? null
}
