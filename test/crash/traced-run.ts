import { spawn } from 'node:child_process'
import { join } from 'node:path'

/* The selling child (sell-child.ts) under strace that interferes. */

/** What the child said of one sale. */
export interface SaidOfSale {
  readonly saleId: string
  readonly became: 'answered' | 'not_recorded' | 'stopped' | 'unheard'
}

export interface Run {
  readonly sales: readonly SaidOfSale[]
  readonly signal: NodeJS.Signals | null
  readonly said: readonly string[]
}

/** Sells in `folder` under strace with `rules` until its end or its death. */
export async function sellTraced(folder: string, sales: number, rules: readonly string[]): Promise<Run> {
  const child = spawn(
    'strace',
    [
      ...['-f', '-qq', '-e', 'signal=none', ...rules],
      ...[process.execPath, '--disable-warning=ExperimentalWarning'],
      ...[join(import.meta.dirname, 'sell-child.ts'), folder, String(sales)],
    ],
    { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  let text = ''
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString()
  })
  const signal = await new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (_code, by) => resolve(by))
  })
  const said = text.split('\n').filter((line) => line !== '')
  return { sales: salesIn(said), signal, said }
}

function salesIn(said: readonly string[]): SaidOfSale[] {
  const became = new Map<string, SaidOfSale['became']>()
  for (const line of said) {
    const [word, saleId = '', what] = line.split(' ')
    if (word === 'TAP') became.set(saleId, 'unheard')
    if (word === 'ANSWERED') became.set(saleId, 'answered')
    if (word === 'FAULT') became.set(saleId, what === 'stopped' ? 'stopped' : 'not_recorded')
  }
  return [...became].map(([saleId, how]) => ({ saleId, became: how }))
}
