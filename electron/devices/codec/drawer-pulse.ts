/**
 * ESC p m 25 250: 50 ms, then 500 ms rest (ESC/POS `ESC p`, in units of 2 ms) on the pin the drawer's cable is at. Drawers
 * open at 50 ms; longer burns cheap solenoids.
 */
export function drawerPulse(pin: 2 | 5 = 2): Uint8Array {
  return Uint8Array.of(0x1b, 0x70, pin === 5 ? 1 : 0, 25, 250)
}
