import type { EventData } from './event.ts'
import type { Deed, Lesson, LessonStep } from './training.ts'

/*
 * The lessons of the training till, easiest first. Their sentences say what a customer wants and which key does it; the
 * things they speak of are the training store's (`PropName`).
 */

const second = 1_000

/** The data of the sale a deed recorded; null = none. */
function saleIn(deed: Deed): EventData['sale.completed'] | null {
  const event = deed.events.find(({ type }) => type === 'sale.completed')
  return event ? (event.data as EventData['sale.completed']) : null
}

function hasEvent(deed: Deed, type: keyof EventData): boolean {
  return deed.events.some((event) => event.type === type)
}

/** A step that a sale of this kind fulfils. */
function sale(
  words: Pick<LessonStep, 'says' | 'hint'>,
  isIt: (sold: EventData['sale.completed']) => boolean,
): LessonStep {
  return {
    ...words,
    props: [],
    check: {
      kind: 'deed',
      holds: (deed) => {
        const sold = saleIn(deed)
        return sold !== null && isIt(sold)
      },
    },
  }
}

const payHint = {
  zh: '按 F12 打开收款，再按 Enter 按应收金额收现金，再按一次 Enter 确认。',
  en: 'Press F12 to take payment, Enter for the exact cash, and Enter again to confirm.',
}

const cashSale: Lesson = {
  lessonId: 'cash_sale',
  title: { zh: '现金收款', en: 'A cash sale' },
  about: { zh: '扫三件商品，收现金，找零。', en: 'Three articles, cash in hand, change back.' },
  guideMs: 45 * second,
  steps: [
    {
      says: {
        zh: '顾客买三件商品：请逐件扫码。',
        en: 'The customer buys three articles: scan each of them.',
      },
      hint: {
        zh: '点上方的商品就是扫码，也可以用扫码枪；同一件可以扫多次。',
        en: 'Touch an article above to scan it, or use the scanner; one may be scanned again.',
      },
      props: ['rice', 'milk', 'toast'],
      check: { kind: 'state', holds: ({ pieces }) => pieces >= 3 },
    },
    sale(
      {
        says: {
          zh: '顾客递来的现金比应收多：收下并找零。',
          en: 'The customer hands over more cash than is due: take it and give change.',
        },
        hint: {
          zh: '按 F12，输入收到的金额（或点右侧整数金额），再按 Enter。',
          en: 'Press F12, type what you were given (or touch a round amount), then Enter.',
        },
      },
      ({ change, tenders }) => change > 0 && tenders.every(({ kind }) => kind === 'cash'),
    ),
  ],
}

const twoWays: Lesson = {
  lessonId: 'member_two_ways',
  title: { zh: '认出会员', en: 'Know the member' },
  about: {
    zh: '一位带了会员卡，一位只报手机尾号。',
    en: 'One brings the card, one only the last digits of a phone.',
  },
  guideMs: 75 * second,
  steps: [
    {
      says: {
        zh: '第一位会员出示了会员卡：扫卡，再扫一件商品。',
        en: 'The first member shows the card: scan it, then one article.',
      },
      hint: {
        zh: '点上方的会员卡和任意一件商品。',
        en: 'Touch the member card above and any article.',
      },
      props: ['member_card', 'milk'],
      check: { kind: 'state', holds: ({ memberId, pieces }) => memberId !== null && pieces >= 1 },
    },
    sale(
      {
        says: { zh: '收款，会员会得到积分。', en: 'Take the payment; the member earns points.' },
        hint: payHint,
      },
      ({ member }) => member !== null,
    ),
    {
      says: {
        zh: '下一位没带卡，只报手机尾号：按 F2 查找并选中。',
        en: 'The next has no card and says the last digits of the phone: press F2, find and choose them.',
      },
      hint: {
        zh: '按 F2，输入上方的四位尾号，用方向键选中，按 Enter。',
        en: 'Press F2, type the four digits above, choose with the arrows, press Enter.',
      },
      props: ['phone_tail', 'milk'],
      check: {
        kind: 'deed',
        holds: ({ basket, refused, verb }) =>
          verb === 'attachMember' && refused === null && basket.memberId !== null,
      },
    },
    {
      ...sale(
        {
          says: { zh: '再扫一件商品并收款。', en: 'Scan an article and take the payment.' },
          hint: payHint,
        },
        ({ member }) => member !== null,
      ),
      props: ['milk'],
    },
  ],
}

