/** Every limit of the till with its reason; those of its disk, its scanners and its time are in files beside it. A limit is checked where the thing enters. */

/** Longest scan taken, in characters: a member's signed code takes 391 (`signedCodeLengthMax`); a QR code holds 4 296. */
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

/** Rows in one pull answer, which is applied in one transaction (sync/pull.ts). */
export const pullRowsMax = 20_000

/** Rows the demo's seed sends to its database in one statement. */
export const pullChunkRows = 2_000

/** Largest answer of a central taken into memory, in bytes; the snapshot streams to disk instead. */
export const answerBytesMax = 8_388_608

/** Longest line of an NDJSON answer, in characters: a programme of some hundred templates, a pool of 20 000 tickets. */
export const ndjsonLineMax = 1_048_576

/** How long a page waits for the core to answer a command, in ms. */
export const commandTimeoutMs = 5_000

/** The renewals of a chain's certificates spread over this long, in ms: tills enrolled on one day do not come at once. */
export const renewalJitterMs = 24 * 3_600_000

/** How often a till looks whether its certificate is due, and how long it waits between two tries, in ms. */
export const renewalCheckMs = 3_600_000
export const renewalPauseMs = 600_000

/** How long a till that is not let in (revoked, certificate run out) waits before it asks again by itself, in ms. */
export const standingPauseMs = 600_000

/** How long one request to the central may take, in ms; the snapshot has a limit per chunk instead. */
export const requestTimeoutMs = 10_000

/** Waiting and failed print jobs kept; the oldest printed ones go first. */
export const printJobsMax = 1_000

/** Tries of a PIN before it locks, and the tries after which only a supervisor opens it (quality.md 4). */
export const pinTriesBeforeLock = 5
export const pinTriesBeforeSupervisor = 10

/** Digits of a PIN taken: more is a slip or an attack (quality.md 4 asks for at least 6 when one is set). */
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

/** Nesting of a value with a canonical form: our deepest event has 6 levels; a stranger's must not exhaust the stack. */
export const jsonDepthMax = 64

/** Time zones whose formatter is kept at hand: a till has one, a central the few of its chain. */
export const zonesKeptMax = 16

/** Quarters of an hour of each zone whose offset is kept: now, the day's ends and the ends of months that points run to. */
export const offsetsKeptMax = 64

/** Characters printed of one block of a receipt: 25 lines of a note, then an ellipsis. */
export const receiptBlockCharactersMax = 600

/** Bytes of a receipt's QR code: more makes cells smaller than phones read on 58 mm paper. */
export const receiptQrBytesMax = 500

/** One print job in bytes: a receipt of 500 lines stays below 200 kB. */
export const printJobBytesMax = 1_048_576

/** How long a printer may take to accept a link and to answer a status request, in ms. */
export const printerConnectMs = 3_000
export const printerAnswerMs = 800

/** A printer link without work is given back after this time, in ms: many printers serve one till at a time. */
export const printerLinkIdleMs = 1_000

/** How often a printer's state is asked: between jobs and while one prints, in ms. */
export const printerPollMs = 5_000
export const printingPollMs = 250

/** Patience for the end of a job, in ms: a share for the mechanics, and 2 ms a byte (a slow 50 mm/s printer). */
export const printConfirmBaseMs = 15_000
export const printConfirmByteMs = 2

/** How long a job held for paper or an open cover is waited for, in ms: a roll is changed in minutes. */
export const printHeldMsMax = 600_000

/** The till's log: one file of a week's usual lines, and so many of them. */
export const logBytesMax = 2_097_152
export const logFilesMax = 5

/** `till.json` in bytes: a full one stays under 4 KiB. */
export const configBytesMax = 65_536

/** Sales the screen lists for a reprint. */
export const recentSalesMax = 30

/** Coupons shown for a member; a member with more sees the ones that end first. */
export const couponsShownMax = 60

/** How long a connection waits for another one's lock, in ms: longer than any pull chunk, shorter than a cashier's patience. */
export const busyTimeoutMs = 5_000

/** Page caches, in KiB: the journal's hot pages are few; the replica's upper index pages must stay decrypted. */
export const journalCacheKib = 4_096
export const replicaCacheKib = 16_384

/** Pages of 4 KiB in the journal's WAL before another thread checkpoints it: two syncs, and one of the next commit; some 80 sales. */
export const walPagesBeforeCheckpoint = 2_000

/** Live coupons of one member a till reads: far above any wallet, so that a broken one cannot stall the counter. */
export const couponsPerMemberMax = 1_000

/** Merges of members followed one after another before the chain of redirects counts as broken. */
export const mergesFollowedMax = 8

