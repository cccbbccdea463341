import { writeSync } from 'node:fs'
import { lessonOf, played, startTraining } from './training-rig.ts'

/* A training till in a process of its own that trains without end, to be killed: `training-child.ts FOLDER`. */

async function trainForEver(folder: string): Promise<never> {
  const { page } = await startTraining(folder)
  for (;;) {
    await page.call('beginLesson', { lessonId: 'cash_sale' })
    await played.cash_sale(page)
    writeSync(1, `${lessonOf(page).score?.points ?? 'none'}\n`)
  }
}

trainForEver(process.argv[2] ?? '').catch((thrown: unknown) => {
  console.error(thrown)
  process.exit(1)
})
