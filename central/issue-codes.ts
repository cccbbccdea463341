import { createPrivateKey } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { memberTagOf, signCoupon } from '../codes/coupon.ts'
import { publicKeyOf, rawPublicKey } from '../codes/keys.ts'
import { issueMemberCertificate } from '../codes/member-certificate.ts'
import { signMemberCode } from '../codes/member-code.ts'
import type { Coupon } from '../domain/coupon.ts'
import type { Uuid } from '../domain/ids.ts'
import { issueCoupon } from '../domain/issue-coupon.ts'
import { memberCertificateMs } from '../domain/limits.ts'
import type { Money } from '../domain/money.ts'
import { templateOf } from '../domain/programme.ts'
import { couponCode } from '../domain/scan.ts'
import { type CodeImages, drawCode } from './code-images.ts'
import { type CodeKeyRow, keyInForce, listCodeKeys, signingKeyOf } from './code-keys.ts'
import type { Database, Statements, Transaction } from './database.ts'
import { newId, newNonce, newSigningKeyPair, randomBelow } from './ids.ts'
import { newestProgramme } from './programmes.ts'
import { chainTable, upsertSql } from './tables/chain-rows.ts'
import { lockChanges, nextChangeNumber } from './tables/change-counter.ts'

/** What was asked for cannot be issued; the message says why, for the operator. */
export class CannotIssue extends Error {
  override readonly name = 'CannotIssue'
}

export interface CouponWish {
  readonly templateId: Uuid
  /** Whose it becomes, by member code; null = bearer. */
  readonly memberCode: string | null
  /** The one store that takes it, by number; null = all of the template. */
  readonly storeNumber: string | null
  /** In fen; null = the template says what it is worth. */
  readonly face: Money | null
}

export interface IssuedCoupon {
  readonly couponId: Uuid
  /** The plain code of the same coupon. */
  readonly code: string
  readonly text: string
}

/**
 * Issues a coupon of the newest programme's template as a row of the chain and as a signed text. Throws `CannotIssue`
 * when template, member, store or key are missing.
 */
export function issueSignedCoupon(database: Database, wish: CouponWish, now: number): Promise<IssuedCoupon> {
  return database.transaction(async (tx) => {
    await lockChanges(tx)
    const changeNumber = await nextChangeNumber(tx, now)
    const programme = await newestProgramme(tx)
    const template = programme && templateOf(programme, wish.templateId)
    if (!template) throw new CannotIssue('no such template in the newest programme')
    const key = await keyFor(tx, 'coupon', now)
    const member = wish.memberCode === null ? null : await memberByCode(tx, wish.memberCode)
    const store = await storeOf(tx, wish.storeNumber)
    const coupon = issueCoupon(template, {
      couponId: newId(now),
      code: await freeCode(tx),
      member,
      now: wholeSecond(now),
      timeZone: store.timeZone,
    })
    await addCoupon(tx, coupon, changeNumber)
    const homeStoreId = wish.storeNumber === null ? null : store.storeId
    const text = signCoupon(
      {
        couponId: coupon.couponId,
        templateId: coupon.templateId,
        face: wish.face,
        issuedAt: coupon.issuedAt,
        notBefore: wholeSecond(coupon.validFrom),
        expiresAt: wholeSecond(coupon.validTo),
        homeStoreId,
        usesMax: coupon.usesMax,
        memberTag: member && memberTagOf(member.memberId, key.memberTagKey ?? ''),
      },
      signingKeyOf(key),
    )
    return { couponId: coupon.couponId, code: coupon.code, text }
  })
}

export interface IssuedCertificate {
  readonly memberId: Uuid
  /** COSE_Sign1, base64: what the member's app puts into each code. */
  readonly certificate: string
  /** First instant at which it is expired, epoch ms. */
  readonly expiresAt: number
}

/**
 * Certifies a phone's public key (Ed25519, base64 of the raw bytes or of SPKI DER) for a member, for as long as may be.
 * Throws `CannotIssue` when member or key are missing, or the phone's key is no safe one.
 */
