/** Part of the third schema: what several centrals on one database go by. */
export const nodesScript = `
-- Which life of the database a run of change numbers belongs to: see central/tables/feed.ts.
ALTER TABLE feed ADD COLUMN "life" text NOT NULL DEFAULT '';

-- Snapshots any node built, for tills that read them from another. Built again when lost: neither in the log nor in a
-- backup.
CREATE UNLOGGED TABLE snapshot (
  "snapshotId" uuid PRIMARY KEY,
  "storeId" uuid NOT NULL,
  "builtAt" bigint NOT NULL,
  "offer" jsonb NOT NULL
);
CREATE UNLOGGED TABLE snapshot_part (
  "snapshotId" uuid NOT NULL,
  "part" integer NOT NULL,
  "bytes" bytea NOT NULL,
  PRIMARY KEY ("snapshotId", "part")
);
-- Wrong enrolment codes by address, whichever node they were tried at.
CREATE UNLOGGED TABLE wrong_codes (
  "address" text PRIMARY KEY,
  "endsAt" bigint NOT NULL,
  "failures" bigint NOT NULL
);

-- What an event said, once it is older than the retention window: the events of one terminal in a row, their JSON by
-- lines, zstd. What tells a repeat (id, place, hash, first verdict) stays in "event", whose "body" is then null.
ALTER TABLE event ALTER COLUMN "body" DROP NOT NULL;
CREATE TABLE archive_segment (
  "terminalId" uuid NOT NULL REFERENCES terminal,
  "epoch" bigint NOT NULL,
  "fromSeq" bigint NOT NULL,
  "toSeq" bigint NOT NULL,
  "archivedAt" bigint NOT NULL,
  "bytes" bytea NOT NULL,
  PRIMARY KEY ("terminalId", "epoch", "fromSeq")
);
-- Where the next archive run goes on.
CREATE INDEX event_unarchived ON event ("receivedAt") WHERE "body" IS NOT NULL;
`
