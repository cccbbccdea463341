import { parseArgs } from 'node:util'
import { soak } from './soak.ts'

/*
 * `npm run soak -- --scans 10000 --receipts 2000`: a long day at one till. Fails when a scan or a receipt is lost or doubled,
 * or the till holds more in memory at its end than it did after a tenth.
 */

const { values } = parseArgs({
  options: { scans: { type: 'string', default: '10000' }, receipts: { type: 'string', default: '2000' } },
})
const receipts = Number(values.receipts)
const scansPerReceipt = Math.round(Number(values.scans) / receipts)
/** What caches may still fill with, bytes. */
const growthMax = 8 * 1024 * 1024

const began = performance.now()
const { heldEarly, heldLate, pieces, printed, rssEarly, rssLate, sold, taken } = await soak({
  receipts,
  scansPerReceipt,
})
const scans = receipts * scansPerReceipt
const failures = [
  ...(taken === scans && pieces === scans ? [] : [`${scans} scans, ${taken} taken, ${pieces} sold`]),
  ...(printed.join() === sold.join() && new Set(sold).size === receipts
    ? []
    : [`${receipts} receipts, ${sold.length} sold, ${new Set(printed).size} on paper`]),
  ...(heldLate - heldEarly <= growthMax ? [] : [`${heldLate - heldEarly} bytes more are held`]),
]
const megabytes = (bytes: number) => Math.round(bytes / 104_857.6) / 10
console.log(
  JSON.stringify(
    {
      scans,
      receipts,
      heldMb: [megabytes(heldEarly), megabytes(heldLate)],
      rssMb: [megabytes(rssEarly), megabytes(rssLate)],
      seconds: Math.round((performance.now() - began) / 100) / 10,
      failures,
    },
    null,
    1,
  ),
)
process.exit(failures.length === 0 ? 0 : 1)
