/* One list of keys: what the listener obeys, what the buttons print and what the help sheet shows. */

export const shortcutIds = [
  'help',
  'member',
  'coupon',
  'hold',
  'points',
  'recent',
  'best',
  'verify',
  'services',
  'shift',
  'language',
  'pay',
  'primary',
  'back',
  'sync',
  'explain',
  'search',
  'times',
  'remove',
  'undo',
  'move',
  'turn',
  'training',
  'leave',
  'hint',
] as const

export type ShortcutId = (typeof shortcutIds)[number]

/** What is printed on the button. Words such as Enter and Esc stand on the keyboard itself, in any language. */
export const keyCaps: Readonly<Record<ShortcutId, string>> = {
  help: 'F1',
  member: 'F2',
  coupon: 'F3',
  hold: 'F4',
  points: 'F5',
  recent: 'F6',
  best: 'F7',
  verify: 'F8',
  services: 'F9',
  shift: 'Ctrl D',
  language: 'F11',
  sync: 'Ctrl S',
  explain: '?',
  pay: 'F12',
  primary: 'Enter',
  back: 'Esc',
  search: '/',
  times: '×',
  remove: 'Del',
  undo: 'Ctrl Z',
  move: '↑ ↓',
  turn: '← →',
  training: 'F10',
  leave: 'Ctrl Q',
  hint: 'Ctrl H',
}

/** Keys that mean something at a training till alone. */
export const trainingOnly: ReadonlySet<ShortcutId> = new Set(['leave', 'hint'])

/** A key press as the listener sees it. */
export interface PressedKey {
  readonly key: string
  readonly ctrl: boolean
  readonly alt: boolean
}

export type KeyMeaning =
  | { readonly kind: 'shortcut'; readonly id: ShortcutId; readonly by: -1 | 0 | 1 }
  | { readonly kind: 'digit'; readonly digit: string }
  /** Scan what a lesson hands out, by its place from 1. */
  | { readonly kind: 'prop'; readonly place: number }
  | { readonly kind: 'point' }
  | { readonly kind: 'erase' }
  | { readonly kind: 'nothing' }

const byKey: Readonly<Record<string, ShortcutId>> = {
  F1: 'help',
  F2: 'member',
  F3: 'coupon',
  F4: 'hold',
  F5: 'points',
  F6: 'recent',
  F7: 'best',
  F8: 'verify',
  F9: 'services',
  F10: 'training',
  F11: 'language',
  F12: 'pay',
  Enter: 'primary',
  Escape: 'back',
  '/': 'search',
  '?': 'explain',
  '？': 'explain',
  '×': 'times',
  '*': 'times',
  x: 'times',
  X: 'times',
  Delete: 'remove',
}

/** Shortcuts that mean the same while a text field has the focus; all other keys belong to the field. */
const overText: ReadonlySet<ShortcutId> = new Set([
  'help',
  'member',
  'coupon',
  'hold',
  'points',
  'recent',
  'best',
  'verify',
  'services',
  'shift',
  'training',
  'leave',
  'hint',
  'language',
  'sync',
  'pay',
  'primary',
  'back',
  'move',
])

/** What a key means here. `inText`: a text field has the focus. */
export function meaningOf(pressed: PressedKey, inText: boolean): KeyMeaning {
  const { key, ctrl, alt } = pressed
  if (alt) return { kind: 'nothing' }
  if (ctrl) return meaningWithCtrl(key.toLowerCase(), inText)
  const id = Object.hasOwn(byKey, key) ? byKey[key] : undefined
  if (id !== undefined) return inText && !overText.has(id) ? { kind: 'nothing' } : shortcut(id)
  // A field of one line has no use for up and down; a list under it has.
  if (key === 'ArrowUp') return { kind: 'shortcut', id: 'move', by: -1 }
  if (key === 'ArrowDown') return { kind: 'shortcut', id: 'move', by: 1 }
  if (inText) return { kind: 'nothing' }
  if (key === 'ArrowLeft') return { kind: 'shortcut', id: 'turn', by: -1 }
  if (key === 'ArrowRight') return { kind: 'shortcut', id: 'turn', by: 1 }
  if (/^\d$/.test(key)) return { kind: 'digit', digit: key }
  if (key === '.') return { kind: 'point' }
  return key === 'Backspace' ? { kind: 'erase' } : { kind: 'nothing' }
}

function meaningWithCtrl(key: string, inText: boolean): KeyMeaning {
  if (key === 's') return shortcut('sync')
  if (key === 'd') return shortcut('shift')
  if (key === 'q') return shortcut('leave')
  if (key === 'h') return shortcut('hint')
  if (/^[1-9]$/.test(key)) return { kind: 'prop', place: Number(key) }
  return key === 'z' && !inText ? shortcut('undo') : { kind: 'nothing' }
}

function shortcut(id: ShortcutId): KeyMeaning {
  return { kind: 'shortcut', id, by: 0 }
}
