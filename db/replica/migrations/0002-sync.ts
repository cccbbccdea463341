/** What a till goes by when it decides alone (sync.md 7). */
export const syncTables = `
CREATE TABLE erasure (
  memberId BLOB PRIMARY KEY,      -- a member who is to be forgotten everywhere
  erasedAt INTEGER NOT NULL       -- when head office said so
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
  version          INTEGER PRIMARY KEY, -- the highest is in force
  boundedMax       INTEGER NOT NULL,    -- fen
  memberUsesMax    INTEGER NOT NULL,
  memberAmountMax  INTEGER NOT NULL,    -- fen
  tillExposureMax  INTEGER NOT NULL,    -- fen
  storeExposureMax INTEGER NOT NULL,    -- fen
  strictDenyAgeMs  INTEGER NOT NULL,
  boundedDenyAgeMs INTEGER NOT NULL,
  overdraftMax     INTEGER NOT NULL,    -- points
  authorizeMs      INTEGER NOT NULL,
  sig              BLOB NOT NULL        -- Ed25519 by the central, over the rest
) STRICT;

CREATE TABLE denial (
  kind    TEXT NOT NULL,          -- member, coupon, account, terminal or staff
  subject BLOB NOT NULL,
  since   INTEGER NOT NULL,
  reason  TEXT NOT NULL,
  PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
  leaseId    BLOB PRIMARY KEY,
  storeId    BLOB NOT NULL,
  terminalId BLOB NOT NULL,       -- the till that holds it
  kind       TEXT NOT NULL,       -- coupon, points or value
  subjectId  BLOB NOT NULL,       -- the coupon, member or account
  granted    INTEGER NOT NULL,    -- uses, points or fen
  used       INTEGER NOT NULL,    -- what the central has heard spent
  fence      INTEGER NOT NULL,
  grantedAt  INTEGER NOT NULL,
  expiresAt  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

export const syncIndexes = `
CREATE INDEX leaseOfSubject ON lease (subjectId);
`
