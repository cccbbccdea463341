import type { ReactNode, WheelEvent } from 'react'

/** A row that may be longer than its place: swiped by finger, turned sideways by a mouse's wheel. */
export function SideScroll({
  children,
  className,
}: {
  readonly children: ReactNode
  readonly className: string
}) {
  return (
    <div
      onWheel={turnSideways}
      className={`flex items-center gap-2 overflow-x-auto [scrollbar-width:none] ${className}`}
    >
      {children}
    </div>
  )
}

function turnSideways(event: WheelEvent<HTMLDivElement>): void {
  if (event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY
}