/** Page cache of a snapshot import, in KiB: sorts of the indexes stay in memory. Given back when the import ends. */
export const importCacheKib = 65_536

/** How long a pulse for the drawer waits for the receipt before it, in ms. */
export const pulseWaitMs = 3_000

/** A receipt older than this opens no drawer any more: its customer is gone. */
export const drawerKickMs = 60_000

/** Pause before a receipt is offered again to a printer that took nothing, in ms. */
export const printRetryMs = 2_000

/** How long the thread that writes the replica may take to end before it is ended, in ms: the till is closing. */
export const replicaStopMs = 2_000

/** How long the thread that writes the replica waits before it ends, in ms: to stay costs 17 MB, to start again 0.1 s. */
export const replicaIdleMs = 1_000

/** How long sync leaves a starting till to its screen, in ms: several times what the first frame takes. */
export const syncAfterStartMs = 1_000

/** Longest a commit waits in the journal's WAL before a checkpoint on another thread, in ms. */
export const checkpointEveryMs = 1_000

/** Page cache of the thread that pulls, in KiB, and pages in the replica's WAL before it is moved: rows of a pull hit the same pages again. */
export const replicaWriterCacheKib = 32_768
export const replicaWalPages = 8_000

/** Keys of signed codes of each kind in a programme: a new series a month for years, and a look-up stays at once. */
export const codeKeysMax = 100

/** Longest signed code, in characters: see docs/spec/codes.md for what each kind takes; more is no code of ours. */
export const signedCodeLengthMax = 600

/** A phone's certificate for dynamic member codes lives at most a week: a lost phone's key ends by itself (sync.md 6). */
export const memberCertificateMs = 604_800_000

/** A dynamic member code is fresh for a minute (sync.md 6) … */
export const memberCodeFreshMs = 60_000

/** … and a phone's clock may be off by half a minute either way: networks keep them within a second, people do not. */
export const memberCodeSkewMs = 30_000

/** Dynamic codes a till remembers against a replay: at a scan a second it takes 90 within the time they stay fresh. */
export const seenCodesMax = 1_000

/** Uses one coupon may have: a card of daily breakfasts for ten years; more is a broken figure. */
export const usesMaxMax = 10_000

/** Products a programme may suggest beside a basket: the pane of the sale screen has room for no more. */
export const suggestionsMaxMax = 5

/** Badges of one member, and of a programme: the overview has room for two rows of marks. */
export const badgesMax = 20

/** Characters of a member's name: passports allow 39 for each part. */
export const nameCharactersMax = 40

/** Digits of a phone with its country code (ITU-T E.164), and the fewest that can be one. */
export const phoneDigitsMax = 15
export const phoneDigitsMin = 8

/** Words of a reason given with an approval, in characters. */
export const reasonCharactersMax = 200

/** Of what a cashier writes to a move of cash or an opened drawer. */
export const cashNoteMax = 200

/** Faces of notes and coins in one count of a drawer. */
export const countsKindsMax = 20

/** Closed shifts a till lists. */
export const shiftsListedMax = 20

/** Campaigns and templates the day's report names; the rest is in the export. */
export const reportRowsMax = 10

/** Instants a rule against anomalies counts: far above any rule's own figure. */
export const anomalyInstantsMax = 10_000

/** Points of one sale, lot or act: what every crossing takes. A programme that multiplies beyond it stops here. */
export const pointsMax = 1_000_000_000

/** Days one sale may add to a paid membership: a century. Above this a pile of cards is a typing slip. */
export const planDaysMax = 36_500

/** Coupons the best price tries out before it ends: some 2 ms. Eight that may all stand together need 255, a usual 30 a hundred. */
export const bestPriceStepsMax = 300

/** Acts whose second proofs a till remembers: a counter has one at hand and a few on hold. */
export const actsRememberedMax = 64

/** How long an act that was refused for want of a second proof waits for the member's phone, in ms: then it was given up. */
export const actWaitsMs = 120_000

/** How long what a member proved for an act holds, in ms: a long basket, not the one that was on hold over lunch. */
export const memberProofMs = 900_000

/** How long a till waits for the central while a customer stands there, in ms: longer, and "not online" serves better (sync.md 5). */
export const onlineAskMs = 800

/** How long a till waits for the rows of a member the central found, in ms: one pull; the page (`commandTimeoutMs`) waits longer. */
export const memberArrivesMs = 2_500

/** Members a search shows: more cannot be told apart by masked names, so the cashier asks for a digit more. */
export const memberSearchMax = 20

/** Codes not taken that a till remembers for the rule about them: a jammed scanner makes hundreds, the rule asks for tens. */
export const failedCodesMax = 200

