import { acknowledgeSale } from './commands/acknowledge-sale.ts'
import { addProduct } from './commands/add-product.ts'
import { approveAct } from './commands/approve-act.ts'
import { attachMember } from './commands/attach-member.ts'
import { beginAct } from './commands/begin-act.ts'
import { beginLesson } from './commands/begin-lesson.ts'
import { burnPoints } from './commands/burn-points.ts'
import { changeProfile } from './commands/change-profile.ts'
import { chooseCoupons } from './commands/choose-coupons.ts'
import { clearBasket } from './commands/clear-basket.ts'
import { closeShift } from './commands/close-shift.ts'
import { commitSale } from './commands/commit-sale.ts'
import { couponHistory } from './commands/coupon-history.ts'
import { dayReport } from './commands/day-report.ts'
import { detachMember } from './commands/detach-member.ts'
import { donatePoints } from './commands/donate-points.ts'
import { drawLottery } from './commands/draw-lottery.ts'
import { endLesson } from './commands/end-lesson.ts'
import { enrolMember } from './commands/enrol-member.ts'
import { enrolTill } from './commands/enrol-till.ts'
import { enterTraining } from './commands/enter-training.ts'
import { exchangeGift } from './commands/exchange-gift.ts'
import { explainPrice } from './commands/explain-price.ts'
import { exportDayReport } from './commands/export-day-report.ts'
import { findAccount } from './commands/find-account.ts'
import { findDevices } from './commands/find-devices.ts'
import { findSale } from './commands/find-sale.ts'
import { holdBasket } from './commands/hold-basket.ts'
import { importDevices } from './commands/import-devices.ts'
import { leaseDesk } from './commands/lease-desk.ts'
import { leaveTraining } from './commands/leave-training.ts'
import { listPrints } from './commands/list-prints.ts'
import { lookAtCount } from './commands/look-at-count.ts'
import { memberProfile } from './commands/member-profile.ts'
import { moveCash } from './commands/move-cash.ts'
import { moveStock } from './commands/move-stock.ts'
import { openDrawer } from './commands/open-drawer.ts'
import { openShift } from './commands/open-shift.ts'
import { pointsDesk } from './commands/points-desk.ts'
import { previewPrint } from './commands/preview-print.ts'
import { printTestPage } from './commands/print-test-page.ts'
import { proveMember } from './commands/prove-member.ts'
import { quoteReturn } from './commands/quote-return.ts'
import { recallBasket } from './commands/recall-basket.ts'
import { recentRedemptions } from './commands/recent-redemptions.ts'
import { recentSales } from './commands/recent-sales.ts'
import { recentShifts } from './commands/recent-shifts.ts'
import { reconcileNow } from './commands/reconcile-now.ts'
import { redeemAlone } from './commands/redeem-alone.ts'
import { redeemCoupon } from './commands/redeem-coupon.ts'
import { removeCoupon } from './commands/remove-coupon.ts'
import { removeLine } from './commands/remove-line.ts'
import { renewTill } from './commands/renew-till.ts'
import { reprintReceipt } from './commands/reprint-receipt.ts'
import { reprintShift } from './commands/reprint-shift.ts'
import { requestOneTimeCode } from './commands/request-one-time-code.ts'
import { returnLease } from './commands/return-lease.ts'
import { returnSale } from './commands/return-sale.ts'
import { returnWithoutSale } from './commands/return-without-sale.ts'
import { revealMember } from './commands/reveal-member.ts'
import { routePrints } from './commands/route-prints.ts'
import { routeScans } from './commands/route-scans.ts'
import { saveDevices } from './commands/save-devices.ts'
import { searchMembers } from './commands/search-members.ts'
import { searchProducts } from './commands/search-products.ts'
import { setConsents } from './commands/set-consents.ts'
import { setLanguage } from './commands/set-language.ts'
import { setQuantity } from './commands/set-quantity.ts'
import { settlePrint } from './commands/settle-print.ts'
import { shiftReport } from './commands/shift-report.ts'
import { signIn } from './commands/sign-in.ts'
import { signOut } from './commands/sign-out.ts'
import { storeDisputes } from './commands/store-disputes.ts'
import { syncNow } from './commands/sync-now.ts'
import { takeHint } from './commands/take-hint.ts'
import { takeLease } from './commands/take-lease.ts'
import { takeScan } from './commands/take-scan.ts'
import { takeSuggestion } from './commands/take-suggestion.ts'
import { topUpOffer } from './commands/top-up-offer.ts'
import { topUpValue } from './commands/top-up-value.ts'
import { transferCoupon } from './commands/transfer-coupon.ts'
import { transferPoints } from './commands/transfer-points.ts'
import { undoChange } from './commands/undo-change.ts'
import { undoRedemption } from './commands/undo-redemption.ts'
import { verifyCoupon } from './commands/verify-coupon.ts'
import type { Counter } from './counter.ts'
import type { Handlers } from './router.ts'

