import type { LucideIcon } from 'lucide-react'

/** What a place says when there is nothing in it: what it is for and what to do. */
export function Empty(props: { readonly icon: LucideIcon; readonly says: string; readonly todo?: string }) {
  const { icon: Icon, says, todo } = props
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-6 text-center">
      <span className="mb-2 flex size-16 items-center justify-center rounded-round bg-sunk text-soft">
        <Icon aria-hidden="true" className="size-8" strokeWidth={1.6} />
      </span>
      <p className="text-row">{says}</p>
      {todo ? <p className="max-w-md text-soft">{todo}</p> : null}
    </div>
  )
}