/** Longest card number or NFC identity, in characters: ten bytes in hex with separators stay below. */
export const identifierLengthMax = 64

/** How often codes that were not taken are flagged at most, in ms. */
export const failedCodesFlagMs = 60_000

/** Events a till looks back through for the rules of anomalies: days of a busy counter, where the rules ask for hours. */
export const actsWatchedMax = 5_000

/** Redemptions the screen lists for an undo. */
export const recentRedemptionsMax = 30

/** Redemptions of a day the screen looks through for the newest: a till at a breakfast counter makes some hundreds. */
export const redemptionsLookedThrough = 5_000

/** Coupons found by signature or by asking that the chain's copy here does not have: enough for every basket on hold. */
export const couponsBroughtMax = 60

/** Suggestions told back with one sale: a basket of 500 lines was shown two of them at a time. */
export const suggestionsToldMax = 100

/** Pairs looked at for a suggestion, the strongest first: of some of them this till may not sell the goods. */
export const pairsAskedMax = 10

/** Ids merged into one member that a till looks at: provisional members of one phone; more is a mistake of the chain. */
export const mergedIdsMax = 32

/** Members enrolled here and unheard of that a search looks through: a week of openings without the central. */
export const ownEnrolledSearched = 2_000

/** Pools of one lottery a till may hold: the one drawn from and those to follow. */
export const poolsOfLotteryMax = 20

/** Events of one type a day's report reads: a till sells one basket in ten seconds at best, all day. */
export const reportEventsMax = 10_000

/** Transfers of points without an answer that a till keeps: each is asked for again at once, with the customer there. */
export const openTransfersMax = 20

/** Sales looked up for a return that a till remembers: a counter has one at hand. */
export const soldElsewhereMax = 20

/** Findings a check of a chain names one by one: somebody who sees a hundred reads no further. */
export const verifyFindingsMax = 100

/** Events a check reads at once: some hundred kB of text. */
export const verifyRowsAtOnce = 200

/** Events below which one thread checks a chain: a thread takes as long to start as checking a thousand. */
export const verifyEventsPerThread = 4_000

/** Pause between two pulls while hints are alive, in ms: what a hint was lost for comes with the next one. */
export const pullEveryHintedMs = 120_000

/** Tills come within this time after a hint, in ms: 500 of them at some two milliseconds each. */
export const hintSpreadMs = 1_000

/** Silence after which a stream of hints is given up, in ms: two signs of life (15 s) did not come. */
export const hintIdleMs = 40_000

/** Longest a stream of hints is read, in ms, and its bytes: the central ends it after a quarter of an hour. */
export const hintTotalMs = 3_600_000
export const hintBytesMax = 1_048_576

/** Longest line of a stream of hints, in characters: a number and its name. */
export const hintLineMax = 1_000

/** Pause before a stream is asked of a central again that has none, in ms. */
export const hintsRefusedMs = 600_000

/** An answer tells the time only if it came within this, in ms: a slow pull takes minutes, a machine put to sleep a night. */
export const timeToldWithinMs = 300_000

/** Broken replicas kept aside: one tells what happened, another that it happens again; each is as large as the chain. */
export const replicasAsideMax = 2

/** Rows of the replica compared in one step: some 100 ms on the thread that writes it, between which pulls go on. */
export const reconcileRowsAtOnce = 8_000

/** Ranges of one collection repaired before it is compared anew. */
export const reconcileRangesMax = 64

/** How often one collection is compared anew, because it was repaired or the chain moved on: then it is left for tomorrow. */
export const reconcileTriesMax = 20

/** An answer with digests or a range of rows, in bytes: pools of tickets and programmes are the largest rows. */
export const digestBytesMax = 33_554_432

/** Copies are compared with the chain every night: between two and five at the store, each till at its own time. */
export const reconcileFromHour = 2
export const reconcileUntilHour = 5

/** A till that was off at night compares this long after its start, in ms, and somewhat more by chance. */
export const reconcileAfterStartMs = 900_000

/** A comparison younger than this needs no other at the start, in ms. */
export const reconcileFreshMs = 100_800_000

/** Members one event says are erased here: an event stays small, and head office seldom erases more in a night. */
export const erasedInOneEventMax = 200

/** How long a lease that was granted is waited for in the chain's rows, in ms: a pull takes some hundred. */
export const leaseArrivesMs = 2_000

/** Leases handed back that are told at once: a counter hands back a few in the evening. */
export const leaseReturnsAtOnce = 100

/** Disputes of the store the screen lists, and acts declined later: more than people settle in a week. */
export const disputesShownMax = 100

/** Pages of rows of one range that are read for a repair: a hundred thousand rows, a hundred times what a range has. */
export const rowsPagesMax = 50
