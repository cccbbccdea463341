import type { Migration } from '../../migrate.ts'

/**
 * The open basket gets a table of its own. It is saved at every scan, each time within one page of the file; beside
 * the held ones, keyed by its sale and with its body in pages of overflow, it took up to five.
 */
export const openBasket: Migration = {
  version: 2,
  statements: `
CREATE TABLE open_basket (
  one    INTEGER PRIMARY KEY CHECK (one = 1), -- one open basket at most
  saleId BLOB NOT NULL,         -- becomes the id of the sale
  body   TEXT NOT NULL          -- the basket as JSON
) STRICT;
INSERT INTO open_basket (one, saleId, body) SELECT 1, saleId, body FROM basket WHERE heldAt IS NULL;

CREATE TABLE held_basket (
  saleId     BLOB PRIMARY KEY,  -- becomes the id of the sale
  heldAt     INTEGER NOT NULL,  -- when it was put on hold
  payable    INTEGER NOT NULL,  -- as priced when put on hold
  memberName TEXT,              -- masked, when put on hold
  body       TEXT NOT NULL      -- the basket as JSON
) STRICT, WITHOUT ROWID;
INSERT INTO held_basket (saleId, heldAt, payable, memberName, body)
SELECT saleId, heldAt, coalesce(payable, 0), memberName, body FROM basket WHERE heldAt IS NOT NULL;

DROP TABLE basket;
`,
}
