import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import { ticketNonce } from '../../domain/lottery.ts'
import { sha256Hex } from '../signing.ts'
import { causeOf, changeFact, type Dispute, dispute, type Facts, survivorId } from './facts.ts'
import { postEffect } from './post-effect.ts'
import { noteRedemption } from './post-members.ts'

/**
 * Posts a draw. The ticket must be the next of the till's own pool, with its prize and its nonce; another one is a
 * dispute, and what the customer was given stands.
 */
export function applyLotteryDrawn(facts: Facts, event: TillEvent<'lottery.drawn'>): readonly Dispute[] {
  const cause = causeOf(event)
  const { memberId, poolId, index, prizeId, nonce } = event.data
  noteRedemption(facts, memberId, cause)
  const disputes = effectsOf(event).flatMap((effect) =>
    effect.kind === 'ticket_drawn' ? [] : postEffect(facts, effect, { cause }),
  )
  facts.draws.push({
    eventId: event.id,
    poolId,
    terminalId: event.source,
    memberId: survivorId(facts, memberId),
    index,
    prizeId,
    nonce,
    drawnAt: event.time,
  })
  const pool = facts.pools.get(poolId)
  const isNext =
    pool !== undefined &&
    pool.row.terminalId === event.source &&
    pool.row.drawn === index &&
    pool.row.tickets[index] === prizeId &&
    ticketNonce(pool.row.seed, index, sha256Hex) === nonce
  if (pool && pool.row.terminalId === event.source && index >= pool.row.drawn) {
    changeFact(pool, { drawn: Math.min(index + 1, pool.row.tickets.length) })
  }
  return isNext ? disputes : [...disputes, dispute('draw_wrong', `${poolId}:${index}`, event.id)]
}
