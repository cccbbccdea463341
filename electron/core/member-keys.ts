import { readSetting } from '../../db/journal/setting-table.ts'
import { assert } from '../../domain/assert.ts'
import type { Books } from './books.ts'

/** What personal data of members go by: given at enrolment, so an enrolled till has them (codes/personal.ts). */
export function memberKeys(books: Books): { readonly phone: string; readonly personal: string } {
  const keys = readSetting(books.read(), 'keys')
  assert(keys, 'an enrolled till was given its keys')
  return keys
}