export async function issueCertificate(
  on: Statements,
  wish: { readonly memberCode: string; readonly deviceKey: string },
  now: number,
): Promise<IssuedCertificate> {
  const { memberId } = await memberByCode(on, wish.memberCode)
  const device = publicKeyOf(wish.deviceKey)
  if (!device) throw new CannotIssue('the device key is no Ed25519 public key')
  const notBefore = wholeSecond(now)
  const expiresAt = notBefore + memberCertificateMs
  const certificate = issueMemberCertificate(
    { memberId, deviceKey: rawPublicKey(device), notBefore, expiresAt },
    signingKeyOf(await keyFor(on, 'member', now)),
  )
  return { memberId, certificate: Buffer.from(certificate).toString('base64'), expiresAt }
}

/** A phone of our own making, to try codes without an app: its key, and a code it signed just now. */
export interface TriedPhone extends IssuedCertificate {
  /** PKCS 8 DER, base64. */
  readonly devicePrivateKey: string
  readonly text: string
}

/** Makes a phone's key, certifies it and signs a code with it, fresh for a minute from `now`. */
export async function tryPhone(on: Statements, memberCode: string, now: number): Promise<TriedPhone> {
  const { publicKey, privateKey } = newSigningKeyPair()
  const issued = await issueCertificate(on, { memberCode, deviceKey: publicKey }, now)
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' })
  const claims = { time: wholeSecond(now), nonce: newNonce() }
  const text = signMemberCode(claims, Buffer.from(issued.certificate, 'base64'), key)
  return { ...issued, devicePrivateKey: privateKey, text }
}

/** Draws an issued text into a folder, made when it is missing. */
export function drawInto(folder: string, name: string, text: string): Promise<CodeImages> {
  mkdirSync(folder, { recursive: true })
  return drawCode(text, folder, name)
}

const memberSql = `SELECT m."memberId", m."birthday" FROM identifier i JOIN member m ON m."memberId" = i."memberId"
  WHERE i."kind" = 'member_code' AND i."value" = $1 AND m."status" NOT IN ('merged', 'erased')`
const storeSql = `SELECT "storeId", "timeZone" FROM store WHERE $1::text IS NULL OR "number" = $1
  ORDER BY "number" LIMIT 1`
const codeTakenSql = 'SELECT EXISTS (SELECT FROM coupon WHERE "code" = $1) AS "taken"'

/** Numbers of coupon codes have twelve digits. */
const couponNumbers = 1_000_000_000_000

async function memberByCode(
  on: Statements,
  code: string,
): Promise<{ readonly memberId: Uuid; readonly birthday: string | null }> {
  const [member] = await on.query<{ memberId: Uuid; birthday: string | null }>(memberSql, [code])
  if (!member) throw new CannotIssue('no member has this code')
  return member
}

/** The store of a number, or without one the chain's first: its time zone tells where days end. */
async function storeOf(
  on: Statements,
  number: string | null,
): Promise<{ readonly storeId: Uuid; readonly timeZone: string }> {
  const [store] = await on.query<{ storeId: Uuid; timeZone: string }>(storeSql, [number])
  if (!store) throw new CannotIssue('no store has this number')
  return store
}

async function keyFor(on: Statements, use: CodeKeyRow['use'], now: number): Promise<CodeKeyRow> {
  const key = keyInForce(await listCodeKeys(on), use, now)
  if (!key) throw new CannotIssue('no key in force: make keys and publish a programme with them')
  return key
}

async function freeCode(tx: Transaction): Promise<string> {
  for (;;) {
    const code = couponCode(randomBelow(couponNumbers))
    const [row] = await tx.query<{ taken: boolean }>(codeTakenSql, [code])
    if (!row?.taken) return code
  }
}

async function addCoupon(tx: Transaction, coupon: Coupon, changeNumber: number): Promise<void> {
  const table = chainTable('coupon')
  if (!table) throw new CannotIssue('the chain has no coupons')
  await tx.query(upsertSql(table), [JSON.stringify([coupon]), changeNumber])
}

function wholeSecond(instant: number): number {
  return instant - (instant % 1_000)
}
