/** How much is measured. Every figure's samples and rows follow from here, and the report prints it. */
export interface Sizes {
  readonly name: 'full' | 'quick'
  /** Members of the large replica; each has a lot or two and two coupons. */
  readonly membersLarge: number
  /** Members of the small replica the large one is compared with. */
  readonly membersSmall: number
  /** Members of the till in the window, and of the peer beside it. */
  readonly membersWindow: number
  /** Interleaved rounds of the checkout and its floor, and sales in each. */
  readonly checkoutRounds: number
  readonly checkoutsPerRound: number
  /** Answers of 20 000 rows the feed has ready for a pull at full speed. */
  readonly feedAnswers: number
  /** How long the pull is measured with nobody selling, in ms. */
  readonly pullAloneMs: number
  readonly lookupRounds: number
  readonly lookupsPerRound: number
  readonly pageRounds: number
  readonly pageScansPerRound: number
  readonly frames: number
  readonly snapshotRounds: number
  readonly outboxRounds: number
  readonly outboxEvents: number
  readonly outboxSingles: number
  readonly starts: number
  /** Signed codes of each kind, and how often each is judged. */
  readonly codesPerRound: number
  readonly codeRounds: number
  /** Baskets of 40 lines priced with 30 coupons at hand. */
  readonly pricedBaskets: number
  /** Scans on a serial line, and receipts over TCP. */
  readonly scannedCodes: number
  readonly printedReceipts: number
  /** Events one till drains to a central on PostgreSQL. */
  readonly queuedEvents: number
  /** How often a till with broken files is started. */
  readonly recoveries: number
  /** Events each of the 200 tills has that come back at once. */
  readonly reconnectEvents: number
  /** Seeds of the simulation that are played. */
  readonly simulatedSeeds: number
}

export const fullSizes: Sizes = {
  name: 'full',
  membersLarge: 1_000_000,
  membersSmall: 10_000,
  membersWindow: 100_000,
  checkoutRounds: 10,
  checkoutsPerRound: 100,
  feedAnswers: 250,
  pullAloneMs: 5_000,
  lookupRounds: 20,
  lookupsPerRound: 2_000,
  pageRounds: 10,
  pageScansPerRound: 300,
  frames: 400,
  snapshotRounds: 3,
  outboxRounds: 5,
  outboxEvents: 10_000,
  outboxSingles: 500,
  starts: 11,
  codesPerRound: 500,
  codeRounds: 20,
  pricedBaskets: 1_000,
  scannedCodes: 2_000,
  printedReceipts: 500,
  queuedEvents: 100_000,
  recoveries: 5,
  reconnectEvents: 1_000,
  simulatedSeeds: 200,
}

/** For every day: a tenth of the members, so the `1m` in names then stands for 100 k, as the report says. */
export const quickSizes: Sizes = {
  name: 'quick',
  membersLarge: 100_000,
  membersSmall: 10_000,
  membersWindow: 10_000,
  checkoutRounds: 4,
  checkoutsPerRound: 50,
  feedAnswers: 60,
  pullAloneMs: 2_000,
  lookupRounds: 6,
  lookupsPerRound: 1_000,
  pageRounds: 4,
  pageScansPerRound: 100,
  frames: 80,
  snapshotRounds: 1,
  outboxRounds: 2,
  outboxEvents: 2_000,
  outboxSingles: 100,
  starts: 3,
  codesPerRound: 500,
  codeRounds: 6,
  pricedBaskets: 300,
  scannedCodes: 300,
  printedReceipts: 120,
  queuedEvents: 20_000,
  recoveries: 1,
  reconnectEvents: 100,
  simulatedSeeds: 40,
}
