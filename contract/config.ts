import { z } from 'zod'

/** Bytes in hex, sent to a scanner as its manual says. */
const hexPart = z.string().regex(/^(?:[0-9a-f]{2}){1,64}$/)

/** What a scanner is sent for a code that was taken and for one that was refused; missing = nothing. */
const scannerAnswersSchema = z.strictObject({ good: hexPart.optional(), bad: hexPart.optional() })

export const scannerSetupSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('serial'),
    path: z.string().min(1).max(300),
    baudRate: z.int().min(300).max(921_600).default(9_600),
    answers: scannerAnswersSchema.optional(),
  }),
  /** A scanner in HID POS mode. What is left out is not asked for: `{}` takes any. */
  z.strictObject({
    kind: z.literal('hid_pos'),
    vendorId: z.int().min(0).max(0xffff).optional(),
    productId: z.int().min(0).max(0xffff).optional(),
    serialNumber: z.string().min(1).max(200).optional(),
    answers: scannerAnswersSchema.optional(),
  }),
])
export type ScannerSetup = z.infer<typeof scannerSetupSchema>

export const cardReaderSetupSchema = z.discriminatedUnion('kind', [
  /** Every reader of the system's smart card service, or those whose name holds `name`. */
  z.strictObject({ kind: z.literal('pcsc'), name: z.string().min(1).max(200).optional() }),
  z.strictObject({
    kind: z.literal('pn532'),
    path: z.string().min(1).max(300),
    baudRate: z.int().min(9_600).max(921_600).default(115_200),
  }),
])
export type CardReaderSetup = z.infer<typeof cardReaderSetupSchema>

/** How scanners that type are told from people (renderer/wedge): the defaults suit every USB scanner. */
export const keyboardScannerSchema = z.strictObject({
  /** What it is set to type before each code; empty = nothing. */
  prefix: z.string().max(4).default(''),
  /** What it is set to type after each code, before Enter or Tab if it types one; empty = nothing. */
  suffix: z.string().max(4).default(''),
  /** `key`: Enter or Tab ends a code; `quiet`: a pause does, for a scanner that types neither. */
  end: z.enum(['key', 'quiet']).default('key'),
  /** Largest average time between two characters, ms; radio scanners are slower than cables. */
  averageMsMax: z.int().min(5).max(80).default(30),
})

/** What every receipt printer has, whatever its cable. */
const printerPaper = {
  /** Characters of a line: 32 on 58 mm paper, 48 on 80 mm. */
  columns: z.union([z.literal(32), z.literal(42), z.literal(48)]).default(48),
  /** The characters the printer holds: Chinese (missing), Western European or Cyrillic. */
  codePage: z.enum(['gb18030', 'cp1252', 'cp866']).optional(),
  /** Which of the connector's pins the drawer is at: 2 (missing) is the first drawer, 5 the second. */
  drawerPin: z.union([z.literal(2), z.literal(5)]).optional(),
  /** The level its switch has while the drawer is open; missing: nobody knows whether it is. */
  drawerOpenAt: z.enum(['high', 'low']).optional(),
}

export const printerSetupSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('tcp'),
    host: z.string().min(1).max(253),
    port: z.int().min(1).max(65_535).default(9_100),
    ...printerPaper,
  }),
  z.strictObject({
    kind: z.literal('serial'),
    path: z.string().min(1).max(300),
    baudRate: z.int().min(1_200).max(921_600).default(9_600),
    /** Who holds the line while the printer cannot take more; as the printer's switches say. */
    flow: z.enum(['none', 'rts_cts', 'xon_xoff']).default('none'),
    ...printerPaper,
  }),
  /** A USB printer by its device file. */
  z.strictObject({
    kind: z.literal('usb'),
    path: z.string().min(1).max(300).default('/dev/usb/lp0'),
    ...printerPaper,
  }),
])
export type PrinterSetup = z.infer<typeof printerSetupSchema>

/** The devices of a till, as store IT sets them up. */
export const deviceSetupSchema = z.strictObject({
  scanners: z.array(scannerSetupSchema).max(8).default([]),
  keyboardScanner: keyboardScannerSchema.prefault({}),
  cardReaders: z.array(cardReaderSetupSchema).max(4).default([]),
  printer: printerSetupSchema.optional(),
  /** Takes the receipts over when somebody says so. */
  backupPrinter: printerSetupSchema.optional(),
})
export type DeviceSetup = z.infer<typeof deviceSetupSchema>

/**
 * The window for the customer: `auto` opens it while there is a second screen, and covers that; `window` always, as a
 * window of its own where there is one screen only.
 */
export const customerDisplayPart = z.enum(['auto', 'window', 'off'])
export type CustomerDisplay = z.infer<typeof customerDisplayPart>

/** `till.json` in the till's data folder: what store IT sets on a terminal. Every device path is settable here. */
export const tillConfigSchema = z.strictObject({
  central: z
    .strictObject({
      url: z.url({ protocol: /^https$/ }),
      /** Other addresses of the same central, asked in turn when one does not answer. */
      others: z
        .array(z.url({ protocol: /^https$/ }))
        .max(8)
        .optional(),
      /**
       * SHA-256 of the chain's authority (64 hex digits, as the central prints it), for who wants to pin it by hand too;
       * without it the enrolment code proves it.
       */
      caSha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
      /** Filled in: the till enrols itself with it at its first start. */
      enrolmentCode: z
        .string()
        .regex(/^[A-Z0-9]{10}$/)
        .optional(),
    })
    .optional(),
  ...deviceSetupSchema.shape,
  customerDisplay: customerDisplayPart.default('auto'),
  language: z.enum(['zh', 'en']).default('zh'),
})
export type TillConfig = z.infer<typeof tillConfigSchema>

/** A file that sets many tills up alike: a `till.json`, of which only the devices are taken. */
export const provisioningSchema = deviceSetupSchema.extend({
  central: tillConfigSchema.shape.central,
  language: tillConfigSchema.shape.language.optional(),
})
