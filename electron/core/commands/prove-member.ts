import { verifyMemberCode } from '../../../codes/member-code.ts'
import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import type { OneTimeCheckRequest } from '../../../contract/online.ts'
import { pinTries, savePinTries } from '../../../db/journal/pin-tries-table.ts'
import { findMemberPin } from '../../../db/replica/member-pin-table.ts'
import type { Uuid } from '../../../domain/ids.ts'
import { type Money, noMoney } from '../../../domain/money.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { SignedMemberCode } from '../../../domain/signed-code.ts'
import { noTries } from '../../../domain/staff.ts'
import { noteFailedCode } from '../anomalies.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling, type Selling } from '../gate.ts'
import { noteDenial } from '../note-event.ts'
import { answerOf, askOnline } from '../online.ts'
import type { MemberProven } from '../proof-memory.ts'
import { shownAct } from '../sale-proof.ts'
import { tryPin } from '../try-pin.ts'

/** A second proof of the member for one act: their phone's dynamic code, six digits the central sent them, or their PIN. */
export async function proveMember(
  counter: Counter,
  { actId, memberId, proof }: CommandInput<'proveMember'>,
): Promise<Result<CommandOutput<'proveMember'>>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const member = counter.chain.standing(memberId, counter.clock.now())?.member
  if (!member || member.status === 'erased') return notFound(counter, 'member_unknown')
  // What the member agrees to is what stands there now, not what the act becomes while the proof is looked at.
  const amount = shownAct(counter, actId)?.amount ?? noMoney
  const proven = await judge(counter, selling.value, { actId, amount, memberId: member.memberId, proof })
  if (!proven.ok) return proven
  noteProven(counter, { actId, amount, memberId: member.memberId, proof: proof.kind })
  return ok({})
}

/** Keeps that a member proved themselves for an act; the screen hears of it. */
export function noteProven(counter: Counter, proven: Omit<MemberProven, 'at'>): void {
  counter.proofs.prove({ ...proven, at: counter.clock.now() })
  counter.notices.touch('basket_changed')
}

type Asked = CommandInput<'proveMember'> & { readonly amount: Money }

function judge(counter: Counter, selling: Selling, asked: Asked): Result<true> | Promise<Result<true>> {
  const { actId, amount, memberId, proof } = asked
  switch (proof.kind) {
    case 'dynamic_code':
      return judgeDynamic(counter, selling, memberId, proof.text)
    case 'one_time_code':
      return judgeOneTime(counter, selling, { actId, amount, memberId, code: proof.code })
    case 'member_pin':
      return judgePin(counter, selling, memberId, proof.pin)
  }
}

/** The code of this very member, fresh and taken for the first time. */
function judgeDynamic(counter: Counter, selling: Selling, memberId: Uuid, text: string): Result<true> {
  const verified = verifyDynamicCode(counter, selling, text)
  if (!verified.ok) return verified
  const taken = takeDynamicCode(counter, selling, verified.value)
  if (!taken.ok) return taken
  const shown = counter.chain.standing(verified.value.memberId, counter.clock.now())?.member.memberId
  if (shown === memberId) return ok(true)
  noteFailedCode(counter, selling)
  return refuse('proof_wrong')
}

/** Verifies a dynamic code, which is not used up by that. Refuses what signed codes may say; a no counts as a failed code. */
export function verifyDynamicCode(
  counter: Counter,
  selling: Selling,
  text: string,
): Result<SignedMemberCode> {
  const verified = verifyMemberCode(text.trim(), selling.rules.programme.codeKeys, counter.clock.now())
  if (!verified.ok) noteFailedCode(counter, selling)
  return verified
}

/** Takes a verified dynamic code, once. Refuses `code_replayed` and `code_stale`; a no counts as a failed code. */
export function takeDynamicCode(counter: Counter, selling: Selling, code: SignedMemberCode): Result<true> {
  const taken = counter.codes.takeOnce(code, counter.clock.now())
  if (!taken.ok) noteFailedCode(counter, selling)
  return taken
}

async function judgeOneTime(
  counter: Counter,
  selling: Selling,
  asked: OneTimeCheckRequest,
): Promise<Result<true>> {
  const answered = answerOf(
    await askOnline(counter, ['one_time_code_wrong', 'member_unknown'], (central) =>
      central.checkOneTimeCode(asked),
    ),
  )
  if (answered.ok) return ok(true)
  if (answered.refusal.code === 'one_time_code_wrong') noteFailedCode(counter, selling)
  return answered
}

async function judgePin(
  counter: Counter,
  { identity }: Selling,
  memberId: Uuid,
  pin: string,
): Promise<Result<true>> {
  const sealed = counter.chain.ask(null, ({ replica }) => replica && findMemberPin(replica, memberId))
  if (!sealed) return refuse('member_pin_missing')
  const tried = await tryPin(counter, {
    id: memberId,
    pin,
    sealed,
    onWrong: () => noteDenial(counter, identity, { staffId: null, what: 'member_pin_wrong' }),
  })
  if (!tried.ok) return tried.refusal.code === 'pin_wrong' ? refuse('proof_wrong') : tried
  counter.books.write(
    (tx) => savePinTries(tx, memberId, noTries),
    (db) => pinTries(db, memberId).failures === 0,
  )
  return ok(true)
}
