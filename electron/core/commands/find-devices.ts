import type { CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSettingUp } from '../gate.ts'

/** What is plugged in now, and what is set up. Refuses as `requireSettingUp` does. */
export async function findDevices(counter: Counter): Promise<Result<CommandOutput<'findDevices'>>> {
  const may = requireSettingUp(counter)
  if (!may.ok) return may
  const [found, printers] = await Promise.all([counter.findDevices(), counter.findPrinters()])
  return ok({
    found: [...found],
    printers: printers.map(({ name, setup }) => ({ name, setup: { ...setup, columns: 48 as const } })),
    setup: counter.deviceSetup.current(),
  })
}