/** Every verb of the contract with who does it. */
export function handlersOf(counter: Counter): Handlers {
  return {
    signIn: (input) => signIn(counter, input),
    signOut: () => signOut(counter),
    enrolTill: (input) => enrolTill(counter, input),
    renewTill: (input) => renewTill(counter, input),
    takeScan: (input) => takeScan(counter, input),
    routeScans: (input) => routeScans(counter, input),
    searchProducts: (input) => searchProducts(counter, input),
    addProduct: (input) => addProduct(counter, input),
    setQuantity: (input) => setQuantity(counter, input),
    removeLine: (input) => removeLine(counter, input),
    undoChange: () => undoChange(counter),
    clearBasket: () => clearBasket(counter),
    holdBasket: () => holdBasket(counter),
    recallBasket: (input) => recallBasket(counter, input),
    detachMember: () => detachMember(counter),
    redeemCoupon: (input) => redeemCoupon(counter, input),
    removeCoupon: (input) => removeCoupon(counter, input),
    burnPoints: (input) => burnPoints(counter, input),
    commitSale: (input) => commitSale(counter, input),
    recentSales: () => recentSales(counter),
    reprintReceipt: (input) => reprintReceipt(counter, input),
    acknowledgeSale: () => acknowledgeSale(counter),
    syncNow: () => syncNow(counter),
    reconcileNow: () => reconcileNow(counter),
    searchMembers: (input) => searchMembers(counter, input),
    attachMember: (input) => attachMember(counter, input),
    enrolMember: (input) => enrolMember(counter, input),
    memberProfile: (input) => memberProfile(counter, input),
    revealMember: (input) => revealMember(counter, input),
    changeProfile: (input) => changeProfile(counter, input),
    setConsents: (input) => setConsents(counter, input),
    proveMember: (input) => proveMember(counter, input),
    requestOneTimeCode: (input) => requestOneTimeCode(counter, input),
    approveAct: (input) => approveAct(counter, input),
    lookAtCount: (input) => lookAtCount(counter, input),
    beginAct: () => beginAct(counter),
    verifyCoupon: (input) => verifyCoupon(counter, input),
    redeemAlone: (input) => redeemAlone(counter, input),
    undoRedemption: (input) => undoRedemption(counter, input),
    recentRedemptions: () => recentRedemptions(counter),
    couponHistory: (input) => couponHistory(counter, input),
    moveStock: (input) => moveStock(counter, input),
    pointsDesk: () => pointsDesk(counter),
    exchangeGift: (input) => exchangeGift(counter, input),
    drawLottery: (input) => drawLottery(counter, input),
    donatePoints: (input) => donatePoints(counter, input),
    transferPoints: (input) => transferPoints(counter, input),
    transferCoupon: (input) => transferCoupon(counter, input),
    findAccount: (input) => findAccount(counter, input),
    topUpOffer: () => topUpOffer(counter),
    topUpValue: (input) => topUpValue(counter, input),
    findSale: (input) => findSale(counter, input),
    quoteReturn: (input) => quoteReturn(counter, input),
    returnSale: (input) => returnSale(counter, input),
    returnWithoutSale: (input) => returnWithoutSale(counter, input),
    leaseDesk: (input) => leaseDesk(counter, input),
    takeLease: (input) => takeLease(counter, input),
    returnLease: (input) => returnLease(counter, input),
    storeDisputes: () => storeDisputes(counter),
    dayReport: (input) => dayReport(counter, input),
    exportDayReport: (input) => exportDayReport(counter, input),
    openShift: (input) => openShift(counter, input),
    moveCash: (input) => moveCash(counter, input),
    shiftReport: (input) => shiftReport(counter, input),
    closeShift: (input) => closeShift(counter, input),
    recentShifts: () => recentShifts(counter),
    reprintShift: (input) => reprintShift(counter, input),
    openDrawer: (input) => openDrawer(counter, input),
    findDevices: () => findDevices(counter),
    saveDevices: (input) => saveDevices(counter, input),
    importDevices: (input) => importDevices(counter, input),
    printTestPage: (input) => printTestPage(counter, input),
    listPrints: () => listPrints(counter),
    previewPrint: (input) => previewPrint(counter, input),
    routePrints: (input) => routePrints(counter, input),
    settlePrint: (input) => settlePrint(counter, input),
    chooseCoupons: (input) => chooseCoupons(counter, input),
    explainPrice: () => explainPrice(counter),
    takeSuggestion: (input) => takeSuggestion(counter, input),
    enterTraining: () => enterTraining(counter),
    leaveTraining: () => leaveTraining(counter),
    beginLesson: (input) => beginLesson(counter, input),
    takeHint: () => takeHint(counter),
    endLesson: () => endLesson(counter),
    setLanguage: (input) => setLanguage(counter, input),
  }
}
