/** The cash drawers of tills: their shifts, and cash that moved without a sale. */
export const shiftsScript = `
CREATE TABLE shift (
  "shiftId" uuid PRIMARY KEY,
  "terminalId" uuid NOT NULL,
  "storeId" uuid NOT NULL,
  -- Where it was opened in the till's chain.
  "epoch" bigint NOT NULL,
  "seq" bigint NOT NULL,
  "openedAt" bigint NOT NULL,
  "openedBy" uuid,
  "float" bigint NOT NULL,
  -- What the till told it sold since its last shift, without one.
  "between" jsonb,
  -- Added up from the events that came, whatever the till told.
  "figures" jsonb NOT NULL,
  "closedAt" bigint,
  -- Where it was closed in the till's chain.
  "closedEpoch" bigint,
  "closedSeq" bigint,
  "closedBy" uuid,
  "approver" uuid,
  -- As the till told them.
  "expected" bigint,
  "counted" bigint,
  "difference" bigint,
  "left" bigint,
  "recounts" bigint,
  "note" text,
  "agrees" boolean
);
CREATE INDEX shift_terminal ON shift ("terminalId", "epoch" DESC, "seq" DESC);
CREATE INDEX shift_store ON shift ("storeId", "openedAt");
CREATE TABLE cash_move (
  "eventId" uuid PRIMARY KEY,
  "shiftId" uuid,
  "terminalId" uuid NOT NULL,
  "storeId" uuid NOT NULL,
  "movedAt" bigint NOT NULL,
  "actor" uuid,
  "kind" text NOT NULL,
  "amount" bigint NOT NULL,
  "reason" text NOT NULL,
  "note" text NOT NULL
);
CREATE INDEX cash_move_shift ON cash_move ("shiftId");
`
