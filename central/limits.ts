/* The central's own limits; those it shares with the till are in domain/limits.ts. */

/** A request body before decompression: a push of `pushBytesMax` that did not compress, with its frame. */
export const bodyBytesMax = 1_114_112

/** A request body after decompression: `pushBytesMax` of events and the frame around 500 of them. */
export const inflatedBytesMax = 1_114_112

/** Nesting of a request body: an event's own limit (`jsonDepthMax`) and the frame around it. */
export const bodyDepthMax = 80

/** An enrolment code lives this long (sync.md 8), in ms. */
export const enrolmentCodeMs = 15 * 60_000

/** A terminal's certificate is good for this long (sync.md 8), in ms. */
export const certificateMs = 30 * 24 * 3_600_000

/** How far back a new certificate reaches, in ms: the clocks of several centrals differ a little. */
export const certificateBackMs = 5 * 60_000

/** Wrong enrolment codes from one address in a minute; the next is told to wait. */
export const wrongCodesMax = 10
export const wrongCodesWindowMs = 60_000

/** How long a snapshot is offered again before a newer one is built, in ms: a whole chain may start at once. */
export const snapshotReuseMs = 30_000

/** How long an offer waits for its snapshot, in ms: below the till's own patience for a request. */
export const snapshotWaitMs = 8_000

/** Snapshots kept of one store: a till may still be reading the one before. */
export const snapshotsKeptMax = 2

/** Rows read at a time for a snapshot: some megabytes in memory, some 50 ms of work. */
export const snapshotRowsAtOnce = 20_000

/** Former versions of rows are kept this long, in ms; a till away for longer loads a snapshot. */
export const supersededKeptMs = 35 * 24 * 3_600_000

/** How often old versions are dropped, in ms. */
export const supersededPruneMs = 3_600_000

/** One request in all, in ms, so that a slow sender does not hold a connection. */
export const requestMs = 30_000

/** A key of signed codes signs for a year, in ms; what it signed is judged by it for as long as the programme names it. */
export const codeKeyMs = 365 * 24 * 3_600_000

/** Coupons one command signs: some minutes of writing images, and a slip of a digit is not a million coupons. */
export const signedAtOnceMax = 10_000

/** Tickets of one sealed pool: with odds of one in a thousand there is one grand prize in each. */
export const poolTickets = 1_000

/** A till gets its next pool when so many of its tickets are left: some days of draws. */
export const poolRefillTickets = 200

/** A one-time code lives three minutes and stands three tries; a member gets five in ten minutes, a till sixty. */
export const oneTimeCodeMs = 180_000
export const oneTimeCodeTries = 3
export const oneTimeCodesPerMember = 5
export const oneTimeCodesPerTerminal = 60
export const oneTimeCodesWindowMs = 600_000

/** Members a nightly run reads, reviews and writes at a time. */
export const nightlyMembersAtOnce = 2_000

/** Steps of one coupon's history that are told. */
export const couponStepsMax = 1_000

/**
 * Lots are emptied this long after they ended, in ms: a till that was away for as long as former versions are kept may
 * still tell of points burned in time.
 */
export const expiryBookedAfterMs = 35 * 24 * 3_600_000

/** Lots emptied in one transaction. */
export const expiredLotsAtOnce = 20_000

/** One-time codes are kept a day after they were sent, in ms: long enough to see who asked for how many. */
export const oneTimeCodesKeptMs = 24 * 3_600_000

/** How often a node with open streams looks at the change counter, in ms: one row of one page. */
export const hintPollMs = 500

/** A sign of life on each stream, in ms: a till misses two of them before it gives a stream up (`hintIdleMs`). */
export const hintBeatMs = 15_000

/** A stream lives this long, in ms: then its token is asked for again, and a node that came back gets its share. */
export const streamLifeMs = 900_000

/** Streams of one node, each a connection: four of the largest chains of 500 tills. */
export const streamsMax = 2_000

/** Bytes of hints that wait for a till that does not read, beyond what the system keeps; then its stream is cut. */
export const streamBufferMax = 4_096

/** How long work the database took back is tried again, in ms: with the wait for a lock below a till's own patience. */
export const databasePatienceMs = 4_000

/** The longest wait for another writer, in ms; beyond it a till is told to come again. */
export const lockWaitMs = 4_000

/** A transaction in which nothing is asked is ended after this, in ms: its node hangs, and others wait for its locks. */
export const idleTransactionMs = 10_000

/** What a till is told to wait when the database is away, in s: PostgreSQL restarts within seconds. */
export const databaseAwaySeconds = 2
/** What was approved stays set aside this long, in ms (sync.md 5): a payment at the counter takes less. */
export const reservationMs = 600_000

/** A lease may be spent of for a day, in ms: as long as a till is offered limits it may not know to have changed. */
export const leaseMs = 24 * 3_600_000

/** Leases one till holds at a time: more than it meets customers in a day with class S. */
export const leasesPerTerminalMax = 1_000

/** Bytes of a snapshot kept in one row for other nodes: some dozen rows for a large chain. */
export const snapshotPartBytes = 4_194_304

/** What events said is kept at hand this long after they came, in ms: a year of returns and questions, and a month. */
export const eventsAtHandMs = 396 * 24 * 3_600_000

/** Events of one archive segment: read whole for one of them, it inflates within some ms. */
export const archiveSegmentEvents = 500

/** Pushes one node works on at a time: one is examined while another is written, and other questions find room. */
export const pushesAtOnceMax = 2

/** The longest a push waits for its turn, in ms: with the work itself well below a till's patience (`requestTimeoutMs`). */
export const pushWaitMs = 4_000

/** Tills whose place is remembered after they were turned away, and for how long, in ms: ten of the longest pauses. */
export const turnedAwayMax = 10_000
export const turnedAwayKeptMs = 600_000

/** Events examined before other requests have their turn: some ms of work. */
export const examinedAtOnce = 25
/** Rows of one range of a digest: what a till asks for again when one of them is wrong, some 500 kB. */
export const digestRangeRows = 1_000

/** Rows of one answer about a range: twice what a range has when it is reckoned, some megabyte. */
export const rowsPageMax = 2_000

/** Rows changed since a till's cursor that a digest leaves out; a till further behind pulls first. */
export const digestTouchedMax = 20_000

/** How long a digest is waited for, in ms: below the till's own patience for a request. */
export const digestWaitMs = 5_000

/** Ranges reckoned anew within one answer; when more changed, they are reckoned before it. */
export const digestRangesAtOnce = 8

/** Sets of fields of one collection whose digests are kept: this version's, and those of a year's tills. */
export const digestFieldSetsMax = 3

/** Members who leave an area at once: all their rows go under one change number, which is one page of the feed. */
export const leaversAtOnce = 200
