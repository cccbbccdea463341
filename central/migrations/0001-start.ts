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
`

const chainRows = `
CREATE TABLE programme (
  "version" bigint PRIMARY KEY,
  "body" jsonb NOT NULL,
  "changeNumber" bigint NOT NULL
);
CREATE TABLE store (
  "storeId" uuid PRIMARY KEY,
  "number" text NOT NULL UNIQUE,
  "name" jsonb NOT NULL,
  "address" jsonb NOT NULL,
  "timeZone" text NOT NULL,
  "changeNumber" bigint NOT NULL
);
CREATE TABLE staff (
  "staffId" uuid PRIMARY KEY,
  "code" text NOT NULL,
  "name" text NOT NULL,
  "role" text NOT NULL,
  "storeId" uuid NOT NULL,
  "pinSalt" text NOT NULL,
  "pinHash" text NOT NULL,
  "changeNumber" bigint NOT NULL,
  UNIQUE ("storeId", "code")
);
CREATE TABLE category (
  "categoryId" text PRIMARY KEY,
  "name" jsonb NOT NULL,
  "color" text NOT NULL,
  "position" bigint NOT NULL,
  "changeNumber" bigint NOT NULL
);
CREATE TABLE product (
  "sku" text PRIMARY KEY,
  "name" jsonb NOT NULL,
  "gtin" text,
  "plu" text,
  "categoryId" text NOT NULL,
  "brandId" text,
  "unit" text NOT NULL,
  "unitPrice" bigint NOT NULL CHECK ("unitPrice" >= 0),
  "favourite" bigint,
  "changeNumber" bigint NOT NULL
);
CREATE TABLE template (
  "templateId" uuid PRIMARY KEY,
  "name" jsonb NOT NULL,
  "benefit" jsonb NOT NULL,
  "scope" jsonb NOT NULL,
  "minimumSpend" bigint NOT NULL,
  "storeIds" jsonb NOT NULL,
  "tierIds" jsonb NOT NULL,
  "weekdays" jsonb NOT NULL,
  "hours" jsonb,
  "dayLimit" bigint,
  "stackingGroup" text,
  "exclusive" boolean NOT NULL,
  "priority" bigint NOT NULL,
  "changeNumber" bigint NOT NULL
);
CREATE TABLE member (
  "memberId" uuid PRIMARY KEY,
  "code" text NOT NULL,
  "maskedName" text NOT NULL,
  "maskedPhone" text,
  "tierId" text NOT NULL,
  "growth" bigint NOT NULL CHECK ("growth" >= 0),
  "status" text NOT NULL,
  "mergedInto" uuid,
  "birthday" text,
  "joinedAt" bigint NOT NULL,
  "changeNumber" bigint NOT NULL
);
CREATE TABLE identifier (
  "kind" text NOT NULL,
  "value" text NOT NULL,
  "memberId" uuid NOT NULL,
  "changeNumber" bigint NOT NULL,
  PRIMARY KEY ("kind", "value")
);
CREATE INDEX identifier_member ON identifier ("memberId");
-- "points" is what is left: a burn beyond it is a dispute, never a negative lot.
CREATE TABLE lot (
  "lotId" uuid PRIMARY KEY,
  "memberId" uuid NOT NULL,
  "earnedAt" bigint NOT NULL,
  "expiresAt" bigint NOT NULL,
  "points" bigint NOT NULL CHECK ("points" >= 0),
  "changeNumber" bigint NOT NULL
);
CREATE INDEX lot_member ON lot ("memberId");
CREATE TABLE coupon (
  "couponId" uuid PRIMARY KEY,
  "code" text NOT NULL,
  "templateId" uuid NOT NULL,
  "memberId" uuid,
  "status" text NOT NULL,
  "validFrom" bigint NOT NULL,
  "validTo" bigint NOT NULL,
  "usesMax" bigint NOT NULL,
  "usesDone" bigint NOT NULL,
  "changeNumber" bigint NOT NULL
);
CREATE INDEX coupon_member ON coupon ("memberId");
-- For each terminal the last event whose effects the rows contain; moves in the transaction that moves them.
CREATE TABLE applied (
  "terminalId" uuid PRIMARY KEY,
  "epoch" bigint NOT NULL,
  "seq" bigint NOT NULL,
  "storeId" uuid NOT NULL,
  "changeNumber" bigint NOT NULL
);
`

const history = `
-- A deleted row of the chain: what tills are told to forget.
CREATE TABLE tombstone (
  "collection" text NOT NULL,
  "key" text NOT NULL,
  "storeId" uuid,
  "changeNumber" bigint NOT NULL,
  PRIMARY KEY ("collection", "key")
);
-- The former versions of rows that events change. A till that is behind is led through every one of them: a mark
-- and the rows it speaks of then move together in its copy too (contract/wire.ts).
CREATE TABLE superseded (
  "changeNumber" bigint NOT NULL,
  "collection" text NOT NULL,
  "key" text NOT NULL,
  "storeId" uuid,
  "image" jsonb NOT NULL,
  "replacedBy" bigint NOT NULL,
  "replacedAt" bigint NOT NULL,
  PRIMARY KEY ("changeNumber", "collection", "key")
);
CREATE INDEX superseded_key ON superseded ("collection", "key");
CREATE INDEX superseded_age ON superseded ("replacedAt");

