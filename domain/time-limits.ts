/* Limits of the time that counts (domain/trusted-time.ts); the others stand in limits.ts. */

/** A terminal's clock that is off by more is shown to people, in ms (sync.md 9). */
export const skewShownMs = 300_000

/** How long off, in ms, a till's clock is still believed: a store shut for a season. Beyond it a broken clock is likelier. */
export const believableGapMs = 8_640_000_000

/** How often a till writes down how late it is, in ms: its events say it too, so an idle hour costs no more than this. */
export const timeKeptEveryMs = 600_000

/** A change of the wall clock's error from which it is written down at once, in ms. */
export const offsetKeptMs = 60_000

/** How often the wall clock is compared with the time that counts, in ms. */
export const skewCheckedMs = 15_000
