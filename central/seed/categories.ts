import type { Category } from '../../domain/product.ts'
import type { LocalText } from '../../domain/text.ts'

/** One kind of goods a category sells: its names and what it costs, in fen for the first size. */
interface Goods {
  readonly name: LocalText
  readonly price: number
}

/** A category of the demo chain with what its products are made of: brand × goods × size × variety. */
export interface Assortment {
  readonly category: Category
  /** Share of the chain's packed products, in parts of all assortments' shares together. */
  readonly share: number
  /** Weighed at the scale (grams, PLU) instead of packed (pieces, EAN). */
  readonly weighed: boolean
  readonly goods: readonly Goods[]
  /** Sizes with their price as a multiple of the first one's, in hundredths. */
  readonly sizes: readonly { readonly name: LocalText; readonly hundredths: number }[]
  readonly varieties: readonly LocalText[]
}

const plain: LocalText = { zh: '', en: '' }

function texts(list: string): LocalText[] {
  return list.split('; ').map((entry) => {
    const [zh = '', en = ''] = entry.split('|')
    return { zh, en }
  })
}

/** `zh|en|fen`, separated by `; `. */
function goods(list: string): Goods[] {
  return list.split('; ').map((entry) => {
    const [zh = '', en = '', price = '0'] = entry.split('|')
    return { name: { zh, en }, price: Number(price) }
  })
}

/** `zh|en|hundredths`, separated by `; `. */
function sizes(list: string): Assortment['sizes'] {
  return goods(list).map(({ name, price }) => ({ name, hundredths: price }))
}

interface Draft {
  readonly id: string
  readonly name: string
  readonly color: string
  readonly share?: number
  readonly goods: string
  readonly sizes?: string
  readonly varieties?: string
}

function assortment(draft: Draft, position: number): Assortment {
  const [name = plain] = texts(draft.name)
  return {
    category: { categoryId: draft.id, name, color: draft.color, position },
    share: draft.share ?? 0,
    weighed: draft.share === undefined,
    goods: goods(draft.goods),
    sizes: draft.sizes === undefined ? [{ name: plain, hundredths: 100 }] : sizes(draft.sizes),
    varieties: texts(draft.varieties ?? '|'),
  }
}

const packed = '250g|250 g|100; 500g|500 g|185; 1kg|1 kg|350'
const bottles = '330ml|330 ml|100; 500ml|500 ml|135; 1L|1 L|240; 2L|2 L|420'

