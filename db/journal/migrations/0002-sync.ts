import type { Migration } from '../../migrate.ts'

/** What honest redemption, trusted time and recovery keep beside the events (sync.md 7 to 9). */
export const sync: Migration = {
  version: 2,
  statements: `
`,
}
