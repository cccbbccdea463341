import { areasScript } from './0003-areas.ts'
import { identityScript } from './0003-identity.ts'
import { nodesScript } from './0003-nodes.ts'
import { riskScript } from './0003-risk.ts'
import { shiftsScript } from './0003-shifts.ts'

/* What honest redemption asks for: limits, denials and leases as tills copy them, and what is set aside meanwhile. */

const script = `
-- Members who are to be forgotten everywhere, for good.
CREATE TABLE erasure (
  "memberId" uuid PRIMARY KEY,
  "erasedAt" bigint NOT NULL,
  "changeNumber" bigint NOT NULL
);
CREATE INDEX erasure_change ON erasure ("changeNumber");
-- The few events that say something of a person, and those that say they forgot one.
CREATE INDEX event_personal ON event ("type") WHERE "type" IN ('member.enrolled', 'member.profile_changed', 'member.erased');
-- Versions of the limits, each signed ("sig") over the rest as canonical JSON.
CREATE TABLE policy (
  "version" bigint PRIMARY KEY,
  "boundedMax" bigint NOT NULL,
  "memberUsesMax" bigint NOT NULL,
  "memberAmountMax" bigint NOT NULL,
  "tillExposureMax" bigint NOT NULL,
  "storeExposureMax" bigint NOT NULL,
  "strictDenyAgeMs" bigint NOT NULL,
  "boundedDenyAgeMs" bigint NOT NULL,
  "overdraftMax" bigint NOT NULL,
  "authorizeMs" bigint NOT NULL,
  "sig" text NOT NULL,
  "changeNumber" bigint NOT NULL
);
CREATE INDEX policy_change ON policy ("changeNumber");
-- What nobody honours any more.
CREATE TABLE denial (
  "kind" text NOT NULL,
  "subject" uuid NOT NULL,
  "since" bigint NOT NULL,
  "reason" text NOT NULL,
  "changeNumber" bigint NOT NULL,
  PRIMARY KEY ("kind", "subject")
);
CREATE INDEX denial_change ON denial ("changeNumber");
-- Parts of coupons, points and value that a till decides about alone. Ends as a tombstone, when all that was spent of it
-- is known.
CREATE TABLE lease (
  "leaseId" uuid PRIMARY KEY,
  "storeId" uuid NOT NULL,
  "terminalId" uuid NOT NULL,
  "kind" text NOT NULL,
  "subjectId" uuid NOT NULL,
  "granted" bigint NOT NULL,
  "used" bigint NOT NULL CHECK ("used" >= 0),
  "fence" bigint NOT NULL,
  "grantedAt" bigint NOT NULL,
  "expiresAt" bigint NOT NULL,
  "changeNumber" bigint NOT NULL
);
CREATE INDEX lease_change ON lease ("changeNumber");
CREATE INDEX lease_subject ON lease ("subjectId");
CREATE TRIGGER lease_superseded AFTER UPDATE ON lease REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION keep_superseded('o."leaseId"::text', 'o."storeId"', '');
-- The epoch in which a terminal may spend; in any other it is restricted until head office admits that one. 0 = none:
-- a fork was seen, or an epoch was begun.
ALTER TABLE terminal ADD COLUMN "admittedEpoch" bigint NOT NULL DEFAULT 1;
-- An event beside the chain that its till told as such has counted: "verdict" is the first answer, JSON, and "id" its
-- own unless another event had it. Without a verdict it is only kept.
ALTER TABLE fork ADD COLUMN "id" uuid;
ALTER TABLE fork ADD COLUMN "verdict" text;
CREATE UNIQUE INDEX fork_id ON fork ("id") WHERE "id" IS NOT NULL;
-- Digests read rows in the order of their keys' bytes, which is how a till's file sorts them.
CREATE INDEX identifier_place ON identifier (("kind"::text || ':' || "value"::text) COLLATE "C");
CREATE INDEX product_place ON product (("sku"::text) COLLATE "C");
CREATE INDEX pair_place ON pair (("sku"::text || ':' || "suggest"::text) COLLATE "C");
`

export const sync = {
  number: 3,
  name: 'sync',
  script: [script, nodesScript, identityScript, riskScript, areasScript, shiftsScript].join('\n'),
} as const
