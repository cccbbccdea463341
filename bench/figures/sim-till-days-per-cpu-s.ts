import { playSeeds } from '../../test/sim/play-seeds.ts'
import type { Figure } from '../figure.ts'
import type { Workbench } from '../workbench.ts'

/** Days of simulated tills in a second of the processor, every check after every step included; one process. */
export async function simTillDaysPerCpuS(bench: Workbench): Promise<Figure> {
  const { simulatedSeeds } = bench.sizes
  bench.say(`simulation: ${simulatedSeeds} seeds`)
  const { cpuMs, events, seeds, tillDays } = await playSeeds(1, simulatedSeeds, 1)
  const value = (tillDays * 1_000) / cpuMs
  return {
    name: 'sim_till_days_per_cpu_s',
    value,
    ours: { what: 'till-days simulated', value, unit: 'till-days/s', samples: tillDays },
    floor: null,
    besides: { seeds, events_per_till_day: events / tillDays, cpu_ms_per_seed: cpuMs / seeds },
  }
}
