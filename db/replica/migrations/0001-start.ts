/**
 * The replica's first schema. Ids are the 16 bytes of a UUID; instants are epoch ms; money is whole fen; structured
 * values are JSON text. Tables and secondary indexes are apart: a snapshot travels without indexes.
 */
export const startTables = `
CREATE TABLE programme (
  version INTEGER PRIMARY KEY,    -- the highest counts; only documents this till can read are kept
  body    TEXT NOT NULL           -- the programme as JSON
) STRICT;

CREATE TABLE programme_refused (
  one     INTEGER PRIMARY KEY CHECK (one = 1), -- the newest document that was not taken, until a good one follows
  version INTEGER NOT NULL,
  reason  TEXT NOT NULL           -- broken, or newer than this till knows
) STRICT;

CREATE TABLE store (
  storeId BLOB PRIMARY KEY,
  body    TEXT NOT NULL           -- the store as JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  staffId BLOB PRIMARY KEY,
  code    TEXT NOT NULL,          -- what they type to sign in
  name    TEXT NOT NULL,
  role    TEXT NOT NULL,
  storeId BLOB NOT NULL,
  pinSalt BLOB NOT NULL,
  pinSeal BLOB NOT NULL           -- at a till: HMAC of the PIN's hash by the till's pepper; in a snapshot: the hash itself
) STRICT, WITHOUT ROWID;

CREATE TABLE category (
  categoryId TEXT PRIMARY KEY,
  zh         TEXT NOT NULL,
  en         TEXT NOT NULL,
  color      TEXT NOT NULL,
  position   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
  sku        TEXT PRIMARY KEY,
  zh         TEXT NOT NULL,
  en         TEXT NOT NULL,
  gtin       TEXT,                -- GTIN-14
  plu        TEXT,                -- five digits of a label
  categoryId TEXT NOT NULL,
  brandId    TEXT,
  unit       TEXT NOT NULL,
  unitPrice  INTEGER NOT NULL,    -- per piece or per 1 000 g
  favourite  INTEGER,             -- place on the favourites grid
  tags       TEXT                 -- JSON array; null = none
) STRICT, WITHOUT ROWID;

CREATE TABLE pair (
  sku     TEXT NOT NULL,          -- if the basket has it …
  suggest TEXT NOT NULL,          -- … this is suggested
  liftBps INTEGER NOT NULL,
  PRIMARY KEY (sku, suggest)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
  memberId    BLOB PRIMARY KEY,
  code        TEXT NOT NULL,
  maskedName  TEXT NOT NULL,
  maskedPhone TEXT,
  initials    TEXT NOT NULL,      -- lower-case Latin; empty when unknown
  sealed      BLOB,               -- name and phone, sealed for those whose role may see them
  tierId      TEXT NOT NULL,
  growth      INTEGER NOT NULL,
  status      TEXT NOT NULL,
  mergedInto  BLOB,               -- the surviving member
  birthday    TEXT,               -- MM-DD
  joinedAt    INTEGER NOT NULL,
  debt        INTEGER NOT NULL,   -- points owed
  lifecycle   TEXT NOT NULL,
  valueClass  TEXT,
  hasBought   INTEGER NOT NULL,   -- 0 or 1
  more        TEXT                -- JSON of all else that is not as with most members; null when nothing is
) STRICT, WITHOUT ROWID;

CREATE TABLE member_pin (
  memberId BLOB PRIMARY KEY,
  pinSalt  BLOB NOT NULL,
  pinSeal  BLOB NOT NULL          -- as with staff
) STRICT, WITHOUT ROWID;

CREATE TABLE identifier (
  kind     TEXT NOT NULL,
  value    TEXT NOT NULL,
  memberId BLOB NOT NULL,
  PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE lot (
  memberId      BLOB NOT NULL,    -- a member's lots lie together
  lotId         BLOB NOT NULL,
  earnedAt      INTEGER NOT NULL,
  spendableFrom INTEGER,          -- null = as soon as earned
  expiresAt     INTEGER NOT NULL,
  points        INTEGER NOT NULL, -- what is left
  PRIMARY KEY (memberId, lotId)
) STRICT, WITHOUT ROWID;

CREATE TABLE coupon (
  memberId     BLOB NOT NULL,     -- a member's coupons lie together; X'' = bearer
  couponId     BLOB NOT NULL,
  code         TEXT NOT NULL,
  templateId   BLOB NOT NULL,
  status       TEXT NOT NULL,
  validFrom    INTEGER NOT NULL,
  validTo      INTEGER NOT NULL,  -- first instant at which it is expired
  usesMax      INTEGER NOT NULL,
  usesDone     INTEGER NOT NULL,  -- highest number a use had
  usesRestored INTEGER NOT NULL,
  issuedAt     INTEGER NOT NULL,
  PRIMARY KEY (memberId, couponId)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  accountId BLOB PRIMARY KEY,     -- a member's account has the member's id
  code      TEXT,                 -- of a card
  memberId  BLOB,
  status    TEXT NOT NULL,
  principal INTEGER NOT NULL,
  gift      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE gift_stock (
  storeId BLOB NOT NULL,
  giftId  TEXT NOT NULL,
  left    INTEGER NOT NULL,
  PRIMARY KEY (storeId, giftId)
) STRICT, WITHOUT ROWID;

CREATE TABLE lottery_pool (
  poolId     BLOB PRIMARY KEY,
  terminalId BLOB NOT NULL,
  storeId    BLOB NOT NULL,
  lotteryId  TEXT NOT NULL,
  root       TEXT NOT NULL,       -- SHA-256 over all tickets, published before any draw
  seed       TEXT NOT NULL,
  drawn      INTEGER NOT NULL,    -- draws the central has heard of
  tickets    TEXT NOT NULL        -- JSON array of prizes in the order drawn
) STRICT;

CREATE TABLE budget (
  templateId BLOB PRIMARY KEY,
  spent      INTEGER NOT NULL     -- fen the chain has given with the template
) STRICT, WITHOUT ROWID;

CREATE TABLE applied (
  terminalId BLOB PRIMARY KEY,
  epoch      INTEGER NOT NULL,    -- the last event of that till whose effects the rows here contain
  seq        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cursor (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  feed       TEXT NOT NULL,       -- the run of change numbers it belongs to
  change     INTEGER NOT NULL,    -- the central's change number these rows stand for
  serverTime INTEGER NOT NULL     -- when the central said so
) STRICT;
`

export const startIndexes = `
CREATE INDEX staffByCode ON staff (storeId, code);
CREATE INDEX productByGtin ON product (gtin) WHERE gtin IS NOT NULL;
CREATE INDEX productByPlu ON product (plu) WHERE plu IS NOT NULL;
CREATE INDEX productByCategory ON product (categoryId, sku);
CREATE INDEX productByFavourite ON product (favourite) WHERE favourite IS NOT NULL;
CREATE INDEX memberByLastFour ON member (substr(maskedPhone, -4)) WHERE maskedPhone IS NOT NULL;
CREATE INDEX memberByInitials ON member (initials) WHERE initials <> '';
CREATE INDEX memberMerged ON member (mergedInto) WHERE mergedInto IS NOT NULL;
CREATE UNIQUE INDEX lotById ON lot (lotId);
CREATE UNIQUE INDEX couponById ON coupon (couponId);
CREATE INDEX couponByCode ON coupon (code);
CREATE INDEX accountByCode ON account (code) WHERE code IS NOT NULL;
CREATE INDEX poolOfTerminal ON lottery_pool (terminalId, lotteryId);
`
