import { z } from 'zod'
import { pinDigitsMax } from '../domain/limits.ts'
import {
  type CommandShape,
  done,
  elsewhereRefusals,
  memberRefusals,
  nothing,
  sellRefusals,
  signedCodeRefusals,
} from './command-shape.ts'
import { consentSchema } from './entities.ts'
import {
  amountPart,
  balancePart,
  bpsPart,
  countPart,
  instantPart,
  localTextPart,
  pointsPart,
  uuidPart,
} from './parts.ts'

const tierViewSchema = z.object({
  tierId: z.string(),
  name: localTextPart,
  honorific: localTextPart,
  tone: z.enum(['bronze', 'silver', 'gold', 'platinum', 'black']),
})

/** A member a search found, masked. */
export const candidateSchema = z.object({
  memberId: uuidPart,
  maskedName: z.string(),
  maskedPhone: z.string().nullable(),
  tier: tierViewSchema,
  status: z.enum(['active', 'frozen', 'blacklisted', 'merged', 'erased']),
  /** Enrolled at this till and not heard of by the chain yet. */
  provisional: z.boolean(),
})
export type MemberCandidate = z.infer<typeof candidateSchema>

/** All of the profile card (loyalty.md 1). What the role does not allow is null. */
export const profileSchema = z.object({
  memberId: uuidPart,
  code: z.string(),
  maskedName: z.string(),
  maskedPhone: z.string().nullable(),
  canReveal: z.boolean(),
  canCorrect: z.boolean(),
  provisional: z.boolean(),
  status: z.enum(['active', 'frozen', 'blacklisted', 'merged', 'erased']),
  statusReason: localTextPart.nullable(),
  tier: tierViewSchema,
  payBps: bpsPart,
  earnBps: bpsPart,
  plan: z.object({ name: localTextPart, until: instantPart }).nullable(),
  /** Of the tier, where it is more than for all: days goods come back, hours prices of campaigns begin earlier. */
  returnDays: countPart.nullable(),
  presaleHours: countPart.nullable(),
  points: z.object({
    spendable: balancePart,
    pending: balancePart,
    expiringSoon: balancePart,
    expiringSoonDays: countPart,
    /** Where they expire next: the first three ends. */
    ends: z.array(z.object({ at: instantPart, points: pointsPart })),
    debt: pointsPart,
    /** Of the family owner's that may be spent this month; null without a family. */
    family: pointsPart.nullable(),
  }),
  value: z.object({ principal: amountPart, gift: amountPart }).nullable(),
  growth: countPart,
  nextTier: z
    .object({
      name: localTextPart,
      missing: countPart,
      doneBps: z.int().min(0).max(10_000),
      /** From the programme's share of the way on. */
      sprint: z.boolean(),
    })
    .nullable(),
  graceUntil: instantPart.nullable(),
  protectionCards: countPart,
  lifetime: z.boolean(),
  badges: z.array(z.object({ name: localTextPart, until: instantPart })),
  challenge: z
    .object({ name: localTextPart, spend: amountPart, spent: amountPart, until: instantPart })
    .nullable(),
  birthday: z.enum(['today', 'week', 'no']),
  lifecycle: z.enum(['new', 'active', 'dormant', 'churn_risk']),
  valueClass: z.enum(['top', 'loyal', 'promising', 'at_risk', 'low']).nullable(),
  tags: z.array(z.string()),
  visits: z.array(z.object({ at: instantPart, storeNumber: z.string() })),
  memberSince: instantPart,
  consents: z.array(consentSchema),
  /** Live coupons, those that fit this basket first. */
  coupons: z.array(
    z.object({
      couponId: uuidPart,
      name: localTextPart,
      terms: localTextPart,
      fits: z.boolean(),
      amount: amountPart,
      expiresAt: instantPart,
      usesLeft: countPart,
    }),
  ),
})
export type MemberProfile = z.infer<typeof profileSchema>

const namePart = z.string().max(40)
const birthdayPart = z.string().regex(/^\d\d-\d\d$/)
const consentsPart = z.strictObject({ service: z.boolean(), marketing: z.boolean(), profiling: z.boolean() })

