import type { DayReport } from './day-report.ts'
import { formatMoney } from './money.ts'
import type { Language } from './text.ts'

interface ReportWords {
  readonly figure: string
  readonly value: string
  readonly hour: string
  readonly redemption: string
  readonly campaign: string
  readonly uses: string
  readonly sales: string
  readonly amount: string
  readonly figures: Readonly<Record<FigureName, string>>
}

type FigureName =
  | 'day'
  | 'sales'
  | 'turnover'
  | 'returns'
  | 'returned'
  | 'memberSales'
  | 'memberTurnover'
  | 'pointsEarned'
  | 'pointsBurned'
  | 'enrolled'
  | 'valueToppedUp'
  | 'valueSpent'
  | 'gifts'
  | 'draws'
  | 'donated'
  | 'suggestionsShown'
  | 'suggestionsTaken'
  | 'anomalies'

const reportWords: Readonly<Record<Language, ReportWords>> = {
  zh: {
    figure: '项目',
    value: '数值',
    hour: '小时',
    redemption: '核销券',
    campaign: '活动',
    uses: '次数',
    sales: '笔数',
    amount: '金额',
    figures: {
      day: '日期',
      sales: '销售笔数',
      turnover: '销售额',
      returns: '退货笔数',
      returned: '退货金额',
      memberSales: '会员笔数',
      memberTurnover: '会员销售额',
      pointsEarned: '发放积分',
      pointsBurned: '使用积分',
      enrolled: '新会员',
      valueToppedUp: '储值充值',
      valueSpent: '储值消费',
      gifts: '礼品兑换',
      draws: '抽奖次数',
      donated: '捐赠金额',
      suggestionsShown: '推荐展示',
      suggestionsTaken: '推荐成交',
      anomalies: '异常提示',
    },
  },
  en: {
    figure: 'Figure',
    value: 'Value',
    hour: 'Hour',
    redemption: 'Coupon redeemed',
    campaign: 'Campaign',
    uses: 'Uses',
    sales: 'Sales',
    amount: 'Amount',
    figures: {
      day: 'Day',
      sales: 'Sales',
      turnover: 'Turnover',
      returns: 'Returns',
      returned: 'Returned',
      memberSales: 'Sales to members',
      memberTurnover: 'Turnover with members',
      pointsEarned: 'Points earned',
      pointsBurned: 'Points burned',
      enrolled: 'New members',
      valueToppedUp: 'Stored value topped up',
      valueSpent: 'Stored value spent',
      gifts: 'Gifts exchanged',
      draws: 'Lottery draws',
      donated: 'Donated',
      suggestionsShown: 'Suggestions shown',
      suggestionsTaken: 'Suggestions taken',
      anomalies: 'Anomalies',
    },
  },
}

/**
 * The report as CSV (RFC 4180: CRLF, quotes doubled), a block each for figures, coupons, campaigns and hours. Begins with a
 * byte order mark, without which spreadsheets take Chinese for something else. Money is yuan with two decimals. No cell
 * begins like a formula (OWASP, "CSV Injection").
 */
export function dayReportCsv(report: DayReport, language: Language): string {
  const words = reportWords[language]
  const figures = figuresOf(report).map(([name, value]) => [words.figures[name], value])
  const blocks: readonly (readonly (readonly string[])[])[] = [
    [[words.figure, words.value], ...figures],
    [
      [words.redemption, words.uses, words.amount],
      ...report.redemptions.map(({ name, uses, amount }) => [
        name[language],
        String(uses),
        formatMoney(amount),
      ]),
    ],
    [
      [words.campaign, words.sales, words.amount],
      ...report.campaigns.map(({ name, sales, amount }) => [
        name[language],
        String(sales),
        formatMoney(amount),
      ]),
    ],
    [
      [words.hour, words.sales, words.amount],
      ...report.hours.map(({ hour, sales, turnover }) => [
        String(hour),
        String(sales),
        formatMoney(turnover),
      ]),
    ],
  ]
  const lines = blocks.map((rows) => rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join(''))
  return `\ufeff${lines.join('\r\n')}`
}

/** A cell as it stands in the file: harmless to a spreadsheet, quoted where it must be. */
export function csvCell(text: string): string {
  // Also their full-width twins, which some spreadsheets read alike.
  const safe =
    /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) && !/^-?[0-9]+(?:\.[0-9]+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function figuresOf(report: DayReport): readonly (readonly [FigureName, string])[] {
  return [
    ['day', report.day],
    ['sales', String(report.sales)],
    ['turnover', formatMoney(report.turnover)],
    ['returns', String(report.returns)],
    ['returned', formatMoney(report.returned)],
    ['memberSales', String(report.memberSales)],
    ['memberTurnover', formatMoney(report.memberTurnover)],
    ['pointsEarned', String(report.pointsEarned)],
    ['pointsBurned', String(report.pointsBurned)],
    ['enrolled', String(report.enrolled)],
    ['valueToppedUp', formatMoney(report.valueToppedUp)],
    ['valueSpent', formatMoney(report.valueSpent)],
    ['gifts', String(report.gifts)],
    ['draws', String(report.draws)],
    ['donated', formatMoney(report.donated)],
    ['suggestionsShown', String(report.suggestions.shown)],
    ['suggestionsTaken', String(report.suggestions.taken)],
    ['anomalies', String(report.anomalies)],
  ]
}
