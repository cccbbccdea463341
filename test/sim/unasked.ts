import type { CentralClient, CounterQuestions } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'

const nobody = () => Promise.reject(new CentralFault('unreachable', 'nobody is asked at the counter here'))

/** A stream on which nothing is said. */
async function* silence(stop: AbortSignal): AsyncGenerator<never, void> {
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }))
}

/** What tills ask while a customer waits, hints and renewal, where no test is about them. */
export const unasked: CounterQuestions & Pick<CentralClient, 'hints' | 'renew'> = {
  renew: nobody,
  hints: silence,
  transferPoints: nobody,
  transferCoupon: nobody,
  sendOneTimeCode: nobody,
  checkOneTimeCode: nobody,
  saleByReceipt: nobody,
  couponByCode: nobody,
  couponHistory: nobody,
  memberById: nobody,
  findMember: nobody,
  authorize: nobody,
  cancelAuthorization: nobody,
  lease: nobody,
  returnLease: nobody,
  disputes: nobody,
}
