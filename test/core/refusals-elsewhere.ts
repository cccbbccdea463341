import { couponsPerBasketMax } from '../../domain/limits.ts'
import { giveCouponElsewhere } from './give-coupon-rows.ts'
import { leasesElsewhere } from './lease-rows.ts'
import { membersElsewhere } from './member-rows.ts'
import { pointsElsewhere } from './points-rows.ts'
import { returnsElsewhere } from './return-rows.ts'
import { shiftsElsewhere } from './shift-rows.ts'
import { verifyElsewhere } from './verify-rows.ts'

/** Refusals of the contract that no single act can bring about here, with the reason. */
export const elsewhere: Readonly<Record<string, string>> = {
  'enterTraining training_on': 'training.test.ts',
  'enterTraining sale_fate_open': 'training.test.ts',
  ...pointsElsewhere,
  ...giveCouponElsewhere,
  ...returnsElsewhere,
  ...membersElsewhere,
  ...verifyElsewhere,
  ...leasesElsewhere,
  ...shiftsElsewhere,
  'signIn pin_locked': 'pin.test.ts',
  'enrolTill enrolment_code_wrong': 'enrol.test.ts',
  'enrolTill central_not_proven': 'enrol.test.ts',
  'renewTill enrolment_code_wrong': 'away.test.ts',
  'renewTill central_unreachable': 'away.test.ts',
  'takeScan coupons_too_many': `more than ${couponsPerBasketMax} coupons that stack, see domain tests of withCoupon`,
  'redeemCoupon coupons_too_many': 'as takeScan',
  'redeemCoupon coupon_template_unknown': 'a coupon without its template does not exist: coupon_unknown',
  'commitSale coupon_used':
    'a coupon that is used up gives nothing, and the sum then differs: basket_changed',
  'commitSale points_not_enough':
    'points that are gone give nothing, and the sum then differs: basket_changed',
  'setQuantity basket_full': 'a sum beyond all money, see domain tests of withAmount',
  'addProduct basket_full': 'as takeScan',
  'saveDevices setup_not_saved': 'WZ3 in device-setup.test.ts',
  'importDevices setup_file_invalid': 'WZ4 in device-setup.test.ts',
  'importDevices setup_not_saved': 'the file is written as saveDevices does',
  'settlePrint sale_unknown': 'as reprintReceipt, and a sale with a print job is there',
  'printTestPage printer_none': 'WZ6 in device-setup.test.ts',
  'printTestPage printer_not_ready': 'WZ6 in device-setup.test.ts',
}
