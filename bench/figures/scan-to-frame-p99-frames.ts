import type { Figure } from '../figure.ts'
import { spreadOf } from '../statistics.ts'
import { measureFrames } from '../window/frames.ts'
import type { Workbench } from '../workbench.ts'

const frameMs = 1_000 / 60

/** From the scanner's bytes to the painted frame, in frames of 60 Hz. */
export async function scanToFrameP99Frames(bench: Workbench): Promise<Figure> {
  const { painted, changed, clockErrorMs } = await bench.once(measureFrames)
  const ours = spreadOf(painted)
  const before = spreadOf(changed)
  return {
    name: 'scan_to_frame_p99_frames',
    value: ours.p99 / frameMs,
    ours: { what: 'scan to frame p99', value: ours.p99, unit: 'ms', samples: ours.samples },
    floor: { what: 'one frame', value: frameMs, unit: 'ms', samples: ours.samples },
    besides: {
      p50_ms: ours.p50,
      until_changed_p50_ms: before.p50,
      until_changed_p99_ms: before.p99,
      clock_error_ms: clockErrorMs,
    },
  }
}
