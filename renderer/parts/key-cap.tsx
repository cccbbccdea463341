/** The key that does the same as the button it is printed on. */
export function KeyCap({ cap, onAccent = false }: { readonly cap: string; readonly onAccent?: boolean }) {
  const tone = onAccent ? 'border-on-accent/40 text-on-accent' : 'border-edge/60 text-soft'
  return (
    <kbd
      className={`inline-flex h-5 min-w-7 items-center justify-center rounded-small border px-1 font-sans text-tiny ${tone}`}
    >
      {cap}
    </kbd>
  )
}