const holdRecall: Lesson = {
  lessonId: 'hold_recall',
  title: { zh: '挂单与取单', en: 'Hold and recall' },
  about: {
    zh: '顾客忘拿东西，后面的人不用等。',
    en: 'The customer forgot something; nobody behind has to wait.',
  },
  guideMs: 75 * second,
  steps: [
    {
      says: { zh: '扫两件商品。', en: 'Scan two articles.' },
      hint: { zh: '点上方的商品。', en: 'Touch the articles above.' },
      props: ['rice', 'oil'],
      check: { kind: 'state', holds: ({ pieces }) => pieces >= 2 },
    },
    {
      says: {
        zh: '顾客回去拿东西：把这一单挂起来。',
        en: 'The customer goes back for something: put this basket on hold.',
      },
      hint: { zh: '按 F4 挂单。', en: 'Press F4 to hold.' },
      props: [],
      check: { kind: 'deed', holds: ({ refused, verb }) => verb === 'holdBasket' && refused === null },
    },
    {
      ...sale(
        {
          says: {
            zh: '先给下一位顾客结账：扫一件，收款。',
            en: 'Serve the next customer: one article, paid.',
          },
          hint: payHint,
        },
        () => true,
      ),
      props: ['toast'],
    },
    {
      says: { zh: '顾客回来了：把挂单取回来。', en: 'The customer is back: recall the basket on hold.' },
      hint: {
        zh: '购物篮空时按 F4，选中挂单，按 Enter。',
        en: 'With an empty basket press F4, choose it, Enter.',
      },
      props: [],
      check: { kind: 'deed', holds: ({ refused, verb }) => verb === 'recallBasket' && refused === null },
    },
    sale({ says: { zh: '给这一单收款。', en: 'Take the payment for it.' }, hint: payHint }, () => true),
  ],
}

const bestPrice: Lesson = {
  lessonId: 'best_price',
  title: { zh: '最优惠价', en: 'The best price' },
  about: {
    zh: '会员有几张券，让收银机选最省的。',
    en: 'The member has several coupons; the till picks the cheapest way.',
  },
  guideMs: 60 * second,
  steps: [
    {
      says: {
        zh: '扫会员卡，再扫奶粉。',
        en: 'Scan the member card, then the infant formula.',
      },
      hint: { zh: '点上方的会员卡和奶粉。', en: 'Touch the card and the formula above.' },
      props: ['member_card', 'formula'],
      check: { kind: 'state', holds: ({ memberId, pieces }) => memberId !== null && pieces >= 1 },
    },
    {
      says: {
        zh: '顾客问怎么最便宜：用一个键选出最优惠的券。',
        en: 'The customer asks for the cheapest way: one key picks the coupons.',
      },
      hint: { zh: '按 F7。', en: 'Press F7.' },
      props: [],
      check: { kind: 'state', holds: ({ bestChosen, coupons }) => bestChosen && coupons >= 1 },
    },
    sale(
      { says: { zh: '收款。', en: 'Take the payment.' }, hint: payHint },
      ({ coupons }) => coupons.length >= 1,
    ),
  ],
}

const pointsAndCash: Lesson = {
  lessonId: 'points_and_cash',
  title: { zh: '积分加现金', en: 'Points and cash' },
  about: { zh: '一部分用积分抵，其余收现金。', en: 'A part in points, the rest in cash.' },
  guideMs: 75 * second,
  steps: [
    {
      says: { zh: '扫会员卡，再扫一桶油。', en: 'Scan the member card, then a bottle of oil.' },
      hint: { zh: '点上方的会员卡和油。', en: 'Touch the card and the oil above.' },
      props: ['member_card', 'oil'],
      check: { kind: 'state', holds: ({ memberId, pieces }) => memberId !== null && pieces >= 1 },
    },
    {
      says: {
        zh: '顾客想用积分抵一部分：在收款界面加上积分。',
        en: 'The customer wants to use points: add some while taking payment.',
      },
      hint: { zh: '按 F12 打开收款，用加号加积分。', en: 'Press F12, then add points with the plus.' },
      props: [],
      check: { kind: 'state', holds: ({ burned }) => burned > 0 },
    },
    sale(
      { says: { zh: '其余收现金。', en: 'Take the rest in cash.' }, hint: payHint },
      ({ burned, tenders }) => burned !== null && tenders.some(({ kind }) => kind === 'cash'),
    ),
  ],
}

const verify: Lesson = {
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

const takeBack: Lesson = {
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

const offlineUnknown: Lesson = {
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

const stepUp: Lesson = {
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

/** All lessons, in the order to take them. */
export const lessons: readonly Lesson[] = [
  cashSale,
  twoWays,
  holdRecall,
  bestPrice,
  pointsAndCash,
  verify,
  takeBack,
  offlineUnknown,
  stepUp,
]

/** The lesson of this id; null = there is none. */
export function findLesson(lessonId: string): Lesson | null {
  return lessons.find((lesson) => lesson.lessonId === lessonId) ?? null
}
