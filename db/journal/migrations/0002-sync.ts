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
`,
}
