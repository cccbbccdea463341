import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { root } from './electron-dist.mjs'

const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
/** Packages a till ships beside its bundles: natives must not be bundled, and the rest follows the same road. */
const external = [
  'electron',
  /^node:/,
  ...Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
]

function buildForNode({ input, folder, format = 'es', extension = 'js', bundled = [] }) {
  return build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: `dist/${folder}`,
      emptyOutDir: true,
      target: 'node24',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input,
        external: external.filter((item) => !bundled.some((name) => String(item).includes(name))),
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `chunk-[name].${extension}`,
        },
      },
    },
  })
}

/** Builds main, preload, core (with its workers) and the page into dist/. */
export async function buildAll({ gallery = false } = {}) {
  await Promise.all([
    buildForNode({ input: { index: 'electron/main/index.ts' }, folder: 'main' }),
    buildForNode({
      input: { preload: 'electron/preload/preload.ts' },
      folder: 'preload',
      format: 'cjs',
      extension: 'cjs',
    }),
    buildForNode({
      input: {
        index: 'electron/core/index.ts',
        'replica-worker': 'sync/replica-worker.ts',
        'checkpoint-worker': 'db/journal/checkpoint-worker.ts',
      },
      folder: 'core',
    }),
    build({
      root: join(root, 'renderer'),
      base: './',
      configFile: false,
      logLevel: 'warn',
      plugins: [react(), tailwindcss()],
      build: {
        outDir: join(root, 'dist', 'renderer'),
        emptyOutDir: true,
        target: 'chrome148',
        sourcemap: true,
        assetsInlineLimit: 0,
        // The page is read from disk, at once and whole.
        chunkSizeWarningLimit: 2_000,
        rolldownOptions: {
          input: [
            join(root, 'renderer', 'index.html'),
            ...(gallery ? [join(root, 'renderer', 'gallery.html')] : []),
          ],
        },
      },
    }),
  ])
}
