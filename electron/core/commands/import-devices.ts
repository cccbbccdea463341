import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { provisioningSchema } from '../../../contract/config.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSettingUp } from '../gate.ts'

/**
 * Takes over the devices of a provisioning file: a `till.json`, or its devices alone. Refuses as `requireSettingUp` does,
 * `setup_file_invalid` {at} with the place of the first trouble, and `setup_not_saved`.
 */
export async function importDevices(
  counter: Counter,
  { text }: CommandInput<'importDevices'>,
): Promise<Result<CommandOutput<'importDevices'>>> {
  const may = requireSettingUp(counter)
  if (!may.ok) return may
  const read = provisioningSchema.safeParse(jsonOf(text))
  if (!read.success) {
    const at = read.error.issues[0]?.path.join('.') || 'root'
    return refuse('setup_file_invalid', { at: at.slice(0, 60) })
  }
  const { central: _central, language: _language, ...setup } = read.data
  return (await counter.deviceSetup.save(setup)) ? ok({ setup }) : refuse('setup_not_saved')
}

/** Undefined, which no schema takes, where the text is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined
    throw thrown
  }
}
