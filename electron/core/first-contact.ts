import { createHash, timingSafeEqual } from 'node:crypto'
import { authorityProof, codeSecrets } from '../../codes/enrolment-code.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import { askAuthority, type CentralClientOptions } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'

/**
 * Learns whom to trust from the enrolment code alone: the central shows the chain's authority with a proof only who
 * knows the code can make, and the till never says the code before it has checked that. `pinned` is what store IT
 * already knows (`caSha256` of till.json). Answers the authority's certificate, DER, base64. Refuses
 * `enrolment_code_wrong`, `central_not_proven` and `central_unreachable`.
 */
export async function learnAuthority(
  line: Pick<CentralClientOptions, 'url' | 'appVersion' | 'stopped'> & {
    readonly pinned?: string | undefined
  },
  code: string,
): Promise<Result<string>> {
  const secrets = await codeSecrets(code)
  try {
    const { ca, proof } = await askAuthority(line, secrets.name)
    const wanted = Buffer.from(authorityProof(secrets.key, ca), 'hex')
    if (!timingSafeEqual(wanted, Buffer.from(proof, 'hex'))) return refuse('central_not_proven')
    if (line.pinned !== undefined && line.pinned !== sha256Of(ca)) return refuse('central_not_proven')
    return ok(ca)
  } catch (fault) {
    if (!(fault instanceof CentralFault)) throw fault
    return refuse(fault.kind === 'refused' ? 'enrolment_code_wrong' : 'central_unreachable')
  }
}

/** The fingerprint of a certificate (DER, base64), as the central prints it. */
function sha256Of(certificate: string): string {
  return createHash('sha256').update(Buffer.from(certificate, 'base64')).digest('hex')
}
