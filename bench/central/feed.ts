import { zstdCompressSync } from 'node:zlib'
import type { ChangeRow, ChangesEnd } from '../../contract/wire.ts'
import { points } from '../../domain/points.ts'
import { farAhead, idAt, longAgo, otherTerminalId } from '../chain/facts.ts'
import { imageChange, imageFeed } from '../chain/image.ts'
import { couponAt, lotAt, memberAt } from '../chain/members.ts'
import { chosenBelow, seededChance } from '../chance.ts'

/** Rows of one sale as the chain tells them: the member, a lot burned, a lot earned, a coupon used, the till's mark. */
export const rowsPerChange = 5
/** Full answers, as the contract bounds them. */
export const changesPerAnswer = 4_000

/**
 * The feed of a busy chain as ready-made, compressed answers, so that serving costs the machine as little as can be:
 * sales of members chosen at random, one change number each. After the last answer there is nothing more.
 */
export function readyFeed(members: number, answers: number): ReadonlyMap<number, Buffer> {
  const chance = seededChance(11)
  const feed = new Map<number, Buffer>()
  for (let place = 0; place < answers; place++) {
    const since = imageChange + place * changesPerAnswer
    const lines: string[] = []
    for (let step = 1; step <= changesPerAnswer; step++) {
      const rows = rowsOfSale(chosenBelow(chance, members), since + step)
      for (const row of rows) lines.push(JSON.stringify(row))
    }
    lines.push(JSON.stringify(endOf(since + changesPerAnswer, place < answers - 1)))
    feed.set(since, zstdCompressSync(`${lines.join('\n')}\n`))
  }
  return feed
}

/** The answer to a till that has everything. */
export function emptyAnswer(since: number): Buffer {
  return zstdCompressSync(`${JSON.stringify(endOf(since, false))}\n`)
}

function endOf(cursor: number, more: boolean): ChangesEnd {
  return { cursor, feed: imageFeed, more, serverTime: longAgo }
}

function rowsOfSale(index: number, v: number): readonly ChangeRow[] {
  const member = { ...memberAt(index), growth: v }
  const burned = { ...lotAt(index, 0), points: points(v % 5_000) }
  const earned = { ...lotAt(index, 0), lotId: idAt('event', v), expiresAt: farAhead, points: points(12) }
  const coupon = { ...couponAt(index, v % 2), usesDone: v % 1_000 }
  const mark = { terminalId: otherTerminalId, epoch: 1, seq: v }
  return [
    { c: 'member', v, k: member.memberId, d: { ...member } },
    { c: 'lot', v, k: burned.lotId, d: { ...burned } },
    { c: 'lot', v, k: earned.lotId, d: { ...earned } },
    { c: 'coupon', v, k: coupon.couponId, d: { ...coupon } },
    { c: 'applied', v, k: mark.terminalId, d: { ...mark } },
  ]
}
