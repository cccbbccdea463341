/* What only the central keeps: who used what, double entry of points and value, and each member's history. */

export const ledgersScript = `
-- The one authority on "used": a use number of a coupon takes effect once, and comes back at most once.
CREATE TABLE coupon_use (
  "couponId" uuid NOT NULL,
  "useNumber" bigint NOT NULL,
  "eventId" uuid NOT NULL,
  "terminalId" uuid NOT NULL,
  "memberId" uuid,
  "usedAt" bigint NOT NULL,
  "amount" bigint NOT NULL,
  "restoredBy" uuid,
  "restoredAt" bigint,
  PRIMARY KEY ("couponId", "useNumber")
);
-- What head office did to a coupon, for its history.
CREATE TABLE coupon_step (
  "couponId" uuid NOT NULL,
  "at" bigint NOT NULL,
  "what" text NOT NULL,
  PRIMARY KEY ("couponId", "at", "what")
);

-- Points moved from one account to another, double entry in one row: "points" (lots of members), "debt" (owed from
-- returns), "liability" (earned), "redemption" (burned), "donation", "taken_back" and "given_back" (returns),
-- "transfer" and "fee" (member to member), "expiry", "loss" (burned beyond a lot), "opening" and "adjustment" (head
-- office). "lotId" is null where no lot moved.
CREATE TABLE points_entry (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "eventId" uuid,
  "memberId" uuid NOT NULL,
  "lotId" uuid,
  "debit" text NOT NULL,
  "credit" text NOT NULL,
  "points" bigint NOT NULL CHECK ("points" > 0)
);
CREATE INDEX points_entry_lot ON points_entry ("lotId", "number");

-- Stored value in the same way: "value" (the account itself), "paid_in" (topped up), "promotion" (given on top),
-- "redemption" (spent), "refund", "loss" (spent beyond the balance), "opening" and "adjustment". "part": principal or
-- gift.
CREATE TABLE value_entry (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "eventId" uuid,
  "accountId" uuid NOT NULL,
  "part" text NOT NULL,
  "debit" text NOT NULL,
  "credit" text NOT NULL,
  "amount" bigint NOT NULL CHECK ("amount" > 0)
);
CREATE INDEX value_entry_account ON value_entry ("accountId", "number");

-- What the nightly review goes by and no till gets. "months": by month (YYYY-MM) what was spent, growth, visits and
-- interactions; see central/tables/member-history.ts.
CREATE TABLE member_history (
  "memberId" uuid PRIMARY KEY,
  "months" jsonb NOT NULL,
  "tierSince" bigint NOT NULL,
  "reviewedAt" bigint NOT NULL,
  "spentTotal" bigint NOT NULL,
  "purchases" bigint NOT NULL,
  "lastPurchaseAt" bigint,
  "referrals" bigint NOT NULL,
  "decayedMonth" text NOT NULL,
  "birthdayYear" bigint NOT NULL
);

-- Sales by their receipt, for returns at another till.
CREATE TABLE sale_receipt (
  "receiptNumber" text PRIMARY KEY,
  "eventId" uuid NOT NULL,
  "soldAt" bigint NOT NULL
);
-- Goods that came back, by sale and place of the line.
CREATE TABLE returned_line (
  "eventId" uuid NOT NULL,
  "saleId" uuid NOT NULL,
  "place" bigint NOT NULL,
  "amount" bigint NOT NULL,
  "net" bigint NOT NULL,
  "pointsShare" bigint NOT NULL,
  "takenBack" bigint NOT NULL,
  "givenBack" bigint NOT NULL,
  "growth" bigint NOT NULL,
  PRIMARY KEY ("eventId", "place")
);
CREATE INDEX returned_line_sale ON returned_line ("saleId");

-- The promise of a pool, written before any till has it, and the draws made of it.
CREATE TABLE pool_root (
  "poolId" uuid PRIMARY KEY,
  "terminalId" uuid NOT NULL,
  "lotteryId" text NOT NULL,
  "root" text NOT NULL,
  "tickets" bigint NOT NULL,
  "programmeVersion" bigint NOT NULL,
  "publishedAt" bigint NOT NULL,
  "openedAt" bigint
);
CREATE TABLE lottery_draw (
  "eventId" uuid PRIMARY KEY,
  "poolId" uuid NOT NULL,
  "terminalId" uuid NOT NULL,
  "memberId" uuid NOT NULL,
  "index" bigint NOT NULL,
  "prizeId" text NOT NULL,
  "nonce" text NOT NULL,
  "drawnAt" bigint NOT NULL
);
CREATE INDEX lottery_draw_pool ON lottery_draw ("poolId", "index");

-- What sales told back: how often a campaign ran for a customer and changed a figure, a suggestion was shown and taken.
CREATE TABLE campaign_figure (
  "campaignId" text PRIMARY KEY,
  "shown" bigint NOT NULL,
  "used" bigint NOT NULL,
  "toPay" bigint NOT NULL
);
CREATE TABLE suggestion_figure (
  "sku" text PRIMARY KEY,
  "shown" bigint NOT NULL,
  "taken" bigint NOT NULL
);

-- Points from member to member. The answer is given again to who asks again.
CREATE TABLE transfer (
  "actId" uuid PRIMARY KEY,
  "fromMemberId" uuid NOT NULL,
  "toMemberId" uuid NOT NULL,
  "terminalId" uuid NOT NULL,
  "staffId" uuid NOT NULL,
  "month" text NOT NULL,
  "points" bigint NOT NULL,
  "fee" bigint NOT NULL,
  "received" bigint NOT NULL,
  "madeAt" bigint NOT NULL,
  "answer" jsonb NOT NULL
);
CREATE INDEX transfer_month ON transfer ("fromMemberId", "month");

-- Six digits for one act, as their SHA-256 with the act's id. The newest of an act counts.
CREATE TABLE one_time_code (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "actId" uuid NOT NULL,
  "memberId" uuid NOT NULL,
  "terminalId" uuid NOT NULL,
  "codeHash" text NOT NULL,
  "sentAt" bigint NOT NULL,
  "expiresAt" bigint NOT NULL,
  "tries" bigint NOT NULL,
  "provenAt" bigint
);
CREATE INDEX one_time_code_act ON one_time_code ("actId", "number");
CREATE INDEX one_time_code_member ON one_time_code ("memberId", "sentAt");
CREATE INDEX one_time_code_terminal ON one_time_code ("terminalId", "sentAt");
-- Where the demo's messenger leaves what would have been sent.
CREATE TABLE message (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "memberId" uuid NOT NULL,
  "sentTo" text NOT NULL,
  "body" text NOT NULL,
  "sentAt" bigint NOT NULL
);
`
