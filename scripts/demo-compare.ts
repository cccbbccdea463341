import { join } from 'node:path'
import { couponAnswerSchema, eventsAnswerSchema, memberAnswerSchema } from '../contract/head-office.ts'
import { disputesAnswerSchema } from '../contract/risk.ts'
import { eventsAfter } from '../db/journal/event-table.ts'
import { recentSales } from '../db/journal/sale-table.ts'
import { readSetting } from '../db/journal/setting-table.ts'
import { openJournal, openReplica } from '../db/open.ts'
import { couponAtHand } from '../db/overlay/coupons.ts'
import { momentAt } from '../db/overlay/files.ts'
import { standingOf } from '../db/overlay/members.ts'
import { currentProgramme } from '../db/replica/programme-table.ts'
import type { TillEvent } from '../domain/event.ts'
import type { Uuid } from '../domain/ids.ts'
import { spendablePoints } from '../domain/lot.ts'
import { formatMoney } from '../domain/money.ts'
import { templateOf } from '../domain/programme.ts'
import type { SaleCompleted } from '../domain/sale.ts'
import { decodeEscpos, printedRows } from '../test/fakes/escpos-decoder.ts'
import type { PrinterJob } from '../test/fakes/printer-mechanism.ts'
import type { CentralProcess } from '../test/rig/central-process.ts'

/* Holds the till's files, the central's answers and the printed paper side by side. */

const timeZone = 'Asia/Shanghai'

export interface Comparison {
  readonly what: string
  readonly till: string
  readonly other: string
  readonly same: boolean
}

export interface CompareInput {
  /** The closed till's folder and the keys of its files, hex. */
  readonly folder: string
  readonly keys: { readonly journal: string; readonly replica: string }
  readonly central: CentralProcess
  readonly printed: readonly PrinterJob[]
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Compares events by id and hash, balances of every member who bought, every coupon used, and every receipt. */
export async function compareTillAndCentral(input: CompareInput): Promise<Comparison[]> {
  const journal = openJournal({
    file: join(input.folder, 'journal.db'),
    key: Buffer.from(input.keys.journal, 'hex'),
  })
  const replica = openReplica({
    file: join(input.folder, 'replica.db'),
    key: Buffer.from(input.keys.replica, 'hex'),
    access: 'read',
  })
  try {
    const terminal = readSetting(journal, 'terminal')
    if (!terminal) throw new Error('the till is not enrolled')
    const events = eventsAfter(journal, { epoch: 0, seq: 0 }, 10_000, 100_000_000)
    const sales = events.filter((event) => event.type === 'sale.completed') as TillEvent<'sale.completed'>[]
    const overlay = { journal, replica, terminalId: terminal.terminalId }
    const moment = momentAt(input.now, timeZone)
    const programme = currentProgramme(replica)
    if (!programme) throw new Error('the till has no programme')
    const templates = (templateId: Uuid) => templateOf(programme, templateId)
    const ask = (path: string) => headOffice(input.central, path)

    const rows: Comparison[] = []
    rows.push(await compareEvents(events, terminal.terminalId, ask))
    const disputes = disputesAnswerSchema.parse(await ask('/v1/head-office/disputes')).disputes
    rows.push(row('disputes', '0', String(disputes.length)))
    for (const memberId of new Set(
      sales.flatMap(({ data }) => (data.member ? [data.member.memberId] : [])),
    )) {
      const standing = standingOf(overlay, memberId, moment)
      const { balance, ledger, lots } = memberAnswerSchema.parse(
        await ask(`/v1/head-office/members/${memberId}`),
      )
      const own = standing ? spendablePoints(standing.lots, input.now) : -1
      const total = lots.reduce((sum, lot) => sum + lot.points, 0)
      rows.push(row(`points of ${standing?.member.code ?? memberId}`, String(own), String(balance)))
      rows.push(row(`ledger of ${standing?.member.code ?? memberId}`, String(total), String(ledger)))
    }
    const used = new Set(sales.flatMap(({ data }) => data.coupons.map((use) => use.couponId)))
    for (const couponId of used) {
      const own = couponAtHand(overlay, couponId, { ...moment, templates })
      const { coupon, uses } = couponAnswerSchema.parse(await ask(`/v1/head-office/coupons/${couponId}`))
      const usedHere = sales.filter(({ data }) => data.coupons.some((use) => use.couponId === couponId))
      const mine = `${own?.coupon.usesDone} used, event ${usedHere.map((event) => event.id).join(' ')}`
      const theirs = `${coupon.usesDone} used, event ${uses.map((use) => use.eventId).join(' ')}`
      rows.push(row(`coupon ${coupon.code}`, mine, theirs))
    }
    rows.push(
      ...compareReceipts(
        sales.map((event) => event.data),
        input.printed,
      ),
    )
    rows.push(
      row('sales listed / sale events', String(recentSales(journal, 1_000).length), String(sales.length)),
    )
    return rows
  } finally {
    replica.close()
    journal.close()
  }
}

async function compareEvents(
  events: readonly TillEvent[],
  terminalId: Uuid,
  ask: (path: string) => Promise<unknown>,
): Promise<Comparison> {
  const theirs: string[] = []
  let place = { epoch: 0, seq: 0 }
  for (let more = true; more; ) {
    const page = eventsAnswerSchema.parse(
      await ask(`/v1/head-office/terminals/${terminalId}/events?epoch=${place.epoch}&seq=${place.seq}`),
    )
    theirs.push(...page.events.map((event) => `${event.id} ${event.hash} ${event.outcome}`))
    place = page.events.at(-1) ?? place
    more = page.more
  }
  const mine = events.map((event) => `${event.id} ${event.hash} applied`)
  const same = mine.length === theirs.length && mine.every((event, index) => event === theirs[index])
  return {
    what: 'events by id and hash',
    till: `${mine.length} events`,
    other: `${theirs.length} events`,
    same,
  }
}

/** Each sale has exactly one receipt on paper, and what stands on it is what the journal says. */
function compareReceipts(sales: readonly SaleCompleted[], printed: readonly PrinterJob[]): Comparison[] {
  const papers = printed.map((job) =>
    printedRows(decodeEscpos(job.bytes))
      .map((printedRow) => printedRow.text)
      .join('\n'),
  )
  const rows = sales.map((sale) => {
    const mine = papers.filter((paper) => paper.includes(sale.receiptNumber))
    const paper = mine[0] ?? ''
    const wanted = [
      formatMoney(sale.toPay),
      ...sale.tenders.map((tender) => formatMoney(tender.amount)),
      ...(sale.change > 0 ? [formatMoney(sale.change)] : []),
      ...sale.lines.map((line) => formatMoney(line.gross)),
      ...sale.coupons.map((use) => formatMoney(use.amount)),
    ]
    const missing = wanted.filter((figure) => !paper.includes(figure))
    const other =
      mine.length === 1 && missing.length === 0
        ? `${formatMoney(sale.toPay)} on 1 paper`
        : `${mine.length} papers, missing ${missing.join(' ')}`
    return row(`receipt ${sale.receiptNumber}`, `${formatMoney(sale.toPay)} on 1 paper`, other)
  })
  return [...rows, row('receipts printed', String(sales.length), String(papers.length))]
}

function row(what: string, till: string, other: string): Comparison {
  return { what, till, other, same: till === other }
}

async function headOffice(central: CentralProcess, path: string): Promise<unknown> {
  const answer = await central.headOffice(path)
  if (!answer.ok) throw new Error(`the central answered ${answer.status} to ${path}`)
  return answer.json()
}
