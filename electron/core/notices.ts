import { type Notice, type NoticeKind, noticeSchema } from '../../contract/notice.ts'

/** The notices of what happened: told once and never repeated. */
type HappeningKind = 'scan_taken' | 'scan_read' | 'device_heard'

/** The notices that carry a slice. */
export type SliceKind = Exclude<NoticeKind, HappeningKind>

type SliceNotice = Extract<Notice, { value: unknown }>
export type SliceValue<K extends SliceKind> = Extract<SliceNotice, { kind: K }>['value']

/** How each slice is made from the till as it stands. */
export type SliceBuilders = { readonly [K in SliceKind]: () => SliceValue<K> }

export interface Notices {
  /** These slices may have changed; they are built and sent once, soon. */
  readonly touch: (...kinds: readonly SliceKind[]) => void
  /** Sends what was touched and really changed, now. */
  readonly flush: () => void
  /** Tells every page something that happened, after the slices it belongs to. */
  readonly tell: (notice: Extract<Notice, { kind: HappeningKind }>) => void
  /** A page that listens from now on: it gets every slice at once. The answer takes it off again. */
  readonly addPage: (send: (notice: Notice) => void) => () => void
}

const sliceKinds = [
  'till_changed',
  'staff_changed',
  'basket_changed',
  'sync_changed',
  'risk_changed',
  'shift_changed',
  'devices_changed',
  'last_sale_changed',
  'training_changed',
] as const satisfies readonly SliceKind[]

/**
 * Keeps the pages' mirrors right. A slice goes out only when it differs from the one sent before. `strict` checks
 * every notice against the contract (development). `onThrown` hears of a slice that could not be built outside a call.
 */
export function createNotices(
  builders: SliceBuilders,
  options: { readonly strict: boolean; readonly onThrown: (thrown: unknown) => void },
): Notices {
  const pages = new Set<(notice: Notice) => void>()
  const sent = new Map<SliceKind, string>()
  const touched = new Set<SliceKind>()
  let awaited = false

  function build(kind: SliceKind): Notice {
    const notice = { kind, value: builders[kind]() } as Notice
    return options.strict ? noticeSchema.parse(notice) : notice
  }

  function sendChanged(kind: SliceKind): void {
    const notice = build(kind)
    const text = JSON.stringify(notice)
    if (sent.get(kind) === text) return
    sent.set(kind, text)
    for (const send of pages) send(notice)
  }

  function flush(): void {
    const failed: unknown[] = []
    for (const kind of touched) {
      touched.delete(kind)
      // Nobody watches: the next page is told everything when it connects.
      if (pages.size === 0) continue
      try {
        sendChanged(kind)
      } catch (thrown) {
        // One slice that fails keeps no other from the screen.
        failed.push(thrown)
      }
    }
    if (failed.length > 0) throw failed[0]
  }

  function flushSoon(): void {
    if (awaited) return
    awaited = true
    queueMicrotask(() => {
      awaited = false
      try {
        flush()
      } catch (thrown) {
        options.onThrown(thrown)
      }
    })
  }

  return {
    touch: (...kinds) => {
      for (const kind of kinds) touched.add(kind)
      flushSoon()
    },
    flush,
    tell: (notice) => {
      flush()
      for (const send of pages) send(notice)
    },
    addPage: (send) => {
      flush()
      for (const kind of sliceKinds) {
        const notice = build(kind)
        const text = JSON.stringify(notice)
        // Time alone may have moved a slice (a lot that ended): then the others hear of it too.
        if (sent.get(kind) !== text) for (const other of pages) other(notice)
        sent.set(kind, text)
        send(notice)
      }
      pages.add(send)
      return () => pages.delete(send)
    },
  }
}