CREATE FUNCTION keep_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO superseded
       SELECT o."changeNumber", %L, o.%I::text, %s, to_jsonb(o) - ''changeNumber'' - %L, c."value", c."changedAt"
       FROM old_rows o CROSS JOIN change_counter c WHERE o."changeNumber" < c."value"
     ON CONFLICT DO NOTHING',
    TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1], TG_ARGV[2]);
  RETURN NULL;
END $$;
CREATE TRIGGER member_superseded AFTER UPDATE ON member REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION keep_superseded('memberId', 'NULL::uuid', '');
CREATE TRIGGER lot_superseded AFTER UPDATE ON lot REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION keep_superseded('lotId', 'NULL::uuid', '');
CREATE TRIGGER coupon_superseded AFTER UPDATE ON coupon REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION keep_superseded('couponId', 'NULL::uuid', '');
CREATE TRIGGER applied_superseded AFTER UPDATE ON applied REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION keep_superseded('terminalId', 'o."storeId"', 'storeId');
`

const changeNumbers = [
  'programme',
  'store',
  'staff',
  'category',
  'product',
  'template',
  'member',
  'identifier',
  'lot',
  'coupon',
  'applied',
  'tombstone',
]
  .map((table) => `CREATE INDEX ${table}_change ON ${table} ("changeNumber");`)
  .join('\n')

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

-- The one authority on "used": a use number of a coupon takes effect once.
CREATE TABLE coupon_use (
  "couponId" uuid NOT NULL,
  "useNumber" bigint NOT NULL,
  "eventId" uuid NOT NULL,
  "terminalId" uuid NOT NULL,
  "memberId" uuid,
  "usedAt" bigint NOT NULL,
  PRIMARY KEY ("couponId", "useNumber")
);

-- Points moved from one account to another, double entry in one row: "points" (lots of members), "liability"
-- (earned), "redemption" (burned), "loss" (burned beyond a lot), "opening" and "adjustment" (head office).
CREATE TABLE points_entry (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "eventId" uuid,
  "memberId" uuid NOT NULL,
  "lotId" uuid NOT NULL,
  "debit" text NOT NULL,
  "credit" text NOT NULL,
  "points" bigint NOT NULL CHECK ("points" > 0)
);
CREATE INDEX points_entry_lot ON points_entry ("lotId", "number");

CREATE TABLE dispute (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "kind" text NOT NULL,
  "subject" text NOT NULL,
  "eventId" uuid NOT NULL,
  "other" uuid NOT NULL,
  "terminalId" uuid NOT NULL,
  "points" bigint NOT NULL,
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
  script: [control, chainRows, history, changeNumbers, tills].join('\n'),
} as const
