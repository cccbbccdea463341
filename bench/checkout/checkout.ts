import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startBareCentral } from '../central/central.ts'
import { changesPerAnswer } from '../central/feed.ts'
import { chainImage, imageChange } from '../chain/image.ts'
import { runChild } from '../child.ts'
import { modelDiskEnvironment } from '../model-disk/preload.ts'
import type { Workbench } from '../workbench.ts'
import type { CheckoutInput, CheckoutTimes } from './checkout-process.ts'

export async function measureCheckout(bench: Workbench): Promise<CheckoutTimes> {
  const { membersLarge, checkoutRounds, checkoutsPerRound, feedAnswers } = bench.sizes
  bench.say(`checkout: selling on the model disk, idle and during a pull, ${membersLarge} members`)
  const image = await chainImage(bench.cache, membersLarge)
  const feed = { members: membersLarge, answers: feedAnswers }
  const central = await startBareCentral({ image: null, feed })
  try {
    const input: CheckoutInput = {
      folder: bench.folder,
      url: central.ready.url,
      image,
      rounds: checkoutRounds,
      salesPerRound: checkoutsPerRound,
      aloneMs: bench.sizes.pullAloneMs,
      feedEnd: imageChange + feedAnswers * changesPerAnswer,
    }
    return await runChild<CheckoutTimes>('checkout/checkout-process.ts', input, {
      limitMs: 900_000,
      env: modelDiskEnvironment(bench.cache, join(bench.folder, 'flushes')),
      preload: pathToFileURL(join(import.meta.dirname, 'plain-where-marked.ts')).href,
    })
  } finally {
    await central.stop()
  }
}
