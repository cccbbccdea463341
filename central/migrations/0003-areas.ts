/* Who was seen where, and whose rows the stores of an area copy (loyalty.md 7). */

/** Collections whose rows may become another member's, with the columns of their keys. */
const moves = [
  ['identifier', `'kind', 'value'`],
  ['lot', `'lotId'`],
  ['coupon', `'couponId'`],
  ['account', `'accountId'`],
]
  .map(
    ([table, key]) => `CREATE TRIGGER ${table}_moved AFTER UPDATE ON ${table} FOR EACH ROW
  WHEN (OLD."memberId" IS DISTINCT FROM NEW."memberId") EXECUTE FUNCTION note_moved(${key});`,
  )
  .join('\n')

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
CREATE INDEX member_merged ON member ("mergedInto") WHERE "mergedInto" IS NOT NULL;
CREATE INDEX member_owner ON member ((("family"->>'ownerId')::uuid)) WHERE "family" IS NOT NULL;
-- Rows that became another member's, under which number ("memberId": whose they were, null = everybody's): the tills of an
-- area that may not have them from then on let go of them.
CREATE TABLE row_moved (
  "collection" text NOT NULL,
  "key" text NOT NULL,
  "memberId" uuid,
  "toMemberId" uuid,
  "changeNumber" bigint NOT NULL,
  PRIMARY KEY ("changeNumber", "collection", "key")
);
CREATE INDEX row_moved_collection ON row_moved ("collection", "changeNumber");
CREATE INDEX row_moved_key ON row_moved ("collection", "key");
-- Arguments: the columns of the key on the wire.
CREATE FUNCTION note_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO row_moved ("collection", "key", "memberId", "toMemberId", "changeNumber")
    VALUES (TG_TABLE_NAME, concat_ws(':', to_jsonb(NEW)->>TG_ARGV[0], to_jsonb(NEW)->>TG_ARGV[1]),
      OLD."memberId", NEW."memberId", NEW."changeNumber")
    ON CONFLICT ("changeNumber", "collection", "key") DO UPDATE SET "toMemberId" = excluded."toMemberId";
  RETURN NULL;
END $$;
${moves}
`
