import type { TlsIdentity } from '../../contract/replica-thread.ts'

/** What head office writes: a row of a collection, or null to delete the row `k`. */
export interface ChainRow {
  readonly c: string
  readonly k: string
  readonly d: Readonly<Record<string, unknown>> | null
}

/** A central as the contract suite meets it, whatever stands behind it. */
export interface CentralUnderTest {
  /** A request as a till sends it: path from the root, such as `/v1/status`; without `as`, as one with no certificate. */
  readonly ask: (path: string, request?: RequestInit, as?: TlsIdentity) => Promise<Response>
  /** A one-time code for the store with this number. */
  readonly enrolmentCode: (storeNumber: string) => Promise<string>
  /** Head office changes rows, all under one change number. */
  readonly change: (rows: readonly ChainRow[]) => Promise<void>
  /** Head office lets a terminal spend in this epoch. */
  readonly readmit: (terminalId: string, epoch: number) => Promise<void>
  /** Keeps the whole state; calling the answer stops the central and starts it on what was kept. */
  readonly backup: () => Promise<() => Promise<void>>
  /** Stops it and starts it on the same state. */
  readonly restart: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts a central with an empty chain: no store, no row. */
export type StartCentralUnderTest = () => Promise<CentralUnderTest>

/** The reference central, which also answers head office. */
export interface ReferenceUnderTest extends CentralUnderTest {
  /** A request under `/v1/head-office/` with the operator's token. */
  readonly headOffice: (path: string, request?: RequestInit) => Promise<Response>
}

export type StartReferenceUnderTest = () => Promise<ReferenceUnderTest>
