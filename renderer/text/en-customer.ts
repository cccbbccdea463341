import type { Words } from './zh.ts'

/** The words of the customer's screen. */
export const enCustomer: Words['customer'] = {
  welcome: 'Welcome',
  closed: 'This till is closed',
  training: 'Training: not a real sale',
  subtotal: 'Subtotal',
  savings: 'You save',
  burned: 'Paid with {{points}} points',
  toPay: 'To pay',
  earns: 'Earns {{points}} points',
  points: '{{points}} points',
  thanks: 'Thank you',
  paid: 'Paid {{amount}}',
  change: 'Change {{amount}}',
  earned: '{{points}} points earned',
}
