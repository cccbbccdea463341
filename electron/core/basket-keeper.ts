import type { Tx } from '../../db/handle.ts'
import {
  clearBasket,
  type HeldBasket,
  heldBaskets,
  holdBasket,
  openBasket,
  recallBasket,
  saveBasket,
} from '../../db/journal/basket-table.ts'
import { type Basket, newBasket } from '../../domain/basket.ts'
import type { Uuid } from '../../domain/ids.ts'
import { undoStepsMax } from '../../domain/limits.ts'
import type { Money } from '../../domain/money.ts'
import type { Books } from './books.ts'
import { checkMayBegin, type DiskRoom } from './disk-room.ts'

interface BasketKeeperOptions {
  readonly books: Books
  /** On a full disk the sale at hand goes on and none is begun. */
  readonly room: Pick<DiskRoom, 'level' | 'look'>
  readonly newSaleId: () => Uuid
  /** What the till itself puts into a changed basket before it is saved: the best coupons where those were chosen, the suggestions now shown. */
  readonly complete: (changed: Basket) => Basket
  /** In the transaction that begins a sale: a customer is served, so the last sale needs no more words. */
  readonly onBegin: (tx: Tx) => void
  readonly onChanged: () => void
}

/** The basket of the sale at hand, saved at every change; the steps of undo live in memory only. */
export interface BasketKeeper {
  readonly open: () => Basket | null
  /** The open basket, or a fresh one that is saved with its first change. */
  readonly openOrNew: (now: number) => Basket
  /** The line changed last, to flash once. */
  readonly changedLineId: () => number | null
  readonly canUndo: () => boolean
  readonly held: () => readonly HeldBasket[]
  /** Saves `next`, completed, as the open basket. */
  readonly put: (next: Basket, changedLineId?: number | null) => void
  /** Empties the till's hands; undo brings the basket back. */
  readonly clear: () => void
  /** False when there is nothing to undo. */
  readonly undo: () => boolean
  readonly hold: (as: {
    readonly heldAt: number
    readonly payable: Money
    readonly memberName: string | null
  }) => void
  /** Opens a held basket; the open one, priced as `swapped`, goes on hold in its place. False when there is none with this id. */
  readonly recall: (
    saleId: Uuid,
    swapped: { readonly heldAt: number; readonly payable: Money; readonly memberName: string | null } | null,
  ) => boolean
  /** The sale will have another id: what was asked about it under the old one no longer holds. */
  readonly renew: () => void
  /** The open basket became a sale: its row went in the sale's own transaction. */
  readonly sold: () => void
  /** Reads everything from the journal again; undo is forgotten. */
  readonly reload: () => void
}

export function createBasketKeeper(options: BasketKeeperOptions): BasketKeeper {
  const { books, room } = options
  let open: Basket | null = null
  let held: readonly HeldBasket[] = []
  let changedLineId: number | null = null
  let steps: (Basket | null)[] = []

  function reload(): void {
    open = openBasket(books.read())
    held = heldBaskets(books.read())
    changedLineId = null
    steps = []
    options.onChanged()
  }

  /** Makes the journal's open basket be `next`. */
  function save(next: Basket | null, begins: boolean): void {
    books.write(
      (tx) => {
        if (next) saveBasket(tx, next)
        else clearBasket(tx)
        if (begins) options.onBegin(tx)
      },
      (db) => JSON.stringify(openBasket(db)) === JSON.stringify(next),
    )
  }

  function moveTo(next: Basket | null, line: number | null): void {
    const begins = open === null && next !== null
    if (begins) checkMayBegin(room)
    save(next, begins)
    open = next
    changedLineId = line
    options.onChanged()
  }

  function remember(step: Basket | null): void {
    steps.push(step)
    if (steps.length > undoStepsMax) steps.shift()
  }

  return {
    open: () => open,
    openOrNew: (now) => open ?? newBasket(options.newSaleId(), now),
    changedLineId: () => changedLineId,
    canUndo: () => steps.length > 0,
    held: () => held,
    put: (next, line = null) => {
      const before = open
      moveTo(options.complete(next), line)
      remember(before)
    },
    clear: () => {
      const before = open
      if (!before) return
      moveTo(null, null)
      remember(before)
    },
    undo: () => {
      const undone = steps.at(-1)
      if (undone === undefined) return false
      moveTo(undone && options.complete(undone), null)
      steps.pop()
      return true
    },
    hold: (as) => {
      const saleId = open?.saleId
      if (!saleId) return
      books.write(
        (tx) => holdBasket(tx, saleId, as),
        (db) => openBasket(db) === null,
      )
      reload()
    },
    recall: (saleId, swapped) => {
      if (!held.some(({ basket }) => basket.saleId === saleId)) return false
      const before = open
      books.write(
        (tx) => {
          if (before && swapped) holdBasket(tx, before.saleId, swapped)
          else clearBasket(tx)
          recallBasket(tx, saleId)
        },
        (db) => openBasket(db)?.saleId === saleId,
      )
      reload()
      // While it lay aside coupons may have ended and others come.
      const completed = open && options.complete(open)
      if (completed !== open) moveTo(completed, null)
      return true
    },
    renew: () => {
      if (open) moveTo({ ...open, saleId: options.newSaleId() }, changedLineId)
    },
    sold: () => {
      open = null
      changedLineId = null
      steps = []
      options.onChanged()
    },
    reload,
  }
}
