import { z } from 'zod'
import { configBytesMax } from '../domain/limits.ts'
import { type CommandShape, done, nothing } from './command-shape.ts'
import { cardReaderSetupSchema, deviceSetupSchema, printerSetupSchema, scannerSetupSchema } from './config.ts'

/** A device that is plugged in, with the setup that would use it. */
export const foundDeviceSchema = z.object({
  /** What its maker calls it, or its path. */
  name: z.string().max(300),
  setup: z.discriminatedUnion('kind', [...scannerSetupSchema.options, ...cardReaderSetupSchema.options]),
})
export type FoundDevice = z.infer<typeof foundDeviceSchema>

/** A printer that is plugged in, or a port that may have one, with the setup that would use it. */
const foundPrinterSchema = z.object({ name: z.string().max(300), setup: printerSetupSchema })

const refusals = ['not_enrolled', 'replica_loading', 'signed_out', 'role_not_allowed'] as const

/** Setting devices up, for store IT (docs/spec/devices.md, WZ). */
export const deviceCommands = {
  /** What is plugged in now, and what is set up. */
  findDevices: {
    input: nothing,
    output: z.object({
      found: z.array(foundDeviceSchema),
      printers: z.array(foundPrinterSchema),
      setup: deviceSetupSchema,
    }),
    refusals,
  },
  /** Writes the setup into `till.json` and opens all of them anew. */
  saveDevices: {
    input: z.strictObject({ setup: deviceSetupSchema }),
    output: done,
    refusals: [...refusals, 'setup_not_saved'],
  },
  /** The text of a provisioning file: its devices replace those set up here. */
  importDevices: {
    input: z.strictObject({ text: z.string().max(configBytesMax) }),
    output: z.object({ setup: deviceSetupSchema }),
    refusals: [...refusals, 'setup_file_invalid', 'setup_not_saved'],
  },
  /** A page with Chinese, a code to scan and every width, without opening the drawer. */
  printTestPage: {
    input: z.strictObject({ place: z.enum(['main', 'backup']) }),
    output: z.object({ outcome: z.enum(['printed', 'sent']) }),
    refusals: [...refusals, 'printer_none', 'printer_not_ready'],
  },
} as const satisfies Record<string, CommandShape>
