/* Limits of scanners and card readers; those of printers and of the till stand in limits.ts. */

/** One scan in bytes: a QR code holds 4 296 characters at most, and scanners may widen Latin-1 to UTF-8. */
export const scanBytesMax = 8_192

/** A scan without a terminator ends after this silence, in ms: at 9 600 baud a byte takes 1 ms. */
export const scanIdleMs = 50

/** Scans taken from one scanner in a second: presentation scanners make 30, more than this is noise on the line. */
export const scansPerSecondMax = 200

/** How often a missing or refusing scanner is looked for, in ms: plugged in again it works within 2 s. */
export const scannerRetryMs = 250

/** How often HID devices are listed while one is away, in ms: a listing takes some ms of its own thread. */
export const hidRetryMs = 500

/**
 * The same code again from the same scanner within this time of its last reading is that same reading, in ms: a scanner
 * left on a label reads it up to 30 times a second, and no hand brings a second package sooner.
 */
export const scanRepeatMs = 250
