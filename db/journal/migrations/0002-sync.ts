import type { Migration } from '../../migrate.ts'

/** What honest redemption, trusted time and recovery keep beside the events (sync.md 7 to 9). */
export const sync: Migration = {
  version: 2,
  statements: `
CREATE TABLE stray (
  place INTEGER PRIMARY KEY,      -- an event that has no place in the chain as the central has it: told by itself
  told  INTEGER NOT NULL CHECK (told IN (0, 1)) -- whether the central answered
) STRICT;
CREATE INDEX strayUntold ON stray (place) WHERE told = 0;
-- After a month away there may be a verdict for each of 100 000 events: counted at every step, listed by the newest.
CREATE INDEX verdictOfOutcome ON verdict (outcome);
CREATE INDEX verdictHeard ON verdict (heardAt DESC, eventId);
CREATE TABLE erased_member (
  memberId BLOB PRIMARY KEY,      -- head office erased them, and nothing here says any more who they were
  erasedAt INTEGER NOT NULL       -- when this till did
) STRICT, WITHOUT ROWID;

-- Which printer a receipt goes to, and what the state does not say of it: 'later' waits until somebody asks, 'sent' went
-- whole to a printer that confirms nothing.
ALTER TABLE print_job ADD COLUMN place TEXT NOT NULL DEFAULT 'main' CHECK (place IN ('main', 'backup'));
ALTER TABLE print_job ADD COLUMN note TEXT CHECK (note IN ('later', 'sent'));

CREATE TABLE unsecured (
  place      INTEGER PRIMARY KEY, -- of an event this till decided by itself, without a lease
  happenedAt INTEGER NOT NULL,    -- the event's time
  memberId   BLOB,                -- who redeemed; null for nobody known
  uses       INTEGER NOT NULL,    -- what counts to the member's day
  amount     INTEGER NOT NULL,    -- fen
  confirmed  INTEGER NOT NULL     -- 1: the central approved it after all
) STRICT;
CREATE INDEX unsecuredOfMember ON unsecured (memberId, happenedAt) WHERE memberId IS NOT NULL;

CREATE TABLE full_sync (
  one     INTEGER PRIMARY KEY CHECK (one = 1), -- the last that ended an offline session
  place   INTEGER NOT NULL,       -- up to here exposure no longer counts
  endedAt INTEGER NOT NULL
) STRICT;

CREATE TABLE intent (
  actId   BLOB PRIMARY KEY,       -- an act the central was asked about and that is not recorded
  askedAt INTEGER NOT NULL,
  state   TEXT NOT NULL CHECK (state IN ('asked', 'unused'))
) STRICT, WITHOUT ROWID;

CREATE TABLE lease_return (
  leaseId  BLOB PRIMARY KEY,      -- a lease handed back early: nothing is spent of it any more
  askedAt  INTEGER NOT NULL,
  answered INTEGER NOT NULL CHECK (answered IN (0, 1)) -- 1: the central took the rest back
) STRICT, WITHOUT ROWID;

CREATE TABLE shift (
  place       INTEGER PRIMARY KEY, -- of its shift.opened
  closedPlace INTEGER,             -- of its shift.closed; null while it is open
  openedAt    INTEGER NOT NULL,
  body        TEXT NOT NULL        -- what happened in it so far as JSON (OpenShift), added up in each event's transaction
) STRICT;
CREATE UNIQUE INDEX shiftOpen ON shift ((1)) WHERE closedPlace IS NULL; -- one open shift at most

CREATE TABLE late_answer (
  eventId BLOB PRIMARY KEY,       -- decided here alone before the central's answer came
  code    TEXT,                   -- why it would not have been allowed; null = approved
  heardAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
}
