/** The till's own sign: an open drawer that is also the letter E and three lines of a receipt. */
export function Logo({ className }: { readonly className: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="8" className="fill-brand-soft" />
      <path
        d="M9 8.5h14M9 16h9.5M9 23.5h14M9 8.5v15"
        className="stroke-brand"
        strokeWidth="4"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  )
}
