/** What a full or slow disk may cost: a part of the till's limits (limits.ts). */

/** Shares of the disk left free below which people are told, in percent (quality.md 3). */
export const roomLowPercent = 15
export const roomScarcePercent = 5

/**
 * The ballast in bytes: what a till holds back of its disk so that the sale at hand finishes when the disk is full. The
 * journal's WAL (8 MiB before it is checkpointed) may have to move into the file, and the largest sale goes twice.
 */
export const ballastBytes = 16_777_216

/** Room without which no sale is begun or paid, in bytes: its event and its slip (1.5 MiB at most), in WAL and file, and a margin. */
export const saleRoomBytes = 4_194_304

/** How often the room on the disk is looked at, in ms: a download fills gigabytes in a minute, and then a commit tells. */
export const roomCheckedMs = 60_000

/** How long a page waits for an act that takes money, in ms: a disk may take 30 s to sync and the act is recorded all the same. */
export const moneyActTimeoutMs = 35_000

/** How long saving may take before the cashier is told why, in ms (ui.md "States"). */
export const savingToldMs = 2_000
