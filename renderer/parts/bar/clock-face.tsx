import { useEffect, useState } from 'react'
import { isSkewShown } from '../../../domain/trusted-time.ts'
import { useFormat, useMirror, useWorkplace } from '../../use-desk.ts'

/** The time in the store: the one that counts, whatever the terminal's own clock says. */
export function ClockFace() {
  const { clock } = useWorkplace()
  const format = useFormat()
  const skewMs = useMirror(({ till }) => (till && isSkewShown(till.time.skewMs) ? till.time.skewMs : 0))
  const [wall, setWall] = useState(() => clock.now())
  useEffect(() => clock.onMinute(setWall), [clock])
  const now = wall - skewMs
  return (
    <span className="flex items-baseline gap-2 whitespace-nowrap px-2">
      <span className="text-brand-soft text-small">{format.weekday(now)}</span>
      <span className="font-semibold text-row">{format.time(now)}</span>
    </span>
  )
}
