import '@fontsource-variable/inter/wght.css'
import '../style/app.css'
import { createRoot } from 'react-dom/client'
import { createStore } from 'zustand/vanilla'
import { customerFrameSchema } from '../../contract/customer-view.ts'
import { assert } from '../../domain/assert.ts'
import { createI18n } from '../text/i18n.ts'
import { CustomerDisplay } from './customer-display.tsx'
import { type Shown, withView } from './shown.ts'

/** The customer's page: it hears what there is to see over its port, and says nothing. */
function start(): void {
  const shown = createStore<Shown>(() => ({ view: null, thanks: null }))
  let port: MessagePort | null = null
  window.addEventListener('message', (event) => {
    if (event.source !== window || event.origin !== window.location.origin) return
    const kind = (event.data as { readonly kind?: unknown } | null)?.kind
    const [fresh] = event.ports
    if (kind !== 'till_port' || !fresh) return
    port?.close()
    port = fresh
    fresh.addEventListener('message', ({ data }) => {
      const frame = customerFrameSchema.safeParse(data)
      if (frame.success) shown.setState((before) => withView(before, frame.data.view))
      else console.error('error a frame from the core did not fit the contract')
    })
    fresh.start()
  })
  const root = document.getElementById('root')
  assert(root, 'customer.html has a root')
  createRoot(root).render(<CustomerDisplay shown={shown} translator={createI18n('zh')} />)
  window.till?.connect()
}

start()
