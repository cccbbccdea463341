/** One minute, hour and day in ms. A calendar day may be longer or shorter: use the calendar functions for dates. */
export const minuteMs = 60_000
export const hourMs = 3_600_000
