/** Words a customer or cashier reads, in both languages of the screen. */
export interface LocalText {
  readonly zh: string
  readonly en: string
}

export type Language = keyof LocalText
