import { expect, test } from 'vitest'
import { printsFound } from '../../renderer/gallery/device-fixtures.ts'
import { openCounter } from './counter.ts'

/** A counter at which the receipts on their way to paper are open. */
async function atPrints() {
  const counter = openCounter()
  counter.acts.openPrints()
  await counter.last('listPrints').answer({ ok: true, output: { prints: [...printsFound.list] } } as never)
  const prints = () => counter.desk.finder.getState().service.prints
  return { ...counter, prints }
}

test('[PN30] the badge opens what waits; each is looked at, and goes where the cashier says', async () => {
  const counter = await atPrints()
  expect(counter.prints()?.list).toHaveLength(printsFound.list.length)
  const looking = counter.acts.lookAtPrint(6)
  await counter.last('previewPrint').answer({ ok: true, output: { svg: '<svg/>' } } as never)
  await looking
  expect(counter.prints()?.preview).toEqual({ jobId: 6, svg: '<svg/>' })
  void counter.acts.routePrints({ place: 'backup', later: false })
  expect(counter.last('routePrints').input).toEqual({ place: 'backup', later: false })
  void counter.acts.settlePrint({ jobId: 6, onPaper: true })
  expect(counter.last('settlePrint').input).toEqual({ jobId: 6, onPaper: true })
  // What is no longer listed is no longer shown.
  const again = counter.acts.loadPrints()
  await counter.last('listPrints').answer({ ok: true, output: { prints: [] } } as never)
  await again
  expect(counter.prints()).toEqual({ list: [], preview: null })
})

test('[PN30] an answer that comes after the panel was closed changes nothing, and a no is said', async () => {
  const counter = await atPrints()
  void counter.acts.settlePrint({ jobId: 6, onPaper: false })
  await counter.last('settlePrint').answer({ ok: false, refusal: { code: 'print_unknown' } } as never)
  expect(counter.desk.progress.getState().message).toMatchObject({ refusal: { code: 'print_unknown' } })
  const looking = counter.acts.lookAtPrint(6)
  // The first takes the words away, the second the panel.
  counter.acts.back()
  counter.acts.back()
  await counter.last('previewPrint').answer({ ok: true, output: { svg: '<svg/>' } } as never)
  await looking
  expect(counter.prints()?.preview).toBeNull()
})
