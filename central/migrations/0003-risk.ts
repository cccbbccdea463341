/* What the central promised and to whom, and who is charged when it was given away twice. */

export const riskScript = `
-- What a till was told when it asked before it decided, for ever: asked again it hears the same. "asked": SHA-256 of the
-- question without its nonce. "code": why not, null when approved. "expiresAt": until when what was approved is set aside;
-- the moment of the decision when nothing was, of the cancelling when it was cancelled.
CREATE TABLE decision (
  "eventId" uuid PRIMARY KEY,
  "terminalId" uuid NOT NULL,
  "asked" text NOT NULL,
  "code" text,
  "decidedAt" bigint NOT NULL,
  "expiresAt" bigint NOT NULL
);
-- What is set aside for an event to come: "part" is the number of a coupon's use, else 0; "amount" uses, points or fen.
-- Gone with the event; it counts until "expiresAt" only.
CREATE TABLE reservation (
  "eventId" uuid NOT NULL,
  "kind" text NOT NULL,
  "subjectId" uuid NOT NULL,
  "part" bigint NOT NULL,
  "amount" bigint NOT NULL CHECK ("amount" > 0),
  "expiresAt" bigint NOT NULL,
  PRIMARY KEY ("eventId", "kind", "subjectId", "part")
);
CREATE INDEX reservation_subject ON reservation ("subjectId");
CREATE INDEX reservation_expiry ON reservation ("expiresAt");
-- Every lease there ever was: an id is one lease for ever, and fences of a subject count up. "endedAt" and "ending":
-- returned, expired or revoked; null while it stands.
CREATE TABLE lease_grant (
  "leaseId" uuid PRIMARY KEY,
  "terminalId" uuid NOT NULL,
  "kind" text NOT NULL,
  "subjectId" uuid NOT NULL,
  "fence" bigint NOT NULL,
  "grantedAt" bigint NOT NULL,
  "endedAt" bigint,
  "ending" text,
  UNIQUE ("subjectId", "fence")
);
-- Who decided a use: "central", "lease", "store" or "isolated". A stronger one takes it over.
ALTER TABLE coupon_use ADD COLUMN "authority" text NOT NULL DEFAULT 'isolated';
-- Double entry of what coupons gave for a use that was somebody else's, in fen: "loss" and "redemption". "other": the
-- event that has the use.
CREATE TABLE coupon_loss (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "eventId" uuid NOT NULL,
  "other" uuid NOT NULL,
  "subject" text NOT NULL,
  "debit" text NOT NULL,
  "credit" text NOT NULL,
  "amount" bigint NOT NULL CHECK ("amount" > 0)
);
CREATE INDEX coupon_loss_event ON coupon_loss ("eventId", "subject");
-- Coupons that became another member's at a till. The answer is given again to who asks again.
CREATE TABLE coupon_transfer (
  "actId" uuid PRIMARY KEY,
  "couponId" uuid NOT NULL,
  "fromMemberId" uuid NOT NULL,
  "toMemberId" uuid NOT NULL,
  "terminalId" uuid NOT NULL,
  "staffId" uuid NOT NULL,
  "madeAt" bigint NOT NULL,
  "answer" jsonb NOT NULL
);
CREATE INDEX coupon_transfer_coupon ON coupon_transfer ("couponId");
-- Who did it ("terminalId" is the till of "eventId"; "actor" the cashier), and what people decided: "write_off",
-- "charge_back", "contact" or "discipline"; null while nobody has.
ALTER TABLE dispute ADD COLUMN "storeId" uuid;
ALTER TABLE dispute ADD COLUMN "actor" uuid;
ALTER TABLE dispute ADD COLUMN "memberId" uuid;
ALTER TABLE dispute ADD COLUMN "approver" uuid;
ALTER TABLE dispute ADD COLUMN "mode" text;
ALTER TABLE dispute ADD COLUMN "outcome" text;
ALTER TABLE dispute ADD COLUMN "decidedBy" text;
ALTER TABLE dispute ADD COLUMN "decidedAt" bigint;
ALTER TABLE dispute ADD COLUMN "note" text;
-- What a till said it had decided by itself and nobody had secured, in fen, with the last event of its newest epoch.
ALTER TABLE terminal ADD COLUMN "exposure" bigint NOT NULL DEFAULT 0;
CREATE INDEX dispute_subject ON dispute ("subject");
CREATE INDEX dispute_store ON dispute ("storeId", "number");
CREATE INDEX lease_terminal ON lease ("terminalId");
`
