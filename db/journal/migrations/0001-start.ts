import type { Migration } from '../../migrate.ts'

/**
 * The journal's first schema. Ids are the 16 bytes of a UUID; instants are epoch ms; money is whole fen. A place is
 * epoch × 2³² + seq: one number that sorts as the chain does and is the row's own key.
 */
export const start: Migration = {
  version: 1,
  statements: `
CREATE TABLE event (
  place INTEGER PRIMARY KEY,      -- epoch: run of the chain; seq: 1, 2, 3 … within it, no gaps
  id    BLOB NOT NULL UNIQUE,     -- minted when the act began, reused by every retry
  type  TEXT NOT NULL,            -- such as sale.completed
  time  INTEGER NOT NULL,         -- wall clock of the till
  hash  BLOB NOT NULL,            -- SHA-256, 32 bytes
  body  TEXT NOT NULL,            -- the whole signed event as canonical JSON (RFC 8785)
  CHECK (place > 4294967296 AND length(id) = 16 AND length(hash) = 32)
) STRICT;
-- Sales are found through their own table: no other index is touched by one.
CREATE INDEX eventOfType ON event (type, time) WHERE type <> 'sale.completed';
CREATE INDEX eventOfReturn ON event (json_extract(body, '$.data.saleId')) WHERE type = 'sale.returned';
CREATE INDEX eventOfUndo ON event (json_extract(body, '$.data.redemptionId')) WHERE type = 'coupon.restored';

CREATE TABLE effect (
  place         INTEGER NOT NULL, -- the event that did it
  position      INTEGER NOT NULL, -- 0, 1, 2 … within the event
  kind          TEXT NOT NULL,    -- as in domain/effect.ts
  happenedAt    INTEGER NOT NULL, -- the event's time
  memberId      BLOB,             -- whose; null for nobody in particular
  subjectId     BLOB,             -- the lot, coupon, account, pool or store; null for what is the member's own
  templateId    BLOB,             -- template of the coupon
  amount        INTEGER NOT NULL, -- points, growth, number of the use, index of the ticket, pieces, fen of principal
  value         INTEGER,          -- fen a coupon gave; fen of the gift part
  earnedAt      INTEGER,          -- of a new lot
  spendableFrom INTEGER,          -- of a new lot
  expiresAt     INTEGER,          -- of a new lot, or the new end of one given back to
  body          TEXT,             -- JSON of the whole effect, for the rare kinds that say more
  PRIMARY KEY (place, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX effectOnMember ON effect (memberId, happenedAt, kind) WHERE memberId IS NOT NULL;
CREATE INDEX effectOnSubject ON effect (subjectId, place) WHERE subjectId IS NOT NULL AND kind <> 'points_earned';
CREATE INDEX effectOfTemplate ON effect (templateId, place) WHERE kind IN ('coupon_used', 'coupon_restored');
CREATE INDEX effectEnrolled ON effect (place) WHERE kind = 'member_enrolled';

CREATE TABLE own_code (
  kind      TEXT NOT NULL,        -- coupon, or the kind of an identifier
  value     TEXT NOT NULL,
  place     INTEGER NOT NULL,     -- the event that made it: once the chain knows it, the replica answers
  subjectId BLOB NOT NULL,        -- the coupon or member made here
  PRIMARY KEY (kind, value, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE sale (
  place         INTEGER PRIMARY KEY, -- of its event, which has the sale's id
  saleId        BLOB NOT NULL,
  completedAt   INTEGER NOT NULL,
  receiptNumber TEXT NOT NULL,    -- ends in epoch and seq, which is how it is found
  toPay         INTEGER NOT NULL,
  paid          INTEGER NOT NULL, -- what the tenders came to
  change        INTEGER NOT NULL,
  earned        INTEGER NOT NULL, -- points
  burned        INTEGER NOT NULL, -- points
  itemCount     INTEGER NOT NULL,
  memberName    TEXT              -- masked; null without a member
) STRICT;

CREATE TABLE print_job (
  jobId     INTEGER PRIMARY KEY,  -- in the order printed; the newest is never dropped, so none is used again
  actId     BLOB NOT NULL,        -- the sale, or whatever act the slip belongs to
  copy      INTEGER NOT NULL,     -- 0 is the receipt itself, 1 … its marked copies
  receipt   TEXT NOT NULL,        -- the receipt's blocks as JSON, laid out when the act was done
  state     TEXT NOT NULL CHECK (state IN ('waiting', 'printing', 'printed', 'unknown', 'failed')),
  attempts  INTEGER NOT NULL,     -- how often it went to a printer
  createdAt INTEGER NOT NULL,
  changedAt INTEGER NOT NULL,
  UNIQUE (actId, copy)
) STRICT;
CREATE INDEX printJobOpen ON print_job (state, jobId) WHERE state <> 'printed';

-- Saved at every scan, each time within one page of the file: apart from the held ones.
CREATE TABLE open_basket (
  one    INTEGER PRIMARY KEY CHECK (one = 1), -- one open basket at most
  saleId BLOB NOT NULL,           -- becomes the id of the sale
  body   TEXT NOT NULL            -- the basket as JSON
) STRICT;

CREATE TABLE held_basket (
  saleId     BLOB PRIMARY KEY,    -- becomes the id of the sale
  heldAt     INTEGER NOT NULL,    -- when it was put on hold
  payable    INTEGER NOT NULL,    -- as priced when put on hold
  memberName TEXT,                -- masked, when put on hold
  body       TEXT NOT NULL        -- the basket as JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL             -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE pin_tries (
  staffId     BLOB PRIMARY KEY,   -- a staff member's id, or a member's for a PIN of their own
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
