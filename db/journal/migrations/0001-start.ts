import type { Migration } from '../../migrate.ts'

/** The journal's first schema. Ids are the 16 bytes of a UUID; instants are epoch ms; money is whole fen. */
export const start: Migration = {
  version: 1,
  statements: `
CREATE TABLE event (
  epoch INTEGER NOT NULL,         -- run of the chain; a new one starts when the central asks for it
  seq   INTEGER NOT NULL,         -- 1, 2, 3 … within the epoch, no gaps
  id    BLOB NOT NULL UNIQUE,     -- minted when the act began, reused by every retry
  type  TEXT NOT NULL,            -- such as sale.completed
  time  INTEGER NOT NULL,         -- wall clock of the till
  hash  BLOB NOT NULL,            -- SHA-256, 32 bytes
  body  TEXT NOT NULL,            -- the whole signed event as canonical JSON (RFC 8785)
  UNIQUE (epoch, seq),
  CHECK (epoch >= 1 AND seq >= 1 AND length(id) = 16 AND length(hash) = 32)
) STRICT;

CREATE TABLE effect (
  epoch      INTEGER NOT NULL,    -- the event that did it
  seq        INTEGER NOT NULL,
  position   INTEGER NOT NULL,    -- 0, 1, 2 … within the event
  kind       TEXT NOT NULL CHECK (kind IN ('points_burned', 'points_earned', 'growth_added', 'coupon_used')),
  memberId   BLOB,                -- whose; null for a bearer coupon used without a member
  subjectId  BLOB,                -- the lot or the coupon; null for growth
  templateId BLOB,                -- template of the coupon
  amount     INTEGER NOT NULL,    -- points, growth, or the number of the use
  happenedAt INTEGER,             -- when a lot was earned or a coupon used
  expiresAt  INTEGER,             -- when a new lot ends
  PRIMARY KEY (epoch, seq, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX effectOnSubject ON effect (subjectId, epoch, seq) WHERE kind IN ('points_burned', 'coupon_used');
CREATE INDEX effectOnMember ON effect (memberId, epoch, seq) WHERE kind IN ('points_earned', 'growth_added');
CREATE INDEX effectCouponDay ON effect (memberId, happenedAt) WHERE kind = 'coupon_used';

CREATE TABLE sale (
  saleId        BLOB PRIMARY KEY,
  epoch         INTEGER NOT NULL, -- its event
  seq           INTEGER NOT NULL,
  completedAt   INTEGER NOT NULL,
  receiptNumber TEXT NOT NULL,
  toPay         INTEGER NOT NULL,
  paid          INTEGER NOT NULL, -- what the tenders came to
  change        INTEGER NOT NULL,
  earned        INTEGER NOT NULL, -- points
  burned        INTEGER NOT NULL, -- points
  itemCount     INTEGER NOT NULL,
  memberName    TEXT,             -- masked; null without a member
  UNIQUE (epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE print_job (
  jobId     INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order printed, never reused
  saleId    BLOB NOT NULL,
  copy      INTEGER NOT NULL,     -- 0 is the receipt itself, 1 … its marked copies
  receipt   TEXT NOT NULL,        -- the receipt's blocks as JSON, laid out when the sale was made
  state     TEXT NOT NULL CHECK (state IN ('waiting', 'printing', 'printed', 'unknown', 'failed')),
  attempts  INTEGER NOT NULL,     -- how often it went to a printer
  createdAt INTEGER NOT NULL,
  changedAt INTEGER NOT NULL,
  UNIQUE (saleId, copy)
) STRICT;
CREATE INDEX printJobOpen ON print_job (state, jobId) WHERE state <> 'printed';

CREATE TABLE basket (
  saleId     BLOB PRIMARY KEY,    -- becomes the id of the sale
  heldAt     INTEGER,             -- when it was put on hold; null = the open one
  payable    INTEGER,             -- as priced when put on hold
  memberName TEXT,                -- masked, when put on hold
  body       TEXT NOT NULL        -- the basket as JSON
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX basketOpen ON basket (heldAt IS NULL) WHERE heldAt IS NULL; -- one open basket at most

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL             -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE pin_tries (
  staffId     BLOB PRIMARY KEY,
  failures    INTEGER NOT NULL,
  lockedUntil INTEGER NOT NULL    -- 0 = open
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoint (
  one        INTEGER PRIMARY KEY CHECK (one = 1), -- only the latest counts, also one that went back
  epoch      INTEGER NOT NULL,    -- how far the central has this till's chain
  seq        INTEGER NOT NULL,
  head       BLOB NOT NULL,       -- hash of that event
  serverTime INTEGER NOT NULL
) STRICT;

CREATE TABLE verdict (
  eventId  BLOB PRIMARY KEY,      -- an event the central disputes or parked
  outcome  TEXT NOT NULL CHECK (outcome IN ('disputed', 'parked')),
  code     TEXT,                  -- why parked
  disputes TEXT NOT NULL,         -- JSON: what is disputed and the event that was first
  heardAt  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
}
