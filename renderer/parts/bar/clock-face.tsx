import { useEffect, useState } from 'react'
import { useFormat, useWorkplace } from '../../use-desk.ts'

/** The time in the store. */
export function ClockFace() {
  const { clock } = useWorkplace()
  const format = useFormat()
  const [now, setNow] = useState(() => clock.now())
  useEffect(() => clock.onMinute(setNow), [clock])
  return (
    <span className="flex items-baseline gap-2 whitespace-nowrap px-2">
      <span className="text-brand-soft text-small">{format.weekday(now)}</span>
      <span className="font-semibold text-row">{format.time(now)}</span>
    </span>
  )
}