export const memberCommands = {
  /** By the last four digits of a phone, a whole phone number, or the initials of a name. */
  searchMembers: {
    input: z.strictObject({ query: z.string().max(40) }),
    output: z.object({ members: z.array(candidateSchema), more: z.boolean() }),
    refusals: [...sellRefusals, 'query_too_short', ...elsewhereRefusals],
  },
  attachMember: {
    input: z.strictObject({ memberId: uuidPart }),
    output: done,
    refusals: [...sellRefusals, ...memberRefusals],
  },
  enrolMember: {
    input: z.strictObject({
      phone: z.string().max(30),
      name: namePart.nullable(),
      birthday: birthdayPart.nullable(),
      consents: consentsPart,
      /** Their member code or phone. */
      referrerCode: z.string().max(20).nullable(),
    }),
    output: z.object({
      memberId: uuidPart,
      code: z.string(),
      maskedName: z.string(),
      welcome: z.array(localTextPart),
    }),
    refusals: [
      ...sellRefusals,
      'phone_invalid',
      'name_invalid',
      'consent_missing',
      /** {maskedName, memberId}: attach that one instead. */
      'member_exists',
      'member_coming',
      'referrer_unknown',
    ],
  },
  memberProfile: {
    input: z.strictObject({ memberId: uuidPart }),
    output: profileSchema,
    refusals: [...sellRefusals, 'member_unknown'],
  },
  /** Name and phone in clear, for roles that may; recorded. */
  revealMember: {
    input: z.strictObject({ memberId: uuidPart }),
    output: z.object({ name: z.string(), phone: z.string().nullable() }),
    refusals: [...sellRefusals, 'member_unknown', 'nothing_to_reveal'],
  },
  /** Puts right what was typed wrong, for roles that may; null is left alone. */
  changeProfile: {
    input: z.strictObject({
      memberId: uuidPart,
      name: namePart.nullable(),
      phone: z.string().max(30).nullable(),
      birthday: birthdayPart.nullable(),
    }),
    output: done,
    refusals: [...sellRefusals, 'member_unknown', 'name_invalid', 'phone_invalid', 'member_exists'],
  },
  setConsents: {
    input: z.strictObject({ memberId: uuidPart, consents: consentsPart }),
    output: done,
    refusals: [...sellRefusals, 'member_unknown', 'consent_missing'],
  },
} as const satisfies Record<string, CommandShape>

/** Second proofs and approvals (loyalty.md 4). */
export const proofCommands = {
  /** An id for an act outside a sale: the event will have it, and asking again does nothing twice. */
  beginAct: { input: nothing, output: z.object({ actId: uuidPart }), refusals: sellRefusals },
  /** A second proof for the act `actId` (a sale's id, or one of `beginAct`) of the member it is for. */
  proveMember: {
    input: z.strictObject({
      actId: uuidPart,
      memberId: uuidPart,
      proof: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('dynamic_code'), text: z.string().max(2_000) }),
        z.strictObject({ kind: z.literal('one_time_code'), code: z.string().regex(/^\d{6}$/) }),
        z.strictObject({ kind: z.literal('member_pin'), pin: z.string().regex(/^\d{6,12}$/) }),
      ]),
    }),
    output: done,
    refusals: [
      ...sellRefusals,
      ...signedCodeRefusals,
      'proof_wrong',
      'one_time_code_wrong',
      'member_pin_missing',
      'pin_locked',
      'online_only',
      'member_unknown',
    ],
  },
  /** Asks the central to send the member six digits. */
  requestOneTimeCode: {
    input: z.strictObject({ actId: uuidPart, memberId: uuidPart, amount: amountPart }),
    output: z.object({ sentTo: z.string(), expiresAt: instantPart }),
    refusals: [...sellRefusals, 'online_only', 'member_unknown'],
  },
  /** A second person's word, bound to the act and what it is worth, for a short time. */
  approveAct: {
    input: z.strictObject({
      actId: uuidPart,
      amount: amountPart,
      code: z.string().regex(/^\d{3,6}$/),
      pin: z.string().regex(/^\d+$/).max(pinDigitsMax),
      reason: z.string().max(200),
    }),
    output: z.object({ approver: z.string() }),
    refusals: [
      ...sellRefusals,
      'staff_unknown',
      'pin_wrong',
      'pin_locked',
      'approval_self',
      'approver_not_allowed',
      'reason_missing',
    ],
  },
} as const satisfies Record<string, CommandShape>
