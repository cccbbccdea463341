import { Gem } from 'lucide-react'
import type { MemberView } from './views.ts'

const metals: Readonly<Record<MemberView['tier']['tone'], string>> = {
  bronze: 'bg-bronze text-on-bronze',
  silver: 'bg-silver text-on-silver',
  gold: 'bg-gold text-on-gold',
  platinum: 'bg-platinum text-on-platinum',
  black: 'bg-black text-on-black',
}

export function metalOf(tone: MemberView['tier']['tone']): string {
  return metals[tone]
}

/** A member's tier as a small piece of its metal. */
export function TierBadge({
  tone,
  name,
}: {
  readonly tone: MemberView['tier']['tone']
  readonly name: string
}) {
  return (
    <span
      className={`inline-flex h-7 shrink-0 items-center gap-1 rounded-round px-2.5 font-semibold text-small ${metals[tone]}`}
    >
      <Gem aria-hidden="true" className="size-4" />
      {name}
    </span>
  )
}
