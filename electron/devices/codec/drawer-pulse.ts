/**
 * ESC p 0 25 250: pin 2 for 50 ms, then 500 ms rest (ESC/POS `ESC p`, in units of 2 ms). Drawers open at 50 ms;
 * longer burns cheap solenoids.
 */
export const drawerPulse: Uint8Array = Uint8Array.of(0x1b, 0x70, 0, 25, 250)
