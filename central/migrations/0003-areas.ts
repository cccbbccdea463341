/* Who was seen where, and whose rows the stores of an area copy (loyalty.md 7). */

export const areasScript = `
-- When a member was last at a store, by the central's clock.
CREATE TABLE member_seen (
  "storeId" uuid NOT NULL,
  "memberId" uuid NOT NULL,
  "seenAt" bigint NOT NULL,
  PRIMARY KEY ("storeId", "memberId")
);
CREATE INDEX member_seen_member ON member_seen ("memberId");
-- The areas in force, as the rules say; no row: every till copies everybody. "areas": the area by store.
CREATE TABLE area_rule (
  "days" bigint NOT NULL,
  "areas" jsonb NOT NULL,
  "privacy" jsonb NOT NULL
);
-- Whose rows an area's tills copy, or ("gone") no more, since which change number.
CREATE TABLE area_member (
  "area" text NOT NULL,
  "memberId" uuid NOT NULL,
  "gone" boolean NOT NULL,
  "changeNumber" bigint NOT NULL,
  PRIMARY KEY ("area", "memberId")
);
CREATE INDEX area_member_change ON area_member ("area", "changeNumber");
CREATE INDEX area_member_member ON area_member ("memberId");
`
