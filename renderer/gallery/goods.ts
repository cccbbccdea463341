import { money } from '../../domain/money.ts'
import type { Category, Product } from '../../domain/product.ts'

/* Goods of a grocery, for pictures of the screen. */

export const categories: readonly Category[] = [
  { categoryId: 'grain', name: { zh: '粮油', en: 'Grain & oil' }, color: '#b8860b', position: 0 },
  { categoryId: 'fruit', name: { zh: '水果', en: 'Fruit' }, color: '#d1495b', position: 1 },
  { categoryId: 'vegetable', name: { zh: '蔬菜', en: 'Vegetables' }, color: '#3f8f4f', position: 2 },
  { categoryId: 'dairy', name: { zh: '乳品', en: 'Dairy' }, color: '#2f7fb5', position: 3 },
  { categoryId: 'snack', name: { zh: '零食', en: 'Snacks' }, color: '#e07a1f', position: 4 },
  { categoryId: 'drink', name: { zh: '饮料', en: 'Drinks' }, color: '#7353a8', position: 5 },
  { categoryId: 'home', name: { zh: '日用', en: 'Household' }, color: '#54808c', position: 6 },
  { categoryId: 'baby', name: { zh: '母婴', en: 'Baby' }, color: '#c2568f', position: 7 },
]

type Row = readonly [zh: string, en: string, category: string, fen: number, unit?: 'gram']

const rows: readonly Row[] = [
  ['金龙鱼 大豆油 5L', 'Arawana soybean oil 5 L', 'grain', 5_990],
  ['福临门 稻香贡米 5kg', 'Fulinmen fragrant rice 5 kg', 'grain', 4_580],
  ['海天 金标生抽 500ml', 'Haday light soy sauce 500 ml', 'grain', 990],
  ['红富士苹果', 'Fuji apples', 'fruit', 1_196, 'gram'],
  ['海南香蕉', 'Hainan bananas', 'fruit', 698, 'gram'],
  ['云南蓝莓 125g', 'Yunnan blueberries 125 g', 'fruit', 1_590],
  ['上海青', 'Green pak choi', 'vegetable', 598, 'gram'],
  ['西红柿', 'Tomatoes', 'vegetable', 798, 'gram'],
  ['伊利 纯牛奶 250ml×16', 'Yili milk 250 ml × 16', 'dairy', 5_600],
  ['光明 莫斯利安酸奶 200g×12', 'Bright Momchilovtsi yoghurt 200 g × 12', 'dairy', 6_880],
  ['乐事 原味薯片 135g', 'Lay’s original crisps 135 g', 'snack', 1_150],
  ['奥利奥 夹心饼干 388g', 'Oreo biscuits 388 g', 'snack', 1_690],
  ['农夫山泉 550ml×24', 'Nongfu Spring water 550 ml × 24', 'drink', 3_290],
  ['东方树叶 茉莉花茶 500ml', 'Oriental Leaf jasmine tea 500 ml', 'drink', 550],
  ['维达 抽纸 130抽×24', 'Vinda tissues 130 × 24', 'home', 4_990],
  ['蓝月亮 洗衣液 3kg', 'Blue Moon laundry liquid 3 kg', 'home', 3_980],
  ['帮宝适 一级帮 M 76片', 'Pampers Premium M 76', 'baby', 15_900],
  ['飞鹤 星飞帆 3段 700g', 'Feihe Astrobaby stage 3 700 g', 'baby', 26_800],
]

export const products: readonly Product[] = rows.map(([zh, en, categoryId, fen, unit], index) => ({
  sku: `G${String(index + 1).padStart(4, '0')}`,
  name: { zh, en },
  gtin: `0690${String(1_000_000_000 + index)}`,
  plu: null,
  categoryId,
  brandId: null,
  tags: [],
  unit: unit ?? 'piece',
  unitPrice: money(fen),
  favourite: index,
}))
