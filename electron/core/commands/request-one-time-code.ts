import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import type { Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { answerOf, askOnline } from '../online.ts'

/** Asks the central to send the member six digits for one act. Online only. */
export async function requestOneTimeCode(
  counter: Counter,
  { actId, amount, memberId }: CommandInput<'requestOneTimeCode'>,
): Promise<Result<CommandOutput<'requestOneTimeCode'>>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  return answerOf(
    // Asked too often is none of these: the cashier takes another proof, as without contact.
    await askOnline(counter, ['member_unknown'], (central) =>
      central.sendOneTimeCode({ actId, memberId, amount }),
    ),
  )
}
