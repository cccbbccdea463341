/** The central's one look at the clock, epoch ms. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()
