import type { CommandName } from '../../contract/command.ts'
import { declineRefusals, spendRefusals } from '../../contract/command-shape.ts'
import { type Uuid, uuid } from '../../domain/ids.ts'
import type { Programme } from '../../domain/programme.ts'
import { codeOfOil, staff, wang } from './demo-chain.ts'
import { type Answer, type Furniture, type Page, payCash, scan } from './till-parts.ts'
import type { Rig } from './till-rig.ts'

/* One row per refusal of a command, and the steps that lead there. */

export interface Row {
  readonly command: CommandName
  readonly code: string
  readonly furniture?: Furniture
  /** Ends with the call that is refused. */
  readonly act: (rig: Rig) => Promise<Answer<CommandName>>
}

export const oil = codeOfOil(1)

/** What every act may be refused for has its own tests; what bounds redemption is one decision for all (risk.test.ts). */
export const toldElsewhere: ReadonlySet<string> = new Set(
  [...spendRefusals, ...declineRefusals].filter((code) => code !== 'till_restricted'),
)

/** A till whose programme says something differently. */
export function programmeWith(programme: Partial<Programme>): Furniture {
  return { programme }
}

export function openSale(page: Page): Uuid {
  return uuid(page.slice('basket_changed').saleId ?? '')
}

export async function withOil({ page }: Pick<Rig, 'page'>): Promise<Page> {
  await scan(page, oil)
  return page
}

export async function withMember(rig: Pick<Rig, 'page'>, code = wang.code): Promise<Page> {
  const page = await withOil(rig)
  await scan(page, code)
  return page
}

/** What a call answered, which was not a refusal. */
export function outputOf<T extends Answer<CommandName>>(
  answer: T,
): Extract<T, { output: unknown }>['output'] {
  if (!('output' in answer)) throw new Error(`no output but ${JSON.stringify(answer)}`)
  return (answer as Extract<T, { output: unknown }>).output
}

/** An id for an act outside a sale. */
export async function begin(page: Page): Promise<Uuid> {
  return outputOf(await page.call('beginAct', {})).actId
}

/** The supervisor's word for what a call was refused for: the act and amount are those of the refusal. */
export async function approve(page: Page, refused: Answer<CommandName>): Promise<Answer<'approveAct'>> {
  if (!('refusal' in refused)) throw new Error(`no refusal but ${JSON.stringify(refused)}`)
  const { actId, amount } = refused.refusal.figures ?? {}
  const { code, pin } = staff.supervisor
  return page.call('approveAct', {
    actId: uuid(String(actId)),
    amount: Number(amount) as never,
    code,
    pin,
    reason: '已核对证件',
  })
}

/** Sells oils to Wang and answers the sale. */
export async function soldOils(
  page: Page,
  { count = 2, member = wang.code }: { readonly count?: number; readonly member?: string | null } = {},
): Promise<{ readonly saleId: Uuid; readonly receiptNumber: string }> {
  for (let place = 1; place <= count; place++) await scan(page, codeOfOil(place))
  if (member) await scan(page, member)
  const { saleId, receiptNumber } = outputOf(await payCash(page))
  return { saleId, receiptNumber }
}
