import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { BasketSlice } from '../../../contract/notice.ts'
import { useEntry, useMirror } from '../../use-desk.ts'
import { BasketRow } from './basket-row.tsx'

const noLines: BasketSlice['lines'] = []
const rowGuessPx = 56

/** The goods, newest at the end and in sight. Up to 500 lines, of which only those in view are drawn. */
export function BasketList() {
  const lines = useMirror((mirror) => mirror.basket?.lines ?? noLines)
  const changedLineId = useMirror((mirror) => mirror.basket?.changedLineId ?? null)
  const selectedLineId = useEntry((entry) => entry.selectedLineId)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowGuessPx,
    getItemKey: (index) => lines[index]?.lineId ?? index,
    overscan: 6,
  })
  const shown = selectedLineId ?? changedLineId
  const atHand = shown ?? lines.at(-1)?.lineId
  const shownIndex = lines.findIndex((line) => line.lineId === shown)
  useEffect(() => {
    if (shownIndex >= 0) rows.scrollToIndex(shownIndex, { align: 'auto' })
  }, [shownIndex, rows])
  return (
    <div ref={scroller} data-testid="basket-lines" className="h-full overflow-y-auto">
      <div className="relative w-full" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const line = lines[row.index]
          return line ? (
            <div
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <BasketRow
                line={line}
                changed={line.lineId === changedLineId}
                selected={line.lineId === selectedLineId}
                atHand={line.lineId === atHand}
              />
            </div>
          ) : null
        })}
      </div>
    </div>
  )
}
