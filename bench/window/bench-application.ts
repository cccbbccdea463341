import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import type { Workbench } from '../workbench.ts'

const root = join(import.meta.dirname, '..', '..')

/** The built main process of the till. */
export function builtMain(): string {
  const main = join(root, 'dist', 'main', 'index.js')
  if (!existsSync(main)) throw new Error('the till is not built: start through npm')
  return main
}

/**
 * The built till with one page more, `app://till/bench.html`: the bench's own page in the till's window, origin and
 * rules. Answers the application's folder. It lies within the repository, where its packages are found.
 */
export async function makeBenchApplication(bench: Workbench): Promise<string> {
  builtMain()
  const folder = join(bench.folder, 'application')
  const renderer = join(folder, 'dist', 'renderer')
  mkdirSync(folder)
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true })
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'evertill-bench', version: '0.0.0', type: 'module', main: 'dist/main/index.js' }),
  )
  await build({
    root: join(import.meta.dirname, '..', 'page'),
    base: './',
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: renderer,
      emptyOutDir: false,
      target: 'chrome148',
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(import.meta.dirname, '..', 'page', 'bench.html') },
    },
  })
  return folder
}
