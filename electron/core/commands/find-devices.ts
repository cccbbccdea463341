import type { CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSettingUp } from '../gate.ts'

/** What is plugged in now, and what is set up. Refuses as `requireSettingUp` does. */
export async function findDevices(counter: Counter): Promise<Result<CommandOutput<'findDevices'>>> {
  const may = requireSettingUp(counter)
  if (!may.ok) return may
  return ok({ found: [...(await counter.findDevices())], setup: counter.deviceSetup.current() })
}
