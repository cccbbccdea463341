/* What tills copy. Columns are named as the fields of the contract, so that a row minus "changeNumber" is what travels. */

const rows = `
-- Every version of the rules, kept for ever: events name the one they went by.
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
  "tags" jsonb NOT NULL,
  "unit" text NOT NULL,
  "unitPrice" bigint NOT NULL CHECK ("unitPrice" >= 0),
  "favourite" bigint,
  "changeNumber" bigint NOT NULL
);
-- If the basket has "sku", suggest "suggest".
CREATE TABLE pair (
  "sku" text NOT NULL,
  "suggest" text NOT NULL,
  "liftBps" bigint NOT NULL,
  "changeNumber" bigint NOT NULL,
  PRIMARY KEY ("sku", "suggest")
);
CREATE TABLE member (
  "memberId" uuid PRIMARY KEY,
  "code" text NOT NULL,
  "maskedName" text NOT NULL,
  "maskedPhone" text,
  "initials" text NOT NULL,
  -- Name and phone, encrypted under the chain's personal key.
  "sealed" text,
  "tierId" text NOT NULL,
  "growth" bigint NOT NULL CHECK ("growth" >= 0),
  "status" text NOT NULL,
  "statusReason" jsonb,
  "mergedInto" uuid,
  "birthday" text,
  "joinedAt" bigint NOT NULL,
  "debt" bigint NOT NULL CHECK ("debt" >= 0),
  "subscription" jsonb,
  "family" jsonb,
  "tags" jsonb NOT NULL,
  "lifecycle" text NOT NULL,
  "valueClass" text,
  "visits" jsonb NOT NULL,
  "graceUntil" bigint,
  "protectionCards" bigint NOT NULL,
  "badges" jsonb NOT NULL,
  "challenge" jsonb,
  "repeatCategoryIds" jsonb NOT NULL,
  "staffId" uuid,
  "lastRedemption" jsonb,
  "referrerId" uuid,
  "hasBought" boolean NOT NULL,
  "consents" jsonb NOT NULL,
  "changeNumber" bigint NOT NULL
);
CREATE TABLE member_pin (
  "memberId" uuid PRIMARY KEY,
  "pinSalt" text NOT NULL,
  "pinHash" text NOT NULL,
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
  "spendableFrom" bigint NOT NULL,
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
  "usesRestored" bigint NOT NULL,
  "issuedAt" bigint NOT NULL,
  "changeNumber" bigint NOT NULL
);
CREATE INDEX coupon_member ON coupon ("memberId");
CREATE INDEX coupon_code ON coupon ("code");
-- Stored value: what was paid in and what was given on top. Neither falls below nothing: the rest is a dispute.
CREATE TABLE account (
  "accountId" uuid PRIMARY KEY,
  "code" text UNIQUE,
  "memberId" uuid,
  "status" text NOT NULL,
  "principal" bigint NOT NULL CHECK ("principal" >= 0),
  "gift" bigint NOT NULL CHECK ("gift" >= 0),
  "changeNumber" bigint NOT NULL
);
CREATE INDEX account_member ON account ("memberId") WHERE "memberId" IS NOT NULL;
CREATE TABLE gift_stock (
  "storeId" uuid NOT NULL,
  "giftId" text NOT NULL,
  "left" bigint NOT NULL CHECK ("left" >= 0),
  "changeNumber" bigint NOT NULL,
  PRIMARY KEY ("storeId", "giftId")
);
-- A till's sealed tickets; "drawn" counts the draws heard of.
CREATE TABLE lottery_pool (
  "poolId" uuid PRIMARY KEY,
  "terminalId" uuid NOT NULL,
  "storeId" uuid NOT NULL,
  "lotteryId" text NOT NULL,
  "root" text NOT NULL,
  "seed" text NOT NULL,
  "tickets" jsonb NOT NULL,
  "drawn" bigint NOT NULL,
  "changeNumber" bigint NOT NULL
);
-- What the chain has given with a coupon template that has a budget.
CREATE TABLE budget (
  "templateId" uuid PRIMARY KEY,
  "spent" bigint NOT NULL CHECK ("spent" >= 0),
  "changeNumber" bigint NOT NULL
);
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

-- Arguments: the key on the wire and the store as SQL of the old row "o", and a column that does not travel.
CREATE FUNCTION keep_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO superseded
       SELECT o."changeNumber", %L, %s, %s, to_jsonb(o) - ''changeNumber'' - %L, c."value", c."changedAt"
       FROM old_rows o CROSS JOIN change_counter c WHERE o."changeNumber" < c."value"
     ON CONFLICT DO NOTHING',
    TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1], TG_ARGV[2]);
  RETURN NULL;
END $$;
`

/** Collections whose rows events change: key, store, and what does not travel. */
const superseded = [
  ['member', 'o."memberId"::text', 'NULL::uuid', ''],
  ['identifier', `o."kind" || ':' || o."value"`, 'NULL::uuid', ''],
  ['lot', 'o."lotId"::text', 'NULL::uuid', ''],
  ['coupon', 'o."couponId"::text', 'NULL::uuid', ''],
  ['account', 'o."accountId"::text', 'NULL::uuid', ''],
  ['gift_stock', `o."storeId" || ':' || o."giftId"`, 'o."storeId"', ''],
  ['lottery_pool', 'o."poolId"::text', 'o."storeId"', ''],
  ['budget', 'o."templateId"::text', 'NULL::uuid', ''],
  ['applied', 'o."terminalId"::text', 'o."storeId"', 'storeId'],
] as const

const triggers = superseded
  .map(([table, ...values]) => {
    const quoted = values.map((value) => `'${value.replaceAll("'", "''")}'`)
    return `CREATE TRIGGER ${table}_superseded AFTER UPDATE ON ${table} REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION keep_superseded(${quoted.join(', ')});`
  })
  .join('\n')

const changeNumbers = [
  'programme',
  'store',
  'staff',
  'category',
  'product',
  'pair',
  'member',
  'member_pin',
  'identifier',
  'lot',
  'coupon',
  'account',
  'gift_stock',
  'lottery_pool',
  'budget',
  'applied',
  'tombstone',
]
  .map((table) => `CREATE INDEX ${table}_change ON ${table} ("changeNumber");`)
  .join('\n')

export const chainRowsScript = [rows, history, triggers, changeNumbers].join('\n')
