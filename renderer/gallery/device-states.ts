import type { DevicesFound } from '../store/device-found.ts'
import type { Finder } from '../store/finder.ts'
import { noServiceFound } from '../store/service-found.ts'
import { devicesHeard, nothingHeard, printsFound } from './device-fixtures.ts'
import { devices, selling } from './fixtures.ts'
import type { GalleryState } from './states.ts'

/* Every state of setting devices up. */

const storeIt = {
  ...selling,
  staff: selling.staff && { ...selling.staff, name: '赵明', role: 'store_it' as const },
}
const entry = { panel: { kind: 'devices' } } as const

function found(devices: DevicesFound | null): Partial<Finder> {
  return { service: { ...noServiceFound, devices } }
}

export const deviceStates: readonly GalleryState[] = [
  { name: 'devices-loading', mirror: storeIt, entry },
  { name: 'devices-found', mirror: storeIt, entry, finder: found(nothingHeard) },
  { name: 'devices-none', mirror: storeIt, entry, finder: found({ ...nothingHeard, found: [] }) },
  { name: 'devices-heard', mirror: storeIt, entry, finder: found(devicesHeard) },
  {
    name: 'devices-saved',
    mirror: storeIt,
    entry,
    finder: found({ ...devicesHeard, saved: true, printed: 'printed' }),
  },
  {
    name: 'devices-file-broken',
    mirror: storeIt,
    entry,
    finder: found(nothingHeard),
    progress: {
      message: {
        place: 'service',
        refusal: { code: 'setup_file_invalid', figures: { at: 'scanners.0.path' } },
      },
    },
  },
  { name: 'devices-refused', mirror: selling, entry },
  {
    name: 'prints-trouble',
    mirror: {
      ...selling,
      devices: {
        ...devices,
        printer: { name: '192.0.2.20:9100', state: 'paper_out', paperNearEnd: false },
        backupPrinter: { name: 'lp0', state: 'ready', paperNearEnd: true },
        prints: { waiting: 2, later: 1, doubtful: 1 },
      },
    },
    entry: { panel: { kind: 'prints' } },
    finder: { service: { ...noServiceFound, prints: printsFound } },
  },
  {
    name: 'prints-none',
    mirror: selling,
    entry: { panel: { kind: 'prints' } },
    finder: { service: { ...noServiceFound, prints: { list: [], preview: null } } },
  },
  { name: 'devices-staff', mirror: storeIt, entry: { panel: { kind: 'staff' } } },
]
