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
CREATE INDEX lease_terminal ON lease ("terminalId");
`
