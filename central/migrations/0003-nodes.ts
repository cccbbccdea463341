/** Part of the third schema: what several centrals on one database go by. */
export const nodesScript = `
-- Which life of the database a run of change numbers belongs to: see central/tables/feed.ts.
ALTER TABLE feed ADD COLUMN "life" text NOT NULL DEFAULT '';
`
