/* What members did elsewhere, so that what is told again counts once. */

const script = `
-- Kept under the id it was told of, which a merge does not change; goes with the member.
CREATE TABLE interaction (
  "memberId" uuid NOT NULL,
  "kind" text NOT NULL,
  "at" bigint NOT NULL,
  PRIMARY KEY ("memberId", "kind", "at")
);
`

export const interactions = { number: 2, name: 'interactions', script } as const
