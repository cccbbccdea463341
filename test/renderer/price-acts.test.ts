import { expect, test } from 'vitest'
import { guestBasket, memberBasket, noBasket } from '../../renderer/gallery/fixtures.ts'
import { explanation } from '../../renderer/gallery/member-fixtures.ts'
import { openCounter } from './counter.ts'
import { press } from './presses.ts'

test('[UI80] F7 keeps the best price from now on, and gives the choice back', async () => {
  const counter = openCounter({ basket: memberBasket })
  press(counter, 'F7')
  expect(counter.last('chooseCoupons').input).toEqual({ choice: 'best' })
  await counter.last('chooseCoupons').answer({ ok: true, output: { saved: 1_000 as never } })
  // What is chosen is what the core says.
  counter.tell({ kind: 'basket_changed', value: { ...memberBasket, couponChoice: 'best' } })
  press(counter, 'F7')
  expect(counter.last('chooseCoupons').input).toEqual({ choice: 'own' })
})

test('[UI81] ? asks why it costs that, line by line', async () => {
  const counter = openCounter({ basket: memberBasket })
  press(counter, '?')
  expect(counter.desk.finder.getState().explanation).toBeNull()
  await counter.last('explainPrice').answer({ ok: true, output: explanation })
  expect(counter.desk.finder.getState().explanation).toEqual(explanation)
  press(counter, 'ArrowDown', 'ArrowDown')
  expect(counter.desk.entry.getState()).toMatchObject({ panel: { kind: 'explain' }, row: 2 })
  for (const _ of explanation.lines) press(counter, 'ArrowDown')
  expect(counter.desk.entry.getState().row).toBe(explanation.lines.length - 1)
})

test('[UI81] an empty basket has nothing to explain', () => {
  const counter = openCounter({ basket: noBasket })
  press(counter, '?')
  expect(counter.asked('explainPrice')).toEqual([])
  expect(counter.desk.entry.getState().panel.kind).toBe('none')
})

test('[UI82] a suggestion is taken by one press and told by its sku', async () => {
  const counter = openCounter({ basket: guestBasket })
  void counter.acts.takeSuggestion('G0015')
  expect(counter.last('takeSuggestion').input).toEqual({ sku: 'G0015' })
  await counter.last('takeSuggestion').answer({ ok: true, output: { lineId: 4 } })
  expect(counter.sounds).toEqual(['scanned'])
})