/** All categories in the order of the till's tiles. */
export const assortments: readonly Assortment[] = [
  {
    id: 'vegetable',
    name: '蔬菜|Vegetables',
    color: '#3f9c35',
    varieties: '|; 有机|Organic; 本地|Local',
    goods:
      '小青菜|Pak choi|680; 大白菜|Chinese cabbage|320; 菠菜|Spinach|880; 生菜|Lettuce|760; 西红柿|Tomatoes|980; 黄瓜|Cucumbers|720; 土豆|Potatoes|420; 胡萝卜|Carrots|480; 茄子|Aubergines|780; 青椒|Green peppers|860; 西兰花|Broccoli|1180; 花菜|Cauliflower|980; 豆角|Long beans|1080; 莲藕|Lotus root|1280; 山药|Chinese yam|1580; 冬瓜|Winter melon|380; 南瓜|Pumpkin|460; 洋葱|Onions|440; 大蒜|Garlic|1380; 生姜|Ginger|1680; 韭菜|Chinese chives|880; 芹菜|Celery|680; 香菇|Shiitake|2280; 金针菇|Enoki|1280',
  },
  {
    id: 'fruit',
    name: '水果|Fruit',
    color: '#e8590c',
    varieties: '|; 精选|Selected; 进口|Imported',
    goods:
      '红富士苹果|Fuji apples|1180; 香蕉|Bananas|780; 砂糖橘|Sugar tangerines|1280; 脐橙|Navel oranges|1080; 蜜柚|Honey pomelo|880; 雪梨|Snow pears|780; 巨峰葡萄|Kyoho grapes|2180; 猕猴桃|Kiwifruit|1980; 草莓|Strawberries|3980; 蓝莓|Blueberries|6980; 车厘子|Cherries|8980; 芒果|Mangoes|1880; 火龙果|Dragon fruit|1580; 哈密瓜|Hami melon|980; 西瓜|Watermelon|460; 水蜜桃|Peaches|1680',
  },
  {
    id: 'meat',
    name: '肉禽蛋|Meat and eggs',
    color: '#c92a2a',
    varieties: '|; 黑猪|Black pork; 冷鲜|Chilled',
    goods:
      '五花肉|Pork belly|3580; 里脊肉|Pork loin|3980; 猪小排|Spare ribs|5980; 猪肉末|Minced pork|3280; 牛腩|Beef brisket|7980; 牛腱|Beef shank|8580; 肥牛卷|Beef slices|9980; 羊肉卷|Lamb slices|8980; 鸡胸肉|Chicken breast|2280; 鸡翅中|Chicken wings|4580; 鸭腿|Duck legs|2680; 散装鸡蛋|Loose eggs|1180',
  },
  {
    id: 'seafood',
    name: '水产|Seafood',
    color: '#1971c2',
    varieties: '|; 鲜活|Live; 冰鲜|On ice',
    goods:
      '草鱼|Grass carp|1780; 鲈鱼|Sea bass|3680; 带鱼|Hairtail|3280; 小黄鱼|Yellow croaker|4280; 基围虾|Shrimps|6980; 大闸蟹|Hairy crabs|12800; 花蛤|Clams|1480; 鱿鱼|Squid|3880; 三文鱼|Salmon|15800; 蛏子|Razor clams|3280',
  },
  {
    id: 'grain',
    name: '米面杂粮|Grain',
    color: '#b08968',
    share: 9,
    goods:
      '东北大米|North-east rice|1690; 五常香米|Wuchang rice|2980; 泰国香米|Thai fragrant rice|2580; 丝苗米|Simiao rice|1890; 高筋面粉|Bread flour|1190; 饺子粉|Dumpling flour|1090; 挂面|Dried noodles|590; 荞麦面|Buckwheat noodles|890; 小米|Millet|990; 黑米|Black rice|1190; 红豆|Adzuki beans|1090; 绿豆|Mung beans|990; 燕麦片|Oats|1290; 薏米|Job’s tears|1390',
    sizes: '1kg|1 kg|100; 2.5kg|2.5 kg|236; 5kg|5 kg|450; 10kg|10 kg|860',
  },
  {
    id: 'oil',
    name: '食用油|Cooking oil',
    color: '#e0a100',
    share: 5,
    goods:
      '花生油|Peanut oil|2890; 菜籽油|Rapeseed oil|1990; 大豆油|Soybean oil|1490; 葵花籽油|Sunflower oil|2190; 玉米油|Corn oil|2090; 橄榄油|Olive oil|5980; 山茶油|Camellia oil|6980; 稻米油|Rice bran oil|2390; 芝麻油|Sesame oil|3290; 调和油|Blended oil|1590',
    sizes: '900ml|900 ml|100; 1.8L|1.8 L|190; 4L|4 L|400; 5L|5 L|480',
  },
  {
    id: 'condiment',
    name: '调味品|Condiments',
    color: '#7c4a21',
    share: 9,
    goods:
      '生抽|Light soy sauce|890; 老抽|Dark soy sauce|990; 陈醋|Mature vinegar|790; 米醋|Rice vinegar|650; 料酒|Cooking wine|690; 蚝油|Oyster sauce|1090; 豆瓣酱|Bean paste|1190; 黄豆酱|Soybean paste|890; 辣椒酱|Chilli sauce|1090; 甜面酱|Sweet sauce|690; 食盐|Salt|250; 白砂糖|Sugar|690; 冰糖|Rock sugar|890; 鸡精|Chicken powder|990; 胡椒粉|Pepper|1290; 花椒|Sichuan pepper|1690; 八角|Star anise|1590; 番茄酱|Ketchup|890',
    sizes: '250g|250 g|100; 500g|500 g|180; 1kg|1 kg|320',
  },
  {
    id: 'dairy',
    name: '乳品|Dairy',
    color: '#74c0fc',
    share: 8,
    goods:
      '纯牛奶|Milk|390; 鲜牛奶|Fresh milk|690; 低脂牛奶|Low-fat milk|420; 高钙牛奶|High-calcium milk|450; 酸奶|Yoghurt|490; 希腊酸奶|Greek yoghurt|890; 奶酪棒|Cheese sticks|1590; 黄油|Butter|2290; 淡奶油|Cream|2490; 乳酸菌饮品|Lactic drink|590; 豆奶|Soy milk|390; 羊奶|Goat milk|1290',
    sizes: '250ml|250 ml|100; 950ml|950 ml|330; 12盒装|12-pack|1080; 16盒装|16-pack|1400',
    varieties: '|; 原味|Natural; 草莓味|Strawberry',
  },
  {
    id: 'bakery',
    name: '烘焙|Bakery',
    color: '#d9a066',
    share: 4,
    goods:
      '吐司面包|Toast|990; 全麦面包|Wholemeal bread|1190; 牛角包|Croissants|1290; 肉松小贝|Pork floss cakes|1890; 蛋挞|Egg tarts|1290; 奶油蛋糕|Cream cake|3980; 戚风蛋糕|Chiffon cake|2280; 绿豆糕|Mung bean cakes|1580; 桃酥|Walnut biscuits|1380; 老婆饼|Wife cakes|1280',
    sizes: '小份|Small|100; 大份|Large|180',
    varieties: '|; 红豆|Red bean; 抹茶|Matcha',
  },
  {
    id: 'snack',
    name: '休闲零食|Snacks',
    color: '#f06595',
    share: 16,
    goods:
      '原味薯片|Crisps|690; 虾条|Prawn sticks|490; 瓜子|Sunflower seeds|890; 花生米|Peanuts|790; 开心果|Pistachios|2990; 夏威夷果|Macadamias|3290; 核桃仁|Walnuts|2690; 牛肉干|Beef jerky|3590; 猪肉脯|Pork jerky|2590; 海苔|Seaweed|1290; 果冻|Jelly|690; 话梅|Preserved plums|890; 芒果干|Dried mango|1490; 葡萄干|Raisins|1190; 曲奇饼干|Cookies|1290; 苏打饼干|Crackers|890; 威化饼|Wafers|790; 巧克力|Chocolate|1990; 棒棒糖|Lollipops|590; 辣条|Spicy strips|390',
    sizes: packed,
    varieties: '|; 香辣|Spicy; 番茄|Tomato; 烧烤|Barbecue',
  },
  {
    id: 'drink',
    name: '饮料|Drinks',
    color: '#22b8cf',
    share: 13,
    goods:
      '矿泉水|Mineral water|200; 苏打水|Soda water|390; 绿茶|Green tea|350; 乌龙茶|Oolong tea|450; 茉莉花茶|Jasmine tea|420; 柠檬茶|Lemon tea|390; 橙汁|Orange juice|590; 苹果汁|Apple juice|550; 椰子水|Coconut water|690; 酸梅汤|Plum drink|450; 可乐|Cola|300; 汽水|Fizzy pop|280; 运动饮料|Sports drink|490; 咖啡饮料|Coffee drink|590; 豆浆|Soybean drink|420; 凉茶|Herbal tea|390',
    sizes: bottles,
    varieties: '|; 无糖|Sugar-free',
  },
  {
    id: 'liquor',
    name: '酒类|Liquor',
    color: '#862e9c',
    share: 5,
    goods:
      '清爽啤酒|Lager|490; 精酿啤酒|Craft beer|1290; 黄酒|Yellow wine|1890; 米酒|Rice wine|1290; 干红葡萄酒|Red wine|6980; 干白葡萄酒|White wine|6580; 浓香白酒|Baijiu|9800; 梅子酒|Plum wine|5980',
    sizes: '330ml|330 ml|100; 500ml|500 ml|145; 750ml|750 ml|210; 6瓶装|6-pack|570',
  },
  {
    id: 'frozen',
    name: '冷冻食品|Frozen food',
    color: '#4dabf7',
    share: 7,
    goods:
      '猪肉水饺|Pork dumplings|1990; 三鲜水饺|Three-fresh dumplings|2190; 小馄饨|Small wontons|1690; 汤圆|Rice balls|1490; 手抓饼|Hand pancakes|1590; 奶黄包|Custard buns|1390; 烧麦|Shaomai|1490; 鱼丸|Fish balls|1890; 牛肉丸|Beef balls|2890; 冰淇淋|Ice cream|890; 雪糕|Ice lollies|490; 速冻玉米粒|Sweetcorn|990',
    sizes: '400g|400 g|100; 800g|800 g|185; 1.2kg|1.2 kg|265',
  },
  {
    id: 'household',
    name: '家居清洁|Household',
    color: '#868e96',
    share: 10,
    goods:
      '抽纸|Tissues|1290; 卷纸|Toilet rolls|1990; 厨房纸|Kitchen paper|1490; 湿巾|Wet wipes|990; 洗衣液|Laundry liquid|2990; 洗衣凝珠|Laundry pods|3990; 柔顺剂|Softener|2490; 洗洁精|Washing-up liquid|990; 油污净|Degreaser|1690; 洁厕剂|Toilet cleaner|1190; 垃圾袋|Bin bags|890; 保鲜膜|Cling film|1090; 一次性手套|Disposable gloves|690; 拖把|Mop|4990; 电池|Batteries|1990',
    sizes: '单件|Single|100; 3件装|3-pack|270; 6件装|6-pack|510',
    varieties: '|; 薰衣草|Lavender; 柠檬|Lemon',
  },
  {
    id: 'care',
    name: '个人护理|Personal care',
    color: '#da77f2',
    share: 8,
    goods:
      '洗发水|Shampoo|3990; 护发素|Conditioner|3490; 沐浴露|Shower gel|2990; 香皂|Soap|590; 洗手液|Hand wash|1590; 牙膏|Toothpaste|1290; 牙刷|Toothbrush|990; 漱口水|Mouthwash|2490; 洗面奶|Face wash|3290; 护手霜|Hand cream|1990; 身体乳|Body lotion|3990; 剃须刀|Razor|2990; 卫生巾|Sanitary pads|1690',
    sizes: '标准装|Standard|100; 家庭装|Family size|175; 旅行装|Travel size|45',
    varieties: '|; 清爽|Fresh; 滋润|Moist',
  },
  {
    id: 'infant',
    name: '母婴|Infant',
    color: '#ffa8a8',
    share: 4,
    goods:
      '婴儿奶粉1段|Infant formula 1|26800; 婴儿奶粉2段|Infant formula 2|25800; 幼儿奶粉3段|Infant formula 3|23800; 纸尿裤|Nappies|9900; 拉拉裤|Pull-up pants|10900; 婴儿湿巾|Baby wipes|1990; 米粉|Rice cereal|4590; 果泥|Fruit purée|1290; 奶瓶|Feeding bottle|6990; 婴儿沐浴露|Baby wash|4990',
    sizes: '标准装|Standard|100; 双件装|Twin pack|190',
  },
  {
    id: 'tobacco',
    name: '香烟|Tobacco',
    color: '#495057',
    share: 1,
    goods:
      '软包香烟|Cigarettes, soft pack|1800; 硬包香烟|Cigarettes, hard pack|2500; 细支香烟|Slim cigarettes|2800',
    sizes: '单包|Packet|100; 整条|Carton|1000',
  },
  {
    id: 'gift_card',
    name: '礼品卡|Gift cards',
    color: '#f59f00',
    share: 1,
    goods: '储值礼品卡|Gift card|10000; 节日礼品卡|Festival gift card|10000',
    sizes: '100元|¥100|100; 200元|¥200|200; 500元|¥500|500; 1000元|¥1,000|1000',
  },
].map(assortment)

/** Invented brands; no retailer's real ones. */
export const brands: readonly { readonly brandId: string; readonly name: LocalText }[] = texts(
  '长青|Changqing; 禾丰源|Hefengyuan; 云岭|Yunling; 沁泉|Qinquan; 百味坊|Baiweifang; 晨牧|Chenmu; 江南集|Jiangnanji; 福满堂|Fumantang; 小竹林|Xiaozhulin; 海之舟|Haizhizhou; 青禾田|Qinghetian; 金穗子|Jinsuizi; 朴食|Pushi; 半山居|Banshanju; 悦洁|Yuejie; 星辰|Xingchen',
).map((name, index) => ({ brandId: `B${String(index + 1).padStart(3, '0')}`, name }))
