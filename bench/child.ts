import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A child that did not do its work. */
class ChildFault extends Error {
  override readonly name = 'ChildFault'
}

interface ChildOptions {
  /** Longest it may take, in ms. */
  readonly limitMs: number
  readonly env?: Readonly<Record<string, string>>
  /** Address of a module that runs first, in the process and in each of its threads. */
  readonly preload?: string
}

/**
 * Runs `script` (a path in bench/) in Electron as Node, in a process of its own, with `input`, and answers what it
 * gives to `answerParent`. The process is gone when this settles.
 */
export async function runChild<Output>(
  script: string,
  input: unknown,
  { limitMs, ...more }: ChildOptions,
): Promise<Output> {
  const child = startChild(script, input, more)
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs)
  let answer: { readonly output: Output } | null = null
  child.on('message', (message) => {
    answer = message as { readonly output: Output }
  })
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  clearTimeout(limit)
  if (!answer || code !== 0)
    throw new ChildFault(
      `${script} ended with ${signal ?? `exit code ${code}`}${answer ? '' : ' and no answer'}`,
    )
  return (answer as { readonly output: Output }).output
}

/** A child that serves until it is stopped. */
export interface Server<Ready> {
  readonly ready: Ready
  readonly stop: () => Promise<void>
}

/** Starts a child that answers once when it is ready and goes on until stopped. */
export async function startServer<Ready>(
  script: string,
  input: unknown,
  { limitMs, ...more }: ChildOptions,
): Promise<Server<Ready>> {
  const child = startChild(script, input, more)
  const gone = once(child, 'exit')
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await gone
  }
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs)
  const first = await Promise.race([once(child, 'message'), gone.then(() => null)])
  clearTimeout(limit)
  if (!first) throw new ChildFault(`${script} ended before it was ready`)
  return { ready: (first[0] as { readonly output: Ready }).output, stop }
}

function startChild(
  script: string,
  input: unknown,
  { env, preload }: Pick<ChildOptions, 'env' | 'preload'>,
): ChildProcess {
  const flags = ['--disable-warning=ExperimentalWarning', ...(preload ? [`--import=${preload}`] : [])]
  return spawn(process.execPath, [...flags, join(import.meta.dirname, script), JSON.stringify(input)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...env },
  })
}

/** In a child: what it was given. A child outlives no parent. */
export function childInput<Input>(): Input {
  process.on('disconnect', () => process.exit(1))
  return JSON.parse(process.argv[2] ?? 'null') as Input
}

/** In a child: tells the result, or that it is ready. */
export function answerParent(output: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!process.send) {
      console.log(JSON.stringify(output))
      resolve()
      return
    }
    process.send({ output }, undefined, undefined, (error) => (error ? reject(error) : resolve()))
  })
}
