/** Every limit of the till with its reason. A limit is checked where the thing enters. */

/** Longest scan taken, in characters: a signed coupon in base45 stays under 1 000; a QR code holds 4 296. */
export const scanLengthMax = 4_296

/** Lines in a basket: above this a cashier splits the sale, and a receipt would be two metres long. */
export const basketLinesMax = 500

/** Pieces of one line: a typing slip (a scanned code as a quantity) is always larger. */
export const piecesMax = 9_999

/** Grams of one line: 999 kg. */
export const gramsMax = 999_000

/** Coupons in one basket: keeps judging and the strip on the screen bounded. */
export const couponsPerBasketMax = 12

/** Baskets on hold at one till. */
export const heldBasketsMax = 20

/** A single price or tender in fen: ¥10 000 000, far above any till's sale and far below integer limits. */
export const moneyMax = 1_000_000_000

/** Tenders of one sale. */
export const tendersMax = 10

/** Steps of undo kept in memory for the open basket. */
export const undoStepsMax = 50

/** Events in one push and their size in bytes before compression (sync.md 3). */
export const pushEventsMax = 500
export const pushBytesMax = 1_048_576

/** One event as canonical JSON: a full basket of 500 lines stays below. */
export const eventBytesMax = 524_288

/** Rows in one pull answer; a chunk is applied in one transaction so that a cut stream costs little. */
export const pullRowsMax = 20_000
export const pullChunkRows = 2_000

/** Largest answer of a central taken into memory, in bytes; the snapshot streams to disk instead. */
export const answerBytesMax = 8_388_608

/** Longest line of an NDJSON answer, in characters. */
export const ndjsonLineMax = 262_144

/** How long a page waits for the core to answer a command, in ms. */
export const commandTimeoutMs = 5_000

/** How long one request to the central may take, in ms; the snapshot has a limit per chunk instead. */
export const requestTimeoutMs = 10_000

/** Waiting and failed print jobs kept; the oldest printed ones go first. */
export const printJobsMax = 1_000

/** Tries of a PIN before it locks, and the tries after which only a supervisor opens it (quality.md 4). */
export const pinTriesBeforeLock = 5
export const pinTriesBeforeSupervisor = 10

/** A PIN has at least this many digits (quality.md 4). */
export const pinDigitsMin = 6
export const pinDigitsMax = 12

/** Rows a product search shows. */
export const searchRowsMax = 50

/** First and longest pause between tries to reach the central, in ms. */
export const backoffBaseMs = 500
export const backoffMaxMs = 60_000

/** Longest silence inside a streamed answer, in ms: a line of 2 kB/s still says something. */
export const streamIdleMs = 10_000

/** Longest a streamed answer may take in all, in ms: what it brought is kept and the next one resumes. */
export const streamTotalMs = 300_000

/** A streamed pull answer after decompression, in bytes: 20 000 rows at their usual 400 bytes, eight times over. */
export const pullBytesMax = 67_108_864

/** Longest a central may ask us to wait with `Retry-After`, in ms; a larger figure is a mistake or an attack. */
export const retryAfterMaxMs = 600_000

/** Usual pause between two pulls, in ms; jittered by a quarter so that a chain's tills do not come at once. */
export const pullEveryMs = 15_000

/** Pause before the pull that follows a push, in ms: it brings the till's own effects back as the chain's rows. */
export const pullAfterPushMs = 1_500

/** A contact as young as this keeps the badge on "online" through one failed step, in ms. */
export const contactFreshMs = 5_000

/** Snapshot of a chain of 1 M members is about 130 MB compressed and 460 MB plain; four times that is a mistake. */
export const snapshotCompressedMax = 536_870_912
export const snapshotPlainMax = 2_147_483_648

/** Bytes of a snapshot between two syncs of the part file: what a power cut may cost to fetch again. */
export const snapshotPartSyncBytes = 4_194_304

/** Keys of rows that could not be read, named in one pull's log line. */
export const setAsideLoggedMax = 20
