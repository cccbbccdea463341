import type { Words } from './zh.ts'

/** Words of setting devices up. */
export const enDevices: Pick<Words, 'devices'> = {
  devices: {
    open: 'Set up devices',
    title: 'Set up devices',
    refused: 'Only supervisors and store IT set devices up',
    refusedTodo: 'Let one of them sign in.',
    intro: 'Plug a device in, choose it, scan a code or lay a card on, look at the right, then save.',
    found: 'Plugged in',
    none: 'No device found',
    noneTodo: 'A scanner in keyboard mode needs no choosing: just scan a code.',
    kind: {
      serial: 'Serial scanner',
      hid_pos: 'USB HID POS scanner',
      pcsc: 'Card reader',
      pn532: 'Serial card reader',
      card_reader: 'Card reader',
      keyboard: 'Keyboard scanner',
    },
    use: 'Use',
    used: 'In use',
    again: 'Search again',
    testPage: 'Print a test page',
    printed: { printed: 'The test page is printed', sent: 'Sent to the printer; look at the paper' },
    file: 'Import a setup file',
    fileTodo: 'The till.json of another till can be imported as it is.',
    heard: 'What came',
    heardNone: 'Nothing yet',
    heardTodo: 'Scan a code or lay a card on. Nothing scanned now goes into the basket.',
    save: 'Save setup',
    saved: 'Saved, and the devices are on. A change of printer counts from the next start.',
    card: {
      tag: 'Card number {{hex}}',
      chip: 'A chip card, perhaps a bank card: nothing of it was noted',
      foreign: 'This card has a new number each time and cannot be a member card',
      unreadable: 'The card was taken away too soon',
    },
    advice: {
      fine: 'All well, nothing to change.',
      leave_keyboard:
        'It works. Where cashiers type Chinese, scan “USB HID POS” or “USB COM” in its manual to change the mode.',
      send_enter: 'No Enter after the code: scan “suffix CR” in its manual. A pause ends it for now.',
      slow: 'It types slowly: the till waits longer now. Scan “fast keyboard” or “no delay” in its manual.',
      send_separators: 'GS1 separators are lost: switch “send GS / FNC1” on.',
      send_utf8: 'Chinese is garbled: set its encoding to UTF-8.',
      send_mark: 'Eight digits may be UPC-E or EAN-8: switch “send AIM identifier” on.',
      letter_case: 'Capitals are turned over: switch Caps Lock off, or scan “keep letter case”.',
    },
  },
}
