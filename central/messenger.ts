import type { Uuid } from '../domain/ids.ts'
import type { Statements } from './database.ts'

/** A short message for one member. */
export interface Message {
  readonly memberId: Uuid
  /** The whole number, digits alone: for the one who delivers it. */
  readonly phone: string
  /** As it may be shown. */
  readonly maskedPhone: string
  readonly body: string
  /** Epoch ms. */
  readonly sentAt: number
}

/** Delivers messages; throws when it cannot. A retailer puts their own behind it. */
export type Messenger = (message: Message) => Promise<void>

const addSql = 'INSERT INTO message ("memberId", "sentTo", "body", "sentAt") VALUES ($1, $2, $3, $4)'

/** The demo's messenger: what would have been sent lies in a table head office reads. The number is not kept. */
export function createOutbox(on: Statements): Messenger {
  return async ({ memberId, maskedPhone, body, sentAt }) => {
    await on.query(addSql, [memberId, maskedPhone, body, sentAt])
  }
}
