import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { root } from './electron-dist.mjs'

/**
 * Packages with native code lie beside the bundles. All others go into them, used parts only: one file to read is
 * what makes the till start fast.
 */
const external = ['electron', /^node:/, /^(argon2|better-sqlite3|koffi|node-hid|serialport)(\/|$)/]

function buildForNode({ input, folder, format = 'es', extension = 'js' }) {
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
        external,
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
        'verify-worker': 'electron/core/verify/verify-worker.ts',
        'verify-process': 'electron/core/verify/verify-process.ts',
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
            join(root, 'renderer', 'customer.html'),
            ...(gallery ? [join(root, 'renderer', 'gallery.html')] : []),
          ],
        },
      },
    }),
  ])
}
