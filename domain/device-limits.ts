/* Limits of scanners and card readers; those of printers and of the till stand in limits.ts. */

/** One scan in bytes: a QR code holds 4 296 characters at most, and scanners may widen Latin-1 to UTF-8. */
export const scanBytesMax = 8_192

/** A scan without a terminator ends after this silence, in ms: at 9 600 baud a byte takes 1 ms. */
export const scanIdleMs = 50

/** What is longer than any code is noise, and one noise over the pauses of a busy machine, in ms. */
export const overlongIdleMs = 500

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

/** How often a missing smart card service is looked for, in ms: it is back within 2 s. */
export const cardReaderRetryMs = 500

/** How long one wait for cards and readers takes at most, in ms, before the list of readers is looked at anew. */
export const cardWaitMs = 1_000

/** How often a serial reader looks whether a card lies there, in ms: a card is held for half a second. */
export const cardPollMs = 120

/** Longest reading of one card, in ms: a full tag at 20 ms a command takes two seconds. */
export const cardReadMs = 4_000

/** Text of a tag in bytes: the largest tags of the trade hold 8 KiB. */
export const ndefBytesMax = 8_192

/** How long a PN532 may take to answer, in ms, and how often in a row it may stay silent before it is set up anew. */
export const pn532AnswerMs = 500
export const pn532SilencesMax = 2

/** How long a search for what is plugged in may take, in ms. */
export const deviceSearchMs = 3_000

/** Bytes of a device shown while it is set up, in hex digits: a page of a screen. */
export const deviceHexMax = 512

/** Receipts and slips the screen lists: the newest whatever became of them, and all together. */
export const recentPrintsMax = 12
export const printsShownMax = 50

/** Characters of the picture of a receipt: one of 500 lines stays below 400 000. */
export const previewLengthMax = 2_000_000

/** How often a printer on a cable of its own is looked for while it is away, in ms: plugged in again it works within 2 s. */
export const printerAwayMs = 500

/** Pause between two reads of a printer's device file, in ms: while an answer is awaited, and to notice that it went. */
export const printerFileBusyMs = 5
export const printerFileIdleMs = 250

/** An answer is awaited for this long after the last bytes sent, in ms: longer than a printer may take (`printerAnswerMs`). */
export const printerFileWakeMs = 1_000

/** Answers a printer still owes for a job given up come no further apart than this, in ms: a receipt prints in 2 s. */
export const printLateAnswerMs = 3_000
