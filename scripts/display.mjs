import { spawn } from 'node:child_process'

/**
 * Starts a virtual screen that ends with this process. The X server picks a free number itself and says it when it is
 * ready: `xvfb-run` waits for a signal instead, which is lost when it comes too early, and then waits for ever.
 * @param {string} size width x height x depth
 * @returns {Promise<string>} the value for DISPLAY
 */
export function startDisplay(size) {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  process.once('exit', () => server.kill())
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      server.kill()
      reject(new Error('Xvfb did not become ready within 60 seconds'))
    }, 60_000)
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`Xvfb ended with exit code ${code}`)))
    server.stdio[3].once('data', (number) => {
      clearTimeout(timer)
      // Whoever waits on this process does not wait on the screen.
      server.unref()
      server.stdio[3].unref()
      resolve(`:${number.toString().trim()}`)
    })
  })
}
