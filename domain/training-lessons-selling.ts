import type { Lesson } from './training.ts'
import { payHint, sale, second } from './training-steps.ts'

/* Lessons of selling: cash, members, baskets on hold, the best price, points. */

export const cashSale: Lesson = {
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

export const twoWays: Lesson = {
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

export const holdRecall: Lesson = {
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

export const bestPrice: Lesson = {
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

export const pointsAndCash: Lesson = {
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
