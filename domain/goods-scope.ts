import type { Product } from './product.ts'

/** Which goods count. Empty lists mean "all" for `include` and "none" for `exclude`; exclusion wins. */
export interface GoodsScope {
  readonly include: GoodsSelection
  readonly exclude: GoodsSelection
}

export interface GoodsSelection {
  readonly skus: readonly string[]
  readonly categoryIds: readonly string[]
  readonly brandIds: readonly string[]
  readonly tags: readonly string[]
}

/** Whether a product is among the goods that count. */
export function isInScope(product: Product, scope: GoodsScope): boolean {
  if (selects(scope.exclude, product)) return false
  const { skus, categoryIds, brandIds, tags } = scope.include
  const everything =
    skus.length === 0 && categoryIds.length === 0 && brandIds.length === 0 && tags.length === 0
  return everything || selects(scope.include, product)
}

function selects(selection: GoodsSelection, product: Product): boolean {
  return (
    selection.skus.includes(product.sku) ||
    selection.categoryIds.includes(product.categoryId) ||
    (product.brandId !== null && selection.brandIds.includes(product.brandId)) ||
    product.tags.some((tag) => selection.tags.includes(tag))
  )
}
