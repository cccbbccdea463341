import { z } from 'zod'
import {
  couponFoundSchema,
  couponHistorySchema,
  couponTransferAnswerSchema,
  couponTransferRequestSchema,
  memberFindAnswerSchema,
  memberFindRequestSchema,
  memberFoundSchema,
  oneTimeCheckAnswerSchema,
  oneTimeCheckRequestSchema,
  oneTimeCodeAnswerSchema,
  oneTimeCodeRequestSchema,
  saleAnswerSchema,
  transferAnswerSchema,
  transferRequestSchema,
} from '../../contract/online.ts'
import { uuidPart } from '../../contract/parts.ts'
import { problemSchema } from '../../contract/wire.ts'
import type { Central } from '../central.ts'
import { bringMember } from '../online/bring-member.ts'
import { couponByCode, couponHistory } from '../online/coupons.ts'
import { memberById } from '../online/find-member.ts'
import { checkOneTimeCode, sendOneTimeCode } from '../online/one-time-codes.ts'
import { saleByReceipt } from '../online/sales.ts'
import { transferPoints } from '../online/transfer.ts'
import { transferCoupon } from '../online/transfer-coupon.ts'
import type { TerminalRow } from '../tables/terminal.ts'
import type { Application } from './application.ts'

const byTerminal = [{ terminal: [] }]

/** What a till asks while a customer waits (contract/online.ts). `callerOf` is the terminal a request came from. */
export function addOnlineRoutes(
  application: Application,
  central: Central,
  callerOf: (request: object) => TerminalRow,
): void {
  addActs(application, central, callerOf)
  addLookUps(application, central)
}

function addActs(
  application: Application,
  central: Central,
  callerOf: (request: object) => TerminalRow,
): void {
  application.route({
    method: 'POST',
    url: '/v1/transfers',
    schema: {
      summary: 'Points from member to member; asked again with the same act it answers the same',
      security: byTerminal,
      body: transferRequestSchema,
      response: { 200: transferAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => transferPoints(central, callerOf(request), request.body),
  })
  application.route({
    method: 'POST',
    url: '/v1/coupon-transfers',
    schema: {
      summary: 'A coupon from its owner to another member; asked again with the same act it answers the same',
      security: byTerminal,
      body: couponTransferRequestSchema,
      response: { 200: couponTransferAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => transferCoupon(central, callerOf(request), request.body),
  })
  application.route({
    method: 'POST',
    url: '/v1/members/find',
    schema: {
      summary: 'A member the till does not copy, who counts as seen at its store from now on',
      security: byTerminal,
      body: memberFindRequestSchema,
      response: { 200: memberFindAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => bringMember(central, callerOf(request), request.body),
  })
  application.route({
    method: 'POST',
    url: '/v1/one-time-codes',
    schema: {
      summary: 'Send a member six digits for one act',
      security: byTerminal,
      body: oneTimeCodeRequestSchema,
      response: { 200: oneTimeCodeAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => sendOneTimeCode(central, callerOf(request), request.body),
  })
  application.route({
    method: 'POST',
    url: '/v1/one-time-codes/check',
    schema: {
      summary: 'Whether the digits are those sent for the act',
      security: byTerminal,
      body: oneTimeCheckRequestSchema,
      response: { 200: oneTimeCheckAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => checkOneTimeCode(central, request.body),
  })
}

function addLookUps(application: Application, central: Central): void {
  const { database, clock } = central
  application.route({
    method: 'GET',
    url: '/v1/sales/:receiptNumber',
    schema: {
      summary: 'A sale by its receipt, with what has come back of it',
      security: byTerminal,
      params: z.object({ receiptNumber: z.string().min(1).max(60) }),
      response: { 200: saleAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => saleByReceipt(database, request.params.receiptNumber),
  })
  application.route({
    method: 'GET',
    url: '/v1/coupons/:code',
    schema: {
      summary: 'A coupon by its plain code',
      security: byTerminal,
      params: z.object({ code: z.string().min(1).max(20) }),
      response: { 200: couponFoundSchema, '4xx': problemSchema },
    },
    handler: (request) => couponByCode(database, request.params.code),
  })
  application.route({
    method: 'GET',
    url: '/v1/coupons/:couponId/history',
    schema: {
      summary: 'What happened to a coupon, oldest first',
      security: byTerminal,
      params: z.object({ couponId: uuidPart }),
      response: { 200: couponHistorySchema, '4xx': problemSchema },
    },
    handler: (request) => couponHistory(database, request.params.couponId, clock()),
  })
  application.route({
    method: 'GET',
    url: '/v1/members/:memberId',
    schema: {
      summary: 'A member as of this moment',
      security: byTerminal,
      params: z.object({ memberId: uuidPart }),
      response: { 200: memberFoundSchema, '4xx': problemSchema },
    },
    handler: async (request) => ({ member: await memberById(database, request.params.memberId) }),
  })
}
