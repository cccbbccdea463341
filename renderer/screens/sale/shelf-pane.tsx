import { PackageOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Category, Product } from '../../../domain/product.ts'
import { Empty } from '../../parts/empty.tsx'
import { SideScroll } from '../../parts/side-scroll.tsx'
import { useActs, useEntry, useFinder, useLocal, useMirror } from '../../use-desk.ts'
import { categoryStyle, ProductTile } from './product-tile.tsx'

const noCategories: readonly Category[] = []

/** The favourites, or one category at a time. */
export function ShelfPane() {
  const { t } = useTranslation()
  const shelf = useFinder((finder) => finder.shelf)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <CategoryRow />
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-3">
        {shelf === null ? <Skeleton /> : null}
        {shelf?.length === 0 ? (
          <Empty icon={PackageOpen} says={t('items.noShelf')} todo={t('items.noShelfTodo')} />
        ) : null}
        {shelf && shelf.length > 0 ? <ProductGrid products={shelf} /> : null}
      </div>
    </div>
  )
}

export function ProductGrid({ products }: { readonly products: readonly Product[] }) {
  const categories = useMirror((mirror) => mirror.till?.categories ?? noCategories)
  const byId = new Map(categories.map((category) => [category.categoryId, category]))
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(172px,1fr))] gap-2 wide:grid-cols-[repeat(auto-fill,minmax(190px,1fr))]">
      {products.map((product) => (
        <ProductTile key={product.sku} product={product} category={byId.get(product.categoryId)} />
      ))}
    </div>
  )
}

function CategoryRow() {
  const { t } = useTranslation()
  const acts = useActs()
  const local = useLocal()
  const categories = useMirror((mirror) => mirror.till?.categories ?? noCategories)
  const chosen = useEntry((entry) => entry.categoryId)
  const look = (active: boolean) =>
    `flex h-12 shrink-0 items-center gap-2 rounded-till border px-3 text-small ${active ? 'border-accent bg-tint font-semibold text-on-tint' : 'border-line bg-raised'}`
  return (
    <SideScroll className="shrink-0 p-3">
      <button type="button" className={look(chosen === null)} onClick={() => acts.chooseCategory(null)}>
        {t('tabs.all')}
      </button>
      {categories.map((category) => (
        <button
          key={category.categoryId}
          type="button"
          style={categoryStyle(category.color)}
          className={look(chosen === category.categoryId)}
          onClick={() => acts.chooseCategory(category.categoryId)}
        >
          <span className="tile-band size-3 rounded-round" />
          {local(category.name)}
        </button>
      ))}
    </SideScroll>
  )
}

function Skeleton() {
  return (
    <div className="grid animate-late grid-cols-4 gap-2">
      {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((place) => (
        <div key={place} className="h-24 rounded-till bg-sunk" />
      ))}
    </div>
  )
}
