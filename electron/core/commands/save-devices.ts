import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSettingUp } from '../gate.ts'

/** Takes a setup over, now and at every start. Refuses as `requireSettingUp` does, and `setup_not_saved`. */
export async function saveDevices(
  counter: Counter,
  { setup }: CommandInput<'saveDevices'>,
): Promise<Result<CommandOutput<'saveDevices'>>> {
  const may = requireSettingUp(counter)
  if (!may.ok) return may
  return (await counter.deviceSetup.save(setup)) ? ok({}) : refuse('setup_not_saved')
}
