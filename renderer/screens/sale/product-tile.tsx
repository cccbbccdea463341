import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { Category, Product } from '../../../domain/product.ts'
import { useActs, useFormat, useLocal } from '../../use-desk.ts'

/** `--category` is the one colour that comes with the chain's own facts. */
export function categoryStyle(color: string | undefined): CSSProperties {
  return { '--category': color ?? 'var(--color-edge)' } as CSSProperties
}

/** A product to tap: its name, its price, and the colour of its category. */
export function ProductTile(props: { readonly product: Product; readonly category: Category | undefined }) {
  const { product, category } = props
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const name = local(product.name)
  return (
    <button
      type="button"
      data-testid="product-tile"
      data-sku={product.sku}
      aria-label={t('items.add', { name })}
      onClick={() => acts.addProduct(product)}
      style={categoryStyle(category?.color)}
      className="tile relative flex h-24 flex-col overflow-hidden rounded-till border pt-3 pr-3 pb-2.5 pl-4 text-left active:brightness-95 wide:h-28"
    >
      <span className="tile-band absolute inset-y-0 left-0 w-1.5" />
      <span className="min-h-0 flex-1">
        <span className="line-clamp-2 font-medium leading-[21px] wide:text-[17px] wide:leading-[23px]">
          {name}
        </span>
      </span>
      <span className="flex w-full items-baseline justify-between gap-2">
        <span className="truncate text-soft text-tiny">{category ? local(category.name) : ''}</span>
        <span className="whitespace-nowrap font-semibold">
          {format.money(product.unitPrice)}
          {product.unit === 'gram' ? (
            <span className="font-normal text-soft text-tiny">{t('items.perKilogram')}</span>
          ) : null}
        </span>
      </span>
    </button>
  )
}
