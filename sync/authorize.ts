import { createPublicKey, verify } from 'node:crypto'
import type { AuthorizeRequest } from '../contract/risk.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { Uuid } from '../domain/ids.ts'
import { refuse } from '../domain/refusal.ts'
import type { CentralWord } from '../domain/risk-decision.ts'
import type { CentralClient } from './central-client.ts'
import { CentralFault, type CentralFaultKind } from './central-fault.ts'
import { askCentral } from './online.ts'

/** Whether something carries this central's signature: Ed25519 over the canonical JSON (RFC 8785) of its other fields. */
export type SignedByCentral = (signed: { readonly sig: string }) => boolean

/** By the central's public key (SPKI DER, base64), given at enrolment. */
export function signedByCentral(centralKey: string): SignedByCentral {
  const key = createPublicKey({ key: Buffer.from(centralKey, 'base64'), format: 'der', type: 'spki' })
  return ({ sig, ...rest }) => verify(null, Buffer.from(canonicalJson(rest)), key, Buffer.from(sig, 'base64'))
}

/** What came of asking: the central's word, or that this id has had its answer and needs another (contract/risk.ts). */
export type Asked = Exclude<CentralWord, { kind: 'none' }> | { readonly kind: 'id_spent' } | NoWord

interface NoWord {
  readonly kind: 'none'
  readonly why: CentralFaultKind
}

export type AuthorizeQuestion = Omit<AuthorizeRequest, 'nonce'>

/** The central as the one authority: it decides, sets aside, and takes back. Never throws for what the world does. */
export interface Authority {
  readonly authorize: (question: AuthorizeQuestion) => Promise<Asked>
  /** Whether the central took back what it had set aside for the act. */
  readonly cancel: (actId: Uuid) => Promise<boolean>
  /** Whether the central took the rest back. */
  readonly returnLease: (leaseId: Uuid) => Promise<boolean>
}

export function createAuthority(deps: {
  readonly central: Pick<CentralClient, 'authorize' | 'cancelAuthorization' | 'returnLease'>
  readonly isSigned: SignedByCentral
  /** 64 hex digits nobody can guess. */
  readonly newNonce: () => string
}): Authority {
  const { central, isSigned, newNonce } = deps
  return {
    authorize: async (question) => {
      const nonce = newNonce()
      const asked = await askCentral(async () => {
        const answer = await central.authorize({ ...question, nonce })
        // A captive portal, or a word to another question: no answer at all.
        if (answer.id !== question.id || answer.nonce !== nonce || !isSigned(answer)) {
          throw new CentralFault('malformed', 'an answer that is not signed for this question')
        }
        return answer
      }, ['id_taken'])
      if (asked.kind === 'unknown') return { kind: 'none', why: asked.why }
      if (asked.kind === 'refused') return { kind: 'id_spent' }
      const { code, decision, expiresAt, serverTime } = asked.answer
      if (decision === 'declined') return { kind: 'declined', ...refusalOf(code ?? 'denied') }
      // What was set aside has lapsed or was given back: the first answer stands, and binds nobody any more.
      return expiresAt > serverTime ? { kind: 'approved' } : { kind: 'id_spent' }
    },
    cancel: async (actId) =>
      (await askCentral(() => central.cancelAuthorization(actId), [])).kind === 'answered',
    returnLease: async (leaseId) =>
      (await askCentral(() => central.returnLease(leaseId), [])).kind === 'answered',
  }
}

function refusalOf(code: Parameters<typeof refuse>[0]) {
  const { refusal } = refuse(code)
  return { refusal }
}
