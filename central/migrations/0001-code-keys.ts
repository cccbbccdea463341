/** Part of the first schema: what signed codes are signed with. */
export const codeKeysScript = `
-- "use": 'coupon' signs a series of coupons, 'member' certifies members' phones. "keyId": 16 hex digits of the public
-- key's SHA-256. "privateKey": Ed25519, PKCS 8 DER, base64. "memberTagKey": 32 bytes, base64, of a series only. It signs
-- from "from" until before "until", epoch ms; tills judge what it signed as long as the programme names it.
CREATE TABLE code_key (
  "keyId" text PRIMARY KEY,
  "use" text NOT NULL CHECK ("use" IN ('coupon', 'member')),
  "privateKey" text NOT NULL,
  "memberTagKey" text CHECK (("memberTagKey" IS NOT NULL) = ("use" = 'coupon')),
  "from" bigint NOT NULL,
  "until" bigint NOT NULL
);
`
