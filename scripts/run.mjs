import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startDisplay } from './display.mjs'
import { root } from './electron-dist.mjs'
import { mustRunWithin } from './limited-run.mjs'
import { hasDisplay, isRoot, mustRun, onLinux, report, setUp } from './setup.mjs'

/*
 * The one entry of every npm script. It runs on a bare Node, sets up what the job needs and hands over to the Node
 * inside Electron: the runtime that ships, and the only one the database driver loads in.
 */

const [job = 'start', ...rest] = process.argv.slice(2)

const headless = onLinux && !hasDisplay
const windowNeeds = ['window', 'chinese', ...(headless ? ['display'] : [])]
const demoNeeds = ['window', 'chinese', 'display', 'serial', 'barcodes']
const testNeeds = [...demoNeeds, 'hid', 'cards', 'postgres', 'keys', 'tracing', 'keyring', 'git']

/** Environment of a script that runs in Electron as Node and may start Electron itself. */
function nodeEnvironment(electron) {
  return {
    ...process.env,
    ELECTRON_RUN_AS_NODE: '1',
    ELECTRON_OVERRIDE_DIST_PATH: electron.folder,
    EVERTILL_ELECTRON: electron.executable,
  }
}

/** What checks may take, in milliseconds: a few times what they need on a busy machine of two cores. */
const limits = { check: 600_000, unit: 3_600_000, e2e: 1_800_000 }

/**
 * Runs a script in Electron as Node; `display` gives it a virtual screen where there is none, `ends` says what a step
 * is held to that has to end by itself.
 */
async function asNode(electron, script, args, { display = false, size = '1366x768x24', ends } = {}) {
  const words = ['--disable-warning=ExperimentalWarning', join(root, script), ...args]
  const env = nodeEnvironment(electron)
  if (display && headless) env.DISPLAY = await startDisplay(size)
  if (ends) await mustRunWithin(ends, electron.executable, words, { env })
  else mustRun(electron.executable, words, { env })
}

async function tool(electron, path, args, ends) {
  await asNode(electron, join('node_modules', path), args, { ends })
}

async function build(options) {
  const { buildAll } = await import('./build.mjs')
  await buildAll(options)
}

async function check(electron) {
  report('checking format, lint and import rules')
  await tool(electron, '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'], {
    limitMs: limits.check,
  })
  report('checking types, room by room')
  await tool(electron, 'typescript/bin/tsc', ['-b', '.'], { limitMs: limits.check })
  report('checking for what nobody uses')
  // On the machine's own Node: Electron's does not lend the large buffers the parser asks for.
  await mustRunWithin({ limitMs: limits.check }, process.execPath, [
    join(root, 'node_modules/knip/bin/knip.js'),
  ])
}

const reports = { unit: join(root, 'test-results', 'unit.json'), e2e: join(root, 'test-results', 'e2e.json') }

async function unit(electron, filters) {
  mkdirSync(join(root, 'test-results'), { recursive: true })
  rmSync(reports.unit, { force: true })
  const args = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reports.unit}`,
    ...filters,
  ]
  await tool(electron, 'vitest/vitest.mjs', args, {
    limitMs: limits.unit,
    result: () => isGreen(unitCounts()),
  })
}

async function e2e(electron, filters) {
  rmSync(reports.e2e, { force: true })
  process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = reports.e2e
  await asNode(electron, 'node_modules/@playwright/test/cli.js', ['test', ...filters], {
    display: true,
    size: '1920x1080x24',
    ends: { limitMs: limits.e2e, result: () => isGreen(e2eCounts()) },
  })
}

/** What a runner wrote at its end; undefined before. */
function written(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function unitCounts() {
  const counts = written(reports.unit)
  if (!counts) return undefined
  const failed = counts.numFailedTests + (counts.success ? 0 : counts.numFailedTestSuites)
  return { passed: counts.numPassedTests, failed, notRun: counts.numPendingTests + counts.numTodoTests }
}

function e2eCounts() {
  const stats = written(reports.e2e)?.stats
  if (!stats) return undefined
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, notRun: stats.skipped }
}

/** Whether what a runner counted is a success; undefined before it counted. */
const isGreen = (counts) => counts && counts.failed === 0

/** The runners' own counts as the closing line. */
function printCounts() {
  const [vitest, playwright] = [unitCounts(), e2eCounts()]
  console.log(`vitest: ${vitest.passed} passed, ${vitest.failed} failed`)
  console.log(`playwright: ${playwright.passed} passed, ${playwright.failed} failed`)
  const sum = (name) => vitest[name] + playwright[name]
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('notRun')} skipped`)
}

/** Runs the till's window beside the demo central until it is closed. */
function startDemoTill(electron, args) {
  const child = spawn(
    electron.executable,
    ['--disable-warning=ExperimentalWarning', join(root, 'scripts/start.ts'), ...args],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...nodeEnvironment(electron), EVERTILL_NO_SANDBOX: isRoot && onLinux ? '1' : '' },
    },
  )
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 0))
}

const jobs = {
  start: async () => {
    if (headless) {
      report('no display here: running the demo, the same till in a window on a virtual screen')
      await jobs.demo()
      return
    }
    const electron = setUp(windowNeeds)
    await build()
    startDemoTill(electron, rest)
  },
  demo: async () => {
    const electron = setUp(demoNeeds)
    await build()
    await asNode(electron, 'scripts/demo.ts', rest, { display: true, size: '1366x768x24' })
  },
  build: async () => {
    setUp([])
    await build({ gallery: rest.includes('--gallery') })
  },
  check: async () => {
    const electron = setUp(testNeeds)
    await check(electron)
    await unit(electron, rest)
  },
  unit: async () => {
    const electron = setUp(testNeeds)
    await unit(electron, rest)
  },
  e2e: async () => {
    const electron = setUp(testNeeds)
    await build()
    await e2e(electron, rest)
  },
  test: async () => {
    const electron = setUp(testNeeds)
    await check(electron)
    await build()
    await unit(electron, [])
    await e2e(electron, [])
    printCounts()
  },
  sim: async () => asNode(setUp(['window']), 'test/sim/main.ts', rest),
  central: async () => asNode(setUp(['window']), 'central/main.ts', rest),
  fuzz: async () => asNode(setUp(['window']), 'test/fuzz/main.ts', rest),
  soak: async () => asNode(setUp(['window', 'serial']), 'test/soak/main.ts', rest),
  crash: async () => asNode(setUp(['window', 'tracing']), 'test/crash/main.ts', rest),
  verify: async () => {
    const electron = setUp(windowNeeds)
    // With a key that is known no window system and no key store are asked.
    if (process.env.EVERTILL_JOURNAL_KEY) {
      await asNode(electron, 'electron/core/verify/verify-process.ts', rest)
      return
    }
    await build()
    await asNode(electron, 'scripts/verify.ts', rest, { display: true })
  },
  gallery: async () => {
    const electron = setUp(demoNeeds)
    await build({ gallery: true })
    await asNode(electron, 'scripts/gallery.ts', rest, { display: true, size: '1920x1080x24' })
  },
  bench: async () => {
    const electron = setUp([...demoNeeds, 'tracing', 'compiler'])
    await build()
    await asNode(electron, 'bench/main.ts', rest, { display: true, size: '1366x768x24' })
  },
}

const run = jobs[job]
if (!run) {
  report(`unknown job ${job}; there are ${Object.keys(jobs).join(', ')}`)
  process.exit(2)
}
await run()
