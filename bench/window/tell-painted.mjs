/*
 * Tells, on standard output, when a frame with the wanted element was painted. Both the till and the trivial window
 * run with it, so what it costs is in both.
 */

/** Resolves after the first frame in which `selector` is on the page: its rendering ran, and then the task after it. */
function paintedWith(selector) {
  return `new Promise((resolve) => {
    const painted = () => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(true)
      port2.postMessage(null)
    })
    if (document.querySelector(${JSON.stringify(selector)})) return painted()
    const observer = new MutationObserver(() => {
      if (!document.querySelector(${JSON.stringify(selector)})) return
      observer.disconnect()
      painted()
    })
    observer.observe(document, { childList: true, subtree: true, attributes: true })
  })`
}

/** For the first window of `app`. */
export function tellPainted(app, selector) {
  app.once('web-contents-created', (_event, contents) => {
    contents.once('dom-ready', () => {
      contents.executeJavaScript(paintedWith(selector)).then(
        () => process.stdout.write('painted\n'),
        () => app.exit(1),
      )
    })
  })
}
