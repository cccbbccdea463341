import { expect, test } from 'vitest'
import { dayAfter } from '../../renderer/acts/report-acts.ts'
import { guestBasket, memberBasket, noBasket } from '../../renderer/gallery/fixtures.ts'
import { emptyReport, report } from '../../renderer/gallery/service-fixtures.ts'
import { shownHours } from '../../renderer/screens/report/shown-hours.ts'
import { serviceNames } from '../../renderer/store/service-entry.ts'
import { windowKeys } from '../../renderer/wire-up.ts'
import { openCounter } from './counter.ts'
import { press, primary } from './presses.ts'

test('[CS50] F8 opens verification; F9 the list, whose numbers open the services', () => {
  const opened = serviceNames.map((name, index) => {
    const counter = openCounter({ basket: memberBasket })
    if (name === 'shift') counter.acts.openShiftPanel()
    else press(counter, 'F9', String((index + 1) % 10))
    const { panel, service } = counter.desk.entry.getState()
    return panel.kind === 'points_desk' ? service.points.tab : panel.kind
  })
  expect(opened).toEqual(serviceNames)
  const counter = openCounter({ basket: guestBasket })
  press(counter, 'F8')
  expect(counter.desk.entry.getState().panel.kind).toBe('verify')
})

test('[CS50] the list takes no digits from the basket and leaves its primary action', () => {
  const counter = openCounter({ basket: guestBasket })
  press(counter, 'F9')
  expect(primary(counter)).toBe('open_pay')
  press(counter, '.', 'Backspace', 'Enter')
  expect(counter.desk.entry.getState().digits).toBe('')
  expect(counter.desk.entry.getState().panel.kind).toBe('pay')
})

test('[CS51] scans of devices come here while a service asks for a code, and go to the basket again after it', () => {
  const counter = openCounter({ basket: noBasket })
  const told = () => counter.asked('routeScans').map(({ input }) => input)
  press(counter, 'F8')
  press(counter, 'F9')
  counter.acts.openService('report')
  expect(told()).toEqual([{ to: 'page' }, { to: 'basket' }])
  counter.acts.openService('return')
  counter.lose()
  counter.reconnect()
  // A core that came back begins with the basket and is told anew.
  expect(told().slice(2)).toEqual([{ to: 'page' }, { to: 'page' }])
})

test('[CS51] a second proof asked for at a service keeps the scans here', () => {
  const counter = openCounter({ basket: memberBasket })
  press(counter, 'F8')
  const { panel } = counter.desk.entry.getState()
  counter.acts.askStepUpOf(
    {
      code: 'step_up_needed',
      figures: { reasons: 'dear_coupon', amount: 1, actId: memberBasket.saleId ?? '' },
    },
    { memberId: null, back: panel, onDone: () => undefined },
  )
  expect(counter.desk.entry.getState().panel.kind).toBe('step_up')
  expect(counter.asked('routeScans')).toHaveLength(1)
})

test('[CS52] what a scan typed into a service’s field is put back, and the scan is taken', () => {
  const counter = openCounter()
  press(counter, 'F8')
  const keys = windowKeys(counter.desk, counter.acts)
  const restore = keys.remember()
  counter.acts.typeVerifyCode('C2026')
  restore()
  expect(counter.desk.entry.getState().service.verify.code).toBe('')
  keys.onScan('C2026110000015', { averageMs: 4, endedByKey: true })
  expect(counter.last('verifyCoupon').input).toEqual({ text: 'C2026110000015' })
})

test('[CS40] the report opens on today, turns by days and tells where it was written', async () => {
  const counter = openCounter()
  counter.acts.openService('report')
  expect(counter.last('dayReport').input).toEqual({ day: null })
  expect(primary(counter)).toBe('nothing')
  await counter.last('dayReport').answer({ ok: true, output: report })
  press(counter, 'ArrowLeft')
  expect(counter.last('dayReport').input).toEqual({ day: '2026-11-20' })
  await counter.last('dayReport').answer({ ok: true, output: { ...emptyReport, day: '2026-11-20' } })
  press(counter, 'Enter')
  expect(counter.last('exportDayReport').input).toEqual({ day: '2026-11-20' })
  await counter.last('exportDayReport').answer({ ok: true, output: { file: '/exports/a.csv' } })
  expect(counter.desk.finder.getState().service.exported).toBe('/exports/a.csv')
})

test.each([
  ['2026-11-21', 1, '2026-11-22'],
  ['2026-03-01', -1, '2026-02-28'],
  ['2028-03-01', -1, '2028-02-29'],
  ['2026-12-31', 1, '2027-01-01'],
])('[CS40] the day %s and %i', (day, by, next) => {
  expect(dayAfter(day, by)).toBe(next)
})

test('[CS41] the chart shows the usual hours, and further ones where something was sold', () => {
  expect(shownHours(emptyReport.hours).map(({ hour }) => hour)).toEqual(
    Array.from({ length: 14 }, (_, index) => index + 8),
  )
  const early = report.hours.map((one) => (one.hour === 6 ? { ...one, sales: 1 } : one))
  const late = early.map((one) => (one.hour === 23 ? { ...one, sales: 1 } : one))
  expect([shownHours(early)[0]?.hour, shownHours(late).at(-1)?.hour]).toEqual([6, 23])
})
