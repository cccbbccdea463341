import { parseArgs } from 'node:util'
import { exploreCrashes } from './explore.ts'

/* `npm run crash -- --sales N --torn N --seed N`: as many states of a power cut as asked. */

const { values } = parseArgs({
  options: {
    sales: { type: 'string', default: '40' },
    torn: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
  },
})
const started = performance.now()
const explored = await exploreCrashes({
  sales: Number(values.sales),
  torn: Number(values.torn),
  seed: Number(values.seed),
  honest: true,
})
console.log(
  JSON.stringify({ ...explored, seconds: Math.round((performance.now() - started) / 100) / 10 }, null, 1),
)
process.exit(explored.failures.length === 0 ? 0 : 1)
