import type { CounterQuestions } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'

const nobody = () => Promise.reject(new CentralFault('unreachable', 'nobody is asked at the counter here'))

/** What tills ask while a customer waits, where no test asks it. */
export const unasked: CounterQuestions = {
  transferPoints: nobody,
  sendOneTimeCode: nobody,
  checkOneTimeCode: nobody,
  saleByReceipt: nobody,
  couponByCode: nobody,
  couponHistory: nobody,
  memberById: nobody,
}
