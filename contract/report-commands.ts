import { z } from 'zod'
import { type CommandShape, sellRefusals } from './command-shape.ts'
import { amountPart, countPart, localTextPart, pointsPart } from './parts.ts'

const dayPart = z.string().regex(/^\d{4}-\d\d-\d\d$/)

/** The till's own day (loyalty.md 8). */
export const dayReportSchema = z.object({
  day: dayPart,
  sales: countPart,
  turnover: amountPart,
  returns: countPart,
  returned: amountPart,
  memberSales: countPart,
  memberTurnover: amountPart,
  pointsEarned: pointsPart,
  pointsBurned: pointsPart,
  enrolled: countPart,
  valueToppedUp: amountPart,
  valueSpent: amountPart,
  gifts: countPart,
  draws: countPart,
  donated: amountPart,
  redemptions: z.array(z.object({ name: localTextPart, uses: countPart, amount: amountPart })),
  campaigns: z.array(z.object({ name: localTextPart, sales: countPart, amount: amountPart })),
  suggestions: z.object({ shown: countPart, taken: countPart }),
  /** By store-local hour, 0–23. */
  hours: z.array(z.object({ hour: z.int().min(0).max(23), sales: countPart, turnover: amountPart })),
  anomalies: countPart,
})
export type DayReport = z.infer<typeof dayReportSchema>

export const reportCommands = {
  /** Of a store-local day; null = today. */
  dayReport: {
    input: z.strictObject({ day: dayPart.nullable() }),
    output: dayReportSchema,
    refusals: [...sellRefusals],
  },
  /** Writes the report as CSV into the till's `exports` folder; recorded. */
  exportDayReport: {
    input: z.strictObject({ day: dayPart.nullable() }),
    output: z.object({ file: z.string() }),
    refusals: [...sellRefusals, 'export_failed'],
  },
} as const satisfies Record<string, CommandShape>
