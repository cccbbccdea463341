import type { CommandInput } from '../../contract/command.ts'
import { money } from '../../domain/money.ts'
import { giftCardCode, memberCode } from '../../domain/scan.ts'
import { blacklisted, idOf, noon, poor, staff, wang } from './demo-chain.ts'
import { dynamicCode, signedCoupon, strangerKey, wangs } from './member-chain.ts'
import { begin, type Row } from './refusal-row.ts'
import { type Page, scan } from './till-parts.ts'

/* What members, second proofs and approvals refuse. */

const furniture = { members: true } as const
const consents = { service: true, marketing: false, profiling: false }
const newcomer = {
  phone: '13912345678',
  name: null,
  birthday: null,
  consents,
  referrerCode: null,
} satisfies CommandInput<'enrolMember'>

const plainChange = { memberId: wang.memberId, name: '王小明', phone: null, birthday: null } as const

/** Inputs that would be right on a till that can sell. */
export const memberPlain = {
  searchMembers: { query: '5678' },
  attachMember: { memberId: wang.memberId },
  enrolMember: newcomer,
  memberProfile: { memberId: wang.memberId },
  revealMember: { memberId: wang.memberId },
  setConsents: { memberId: wang.memberId, consents },
  changeProfile: plainChange,
  beginAct: {},
  proveMember: { actId: idOf(8), memberId: wang.memberId, proof: { kind: 'member_pin', pin: wangs.pin } },
  requestOneTimeCode: { actId: idOf(8), memberId: wang.memberId, amount: money(1) },
  approveAct: { actId: idOf(8), amount: money(1), ...pinOf(staff.supervisor), reason: '已核对' },
} as const

function pinOf({ code, pin }: { readonly code: string; readonly pin: string }) {
  return { code, pin }
}

const stranger = idOf(77)

/** Members of other areas are not here. */
const ofAreas = { members: true, programme: { privacy: { days: 400, areas: [] } } }

const memberRows: Row[] = [
  {
    command: 'searchMembers',
    code: 'query_too_short',
    act: ({ page }) => page.call('searchMembers', { query: '12' }),
  },
  {
    command: 'searchMembers',
    code: 'member_not_here',
    furniture: ofAreas,
    act: ({ page }) => page.call('searchMembers', { query: '13988887777' }),
  },
  {
    command: 'takeScan',
    code: 'member_not_here',
    furniture: ofAreas,
    act: ({ page }) => page.call('takeScan', { text: memberCode(999), source: 'wedge' }),
  },
  {
    command: 'attachMember',
    code: 'member_unknown',
    act: ({ page }) => page.call('attachMember', { memberId: stranger }),
  },
  {
    command: 'attachMember',
    code: 'member_blacklisted',
    act: ({ page }) => page.call('attachMember', { memberId: blacklisted.memberId }),
  },
  ...(
    [
      ['phone_invalid', { phone: '123' }],
      ['name_invalid', { name: '\u001b@' }],
      ['consent_missing', { consents: { ...consents, service: false } }],
      ['member_exists', { phone: wangs.phone }],
      ['referrer_unknown', { referrerCode: memberCode(999) }],
    ] as const
  ).map(
    ([code, changed]): Row => ({
      command: 'enrolMember',
      code,
      act: ({ page }) => page.call('enrolMember', { ...newcomer, ...changed }),
    }),
  ),
  {
    command: 'memberProfile',
    code: 'member_unknown',
    act: ({ page }) => page.call('memberProfile', { memberId: stranger }),
  },
  {
    command: 'revealMember',
    code: 'role_not_allowed',
    act: ({ page }) => page.call('revealMember', { memberId: wang.memberId }),
  },
  ...(
    [
      ['member_unknown', stranger],
      ['nothing_to_reveal', poor.memberId],
    ] as const
  ).map(
    ([code, memberId]): Row => ({
      command: 'revealMember',
      code,
      furniture: { members: true, signedIn: 'supervisor' },
      act: ({ page }) => page.call('revealMember', { memberId }),
    }),
  ),
  {
    command: 'changeProfile',
    code: 'role_not_allowed',
    furniture,
    act: ({ page }) => page.call('changeProfile', plainChange),
  },
  ...(
    [
      ['member_unknown', { memberId: stranger }],
      ['name_invalid', { name: '\u001b@' }],
      ['phone_invalid', { phone: '123' }],
      ['member_exists', { memberId: poor.memberId, phone: wangs.phone }],
    ] as const
  ).map(
    ([code, changed]): Row => ({
      command: 'changeProfile',
      code,
      furniture: { members: true, signedIn: 'supervisor' },
      act: ({ page }) => page.call('changeProfile', { ...plainChange, ...changed }),
    }),
  ),
  {
    command: 'setConsents',
    code: 'member_unknown',
    act: ({ page }) => page.call('setConsents', { memberId: stranger, consents }),
  },
  {
    command: 'setConsents',
    code: 'consent_missing',
    act: ({ page }) =>
      page.call('setConsents', { memberId: wang.memberId, consents: { ...consents, service: false } }),
  },
]

const dynamicOf = (time = noon, nonce = '00'.repeat(8)) => dynamicCode(wang.memberId, time, nonce)

