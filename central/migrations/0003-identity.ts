/* The chain's authority, and terminals that prove themselves by its certificates. */

export const identityScript = `
-- The chain's certificate authority: P-256 key (PKCS 8) and its own certificate, DER, base64.
CREATE TABLE authority (
  "one" boolean PRIMARY KEY DEFAULT true CHECK ("one"),
  "privateKey" text NOT NULL,
  "certificate" text NOT NULL
);
-- "revokedAt": nothing the terminal did after this instant counts; null while it is trusted.
ALTER TABLE terminal DROP COLUMN "tokenHash", ADD COLUMN "revokedAt" bigint;
-- "codeHash" is the code's name from now on (codes/enrolment-code.ts); "proofKey" proves the authority to who knows it.
DELETE FROM enrolment_code;
ALTER TABLE enrolment_code ADD COLUMN "proofKey" text NOT NULL;
`
