/** Where the figure keys go that no field has the focus for. */
export interface Figures {
  readonly type: (digit: string) => void
  readonly erase: () => void
  readonly point?: () => void
}