/** A dynamic code certified by a key nobody here knows. */
const unknownCertifier = dynamicCode(wang.memberId, noon, '00'.repeat(8), { keyId: 'ab'.repeat(8) })

/** What a till may say to a dynamic code, wherever it is taken. */
const dynamicCodes = [
  ['code_forged', dynamicOf().slice(0, -3)],
  ['code_key_unknown', unknownCertifier],
  ['code_stale', dynamicOf(noon - 600_000)],
] as const

async function prove(page: Page, proof: CommandInput<'proveMember'>['proof'], memberId = wang.memberId) {
  return page.call('proveMember', { actId: await begin(page), memberId, proof })
}

const proofRows: Row[] = [
  ...dynamicCodes.flatMap(([code, text]): Row[] => [
    { command: 'proveMember', code, act: ({ page }) => prove(page, { kind: 'dynamic_code', text }) },
    { command: 'takeScan', code, act: ({ page }) => scan(page, text) },
  ]),
  {
    command: 'proveMember',
    code: 'code_replayed',
    act: async ({ page }) => {
      await prove(page, { kind: 'dynamic_code', text: dynamicOf() })
      return prove(page, { kind: 'dynamic_code', text: dynamicOf() })
    },
  },
  {
    command: 'takeScan',
    code: 'code_replayed',
    act: async ({ page }) => {
      await scan(page, dynamicOf())
      return scan(page, dynamicOf())
    },
  },
  {
    command: 'takeScan',
    code: 'code_expired',
    act: ({ page }) => scan(page, signedCoupon({ notBefore: noon - 900_000_000, expiresAt: noon - 1_000 })),
  },
  {
    command: 'takeScan',
    code: 'code_not_yet_valid',
    act: ({ page }) => scan(page, signedCoupon({ notBefore: noon + 1_000 })),
  },
  {
    command: 'takeScan',
    code: 'code_forged',
    act: ({ page }) => scan(page, signedCoupon({}, strangerKey)),
  },
  {
    command: 'takeScan',
    code: 'account_unknown',
    act: ({ page }) => scan(page, giftCardCode(4_444)),
  },
  {
    command: 'proveMember',
    code: 'proof_wrong',
    act: ({ page }) => prove(page, { kind: 'member_pin', pin: '000000' }),
  },
  {
    command: 'proveMember',
    code: 'pin_locked',
    act: async ({ page }) => {
      for (let tries = 1; tries < 5; tries++) await prove(page, { kind: 'member_pin', pin: '000000' })
      return prove(page, { kind: 'member_pin', pin: '000000' })
    },
  },
  {
    command: 'proveMember',
    code: 'member_pin_missing',
    act: ({ page }) => prove(page, { kind: 'member_pin', pin: '000000' }, poor.memberId),
  },
  {
    command: 'proveMember',
    code: 'member_unknown',
    act: ({ page }) => prove(page, { kind: 'member_pin', pin: '000000' }, stranger),
  },
  {
    command: 'proveMember',
    code: 'online_only',
    act: ({ page }) => prove(page, { kind: 'one_time_code', code: '000000' }),
  },
  {
    command: 'requestOneTimeCode',
    code: 'online_only',
    act: ({ page }) => page.call('requestOneTimeCode', memberPlain.requestOneTimeCode),
  },
]

const approvalRows: Row[] = (
  [
    ['staff_unknown', { code: '999', pin: '000000' }],
    ['pin_wrong', { pin: '000000' }],
    ['approval_self', pinOf(staff.cashier)],
    ['approver_not_allowed', pinOf(staff.storeIt)],
    ['reason_missing', { reason: ' ' }],
  ] as const
).map(([code, changed]) => ({
  command: 'approveAct',
  code,
  act: ({ page }) => page.call('approveAct', { ...memberPlain.approveAct, ...changed }),
}))

/** Rows of members and proofs on a till of the members' chain. */
export const memberRefusalRows: readonly Row[] = [
  ...memberRows,
  ...proofRows,
  ...approvalRows,
  {
    command: 'approveAct',
    code: 'pin_locked',
    act: async ({ page }): ReturnType<Row['act']> => {
      const wrong = { ...memberPlain.approveAct, pin: '000000' }
      for (let tries = 1; tries < 5; tries++) await page.call('approveAct', wrong)
      return page.call('approveAct', wrong)
    },
  } satisfies Row,
].map((row) => ({ furniture, ...row }))

/** What is brought about elsewhere, or never by these codes. */
export const membersElsewhere = {
  'proveMember code_expired': 'a dynamic code that is old is stale',
  'proveMember code_not_yet_valid': 'a dynamic code of the future is stale',
  'proveMember one_time_code_wrong': 'needs a central: proofs.test.ts',
  'requestOneTimeCode member_unknown': 'needs a central: proofs.test.ts',
  'searchMembers member_coming': 'needs a central: elsewhere.test.ts',
  'takeScan member_coming': 'needs a central: elsewhere.test.ts',
  'takeScan member_nowhere': 'needs a central: elsewhere.test.ts',
  'enrolMember member_coming': 'needs a central: enrol-elsewhere.test.ts',
} as const
