import type { Lesson } from './training.ts'
import { hasEvent, payHint, sale, second } from './training-steps.ts'

/* Lessons of what goes beyond: coupons without goods, returns, an unknown card offline, a second person. */

export const verify: Lesson = {
  lessonId: 'verify',
  title: { zh: '核销一张券', en: 'Verify a coupon' },
  about: {
    zh: '能用的券核销掉；再来一次就要拒绝。',
    en: 'A good coupon is redeemed; the same one again is refused.',
  },
  guideMs: 60 * second,
  steps: [
    {
      says: {
        zh: '顾客拿着服务券来：按 F8 打开核销，扫券看能不能用。',
        en: 'A customer brings a service coupon: press F8 and scan it to see whether it is good.',
      },
      hint: { zh: '按 F8，再点上方的券。', en: 'Press F8, then touch the coupon above.' },
      props: ['coupon'],
      check: {
        kind: 'deed',
        holds: ({ found, refused, verb }) => verb === 'verifyCoupon' && refused === null && found === null,
      },
    },
    {
      says: { zh: '可以用：核销它。', en: 'It is good: redeem it.' },
      hint: { zh: '按 Enter。', en: 'Press Enter.' },
      props: [],
      check: { kind: 'deed', holds: (deed) => hasEvent(deed, 'coupon.redeemed') },
    },
    {
      says: {
        zh: '顾客又递来同一张券：再扫一次，看清为什么不能用。',
        en: 'The same coupon is handed over again: scan it and see why it is refused.',
      },
      hint: {
        zh: '再点一次上方的券；红色就是不能用，原因写在下面。',
        en: 'Touch the coupon again; red means no, the reason stands below.',
      },
      props: ['coupon'],
      check: { kind: 'deed', holds: ({ found, verb }) => verb === 'verifyCoupon' && found !== null },
    },
  ],
}

export const takeBack: Lesson = {
  lessonId: 'take_back',
  title: { zh: '退货', en: 'Goods come back' },
  about: { zh: '卖出两件，其中一件退回来。', en: 'Two are sold, one comes back.' },
  guideMs: 90 * second,
  steps: [
    {
      ...sale(
        { says: { zh: '扫两件商品并收款。', en: 'Scan two articles and take the payment.' }, hint: payHint },
        ({ lines }) => lines.length >= 2,
      ),
      props: ['rice', 'oil'],
    },
    {
      says: {
        zh: '顾客退其中一件：按 F9 选“退货”，找到这张小票，选一件退掉。',
        en: 'One comes back: press F9, choose returns, find this receipt and take one article back.',
      },
      hint: {
        zh: '按 F9 选退货，点上方的小票，选好件数和原因，再按 Enter。',
        en: 'Press F9, choose returns, touch the receipt above, choose how many and why, then Enter.',
      },
      props: ['receipt'],
      check: { kind: 'deed', holds: (deed) => hasEvent(deed, 'sale.returned') },
      mayRefuse: ['sale_unknown'],
    },
  ],
}

export const offlineUnknown: Lesson = {
  lessonId: 'offline_unknown',
  title: { zh: '断网遇到陌生卡', en: 'Offline, and a card nobody knows' },
  about: {
    zh: '联系不上总部，卡也不认识：照样服务。',
    en: 'Head office is out of reach and the card unknown: serve all the same.',
  },
  guideMs: 120 * second,
  steps: [
    {
      says: {
        zh: '没有网络，顾客出示一张本机不认识的卡：扫一下，读出原因。',
        en: 'There is no network and the till does not know this card: scan it and read why.',
      },
      hint: { zh: '点上方的陌生卡。', en: 'Touch the unknown card above.' },
      props: ['unknown_card'],
      check: {
        kind: 'deed',
        holds: ({ refused, verb }) => verb === 'takeScan' && refused === 'member_unknown',
      },
    },
    {
      says: {
        zh: '顾客愿意入会：按两次 F2，用手机号办一个新会员。',
        en: 'The customer would like to join: press F2 twice and enrol them by phone.',
      },
      hint: {
        zh: '输入任意一个 11 位手机号和姓名，勾选同意，按 Enter 一步步走完。',
        en: 'Type any 11-digit phone and a name, tick the consent, go on with Enter.',
      },
      props: [],
      check: { kind: 'deed', holds: (deed) => hasEvent(deed, 'member.enrolled') },
      mayRefuse: ['member_unknown', 'member_exists'],
    },
    {
      ...sale(
        {
          says: { zh: '扫一件商品，给新会员结账。', en: 'Scan an article and sell it to the new member.' },
          hint: payHint,
        },
        ({ member }) => member !== null,
      ),
      props: ['milk'],
    },
  ],
}

export const stepUp: Lesson = {
  lessonId: 'step_up',
  title: { zh: '请主管复核', en: 'Ask the supervisor' },
  about: { zh: '积分用得多时，要第二个人确认。', en: 'Many points at once need a second person’s word.' },
  guideMs: 100 * second,
  steps: [
    {
      says: { zh: '扫会员卡，再扫奶粉。', en: 'Scan the member card, then the infant formula.' },
      hint: { zh: '点上方的会员卡和奶粉。', en: 'Touch the card and the formula above.' },
      props: ['member_card', 'formula'],
      check: { kind: 'state', holds: ({ memberId, pieces }) => memberId !== null && pieces >= 1 },
    },
    {
      says: {
        zh: '顾客要用 5000 积分：在收款界面加到 5000 或更多。',
        en: 'The customer wants to use 5,000 points: raise them to that or more while taking payment.',
      },
      hint: { zh: '按 F12，点“全部”。', en: 'Press F12 and choose the most there can be.' },
      props: [],
      check: { kind: 'state', holds: ({ burned }) => burned >= 5_000 },
    },
    {
      says: {
        zh: '收款时会要求复核：请主管输入工号 201 和密码 135790。',
        en: 'The payment asks for a second person: let the supervisor type code 201 and PIN 135790.',
      },
      hint: {
        zh: '收款后在左侧选“主管复核”，输入工号，再输入密码。',
        en: 'After paying choose the supervisor on the left, type the code, then the PIN.',
      },
      props: [],
      check: { kind: 'deed', holds: (deed) => hasEvent(deed, 'approval.given') },
    },
    sale(
      { says: { zh: '完成收款。', en: 'Finish the payment.' }, hint: payHint },
      ({ burned }) => burned !== null && burned.points >= 5_000,
    ),
  ],
}
