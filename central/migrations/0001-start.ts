import { chainRowsScript } from './0001-chain-rows.ts'
import { codeKeysScript } from './0001-code-keys.ts'
import { ledgersScript } from './0001-ledgers.ts'

/* The first schema of the central. A released migration is never edited. */

/*
 * Columns are named as the fields of the contract, so that a row minus "changeNumber" is what travels. Every table a
 * till copies has "changeNumber": the number of the transaction that wrote the row last. Instants are epoch ms,
 * money is fen, points are whole.
 */

const control = `
-- The last change number given out. Writers lock this row first: numbers are in the order of commits, so that a
-- reader who has seen number n has seen all below. "changedAt": when. "horizon": former versions of rows are kept
-- whole from this number on.
CREATE TABLE change_counter (
  "one" boolean PRIMARY KEY DEFAULT true CHECK ("one"),
  "value" bigint NOT NULL,
  "changedAt" bigint NOT NULL,
  "horizon" bigint NOT NULL
);
INSERT INTO change_counter ("value", "changedAt", "horizon") VALUES (0, 0, 0);

-- A run of change numbers: one for each start of the central, with the number it began at.
CREATE TABLE feed (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "name" text NOT NULL UNIQUE,
  "startedAt" bigint NOT NULL
);

-- The central's own signing key for checkpoints (Ed25519: PKCS 8 and SPKI, DER, base64).
CREATE TABLE signing_key (
  "one" boolean PRIMARY KEY DEFAULT true CHECK ("one"),
  "privateKey" text NOT NULL,
  "publicKey" text NOT NULL
);

-- What personal data of members go by, made at the first start: HMAC key of phone hashes, AES key of sealed names.
CREATE TABLE chain_keys (
  "one" boolean PRIMARY KEY DEFAULT true CHECK ("one"),
  "phone" text NOT NULL,
  "personal" text NOT NULL
);
`

const tills = `
CREATE TABLE terminal (
  "terminalId" uuid PRIMARY KEY,
  "storeId" uuid NOT NULL REFERENCES store,
  "number" text NOT NULL,
  "publicKey" text NOT NULL,
  "tokenHash" text NOT NULL UNIQUE,
  "appVersion" text NOT NULL,
  "enrolledAt" bigint NOT NULL,
  "seenAt" bigint,
  -- How far its chain is known: the epoch under way with the last event of it.
  "epoch" bigint NOT NULL,
  "seq" bigint NOT NULL,
  "head" text NOT NULL,
  UNIQUE ("storeId", "number")
);
CREATE TABLE enrolment_code (
  "codeHash" text PRIMARY KEY,
  "storeId" uuid NOT NULL REFERENCES store,
  "expiresAt" bigint NOT NULL,
  "terminalId" uuid REFERENCES terminal
);

-- Every event, whole. "idTaken" marks one whose id another event had already: it counts as nothing but its place.
CREATE TABLE event (
  "terminalId" uuid NOT NULL REFERENCES terminal,
  "epoch" bigint NOT NULL,
  "seq" bigint NOT NULL,
  "id" uuid NOT NULL,
  "idTaken" boolean NOT NULL,
  "type" text NOT NULL,
  "hash" text NOT NULL,
  "body" text NOT NULL,
  -- The first answer, JSON; what a repeated push is told again.
  "verdict" text NOT NULL,
  "receivedAt" bigint NOT NULL,
  PRIMARY KEY ("terminalId", "epoch", "seq")
);
CREATE UNIQUE INDEX event_id ON event ("id") WHERE NOT "idTaken";

CREATE TABLE dispute (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "kind" text NOT NULL,
  "subject" text NOT NULL,
  "eventId" uuid NOT NULL,
  "other" uuid NOT NULL,
  "terminalId" uuid NOT NULL,
  -- Points and money (fen) that are missing.
  "points" bigint NOT NULL,
  "amount" bigint NOT NULL,
  "recordedAt" bigint NOT NULL
);
CREATE TABLE parked (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "eventId" uuid NOT NULL,
  "terminalId" uuid NOT NULL,
  "epoch" bigint NOT NULL,
  "seq" bigint NOT NULL,
  "code" text NOT NULL,
  "body" text NOT NULL,
  "recordedAt" bigint NOT NULL
);
-- Another event at a place that is taken: the other branch of a restored or cloned till.
CREATE TABLE fork (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "terminalId" uuid NOT NULL,
  "epoch" bigint NOT NULL,
  "seq" bigint NOT NULL,
  "hash" text NOT NULL,
  "body" text NOT NULL,
  "recordedAt" bigint NOT NULL,
  UNIQUE ("terminalId", "epoch", "seq", "hash")
);
`

export const start = {
  number: 1,
  name: 'start',
  script: [control, chainRowsScript, tills, ledgersScript, codeKeysScript].join('\n'),
} as const
