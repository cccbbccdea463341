import { argon2id, hash } from 'argon2'
import type { StaffRow } from '../../contract/entities.ts'
import type { Role } from '../../domain/staff.ts'
import type { Store } from '../../domain/store.ts'
import { demoId } from './demo-ids.ts'

export const demoTimeZone = 'Asia/Shanghai'

export const demoStores: readonly Store[] = [
  {
    storeId: demoId('store', 1),
    number: 'S01',
    name: { zh: '长青超市 人民路店', en: 'Changqing Market, Renmin Road' },
    address: { zh: '上海市黄浦区人民路 188 号', en: '188 Renmin Road, Huangpu, Shanghai' },
    timeZone: demoTimeZone,
  },
  {
    storeId: demoId('store', 2),
    number: 'S02',
    name: { zh: '长青超市 滨江店', en: 'Changqing Market, Riverside' },
    address: { zh: '杭州市滨江区江南大道 2066 号', en: '2066 Jiangnan Avenue, Binjiang, Hangzhou' },
    timeZone: demoTimeZone,
  },
  {
    storeId: demoId('store', 3),
    number: 'S03',
    name: { zh: '长青超市 玄武湖店', en: 'Changqing Market, Xuanwu Lake' },
    address: { zh: '南京市玄武区中央路 251 号', en: '251 Zhongyang Road, Xuanwu, Nanjing' },
    timeZone: demoTimeZone,
  },
]

/** Who works in each store, by its place in `demoStores`. The same codes and PINs everywhere: it is a demo. */
export const demoStaff: readonly {
  readonly code: string
  readonly pin: string
  readonly role: Role
  readonly names: readonly [string, string, string]
}[] = [
  { code: '101', pin: '246810', role: 'cashier', names: ['林小雨', '陈思思', '许文静'] },
  { code: '201', pin: '135790', role: 'supervisor', names: ['周建国', '吴海燕', '孙志强'] },
  { code: '301', pin: '112233', role: 'store_it', names: ['赵明', '钱宇航', '郑浩然'] },
]

/** Staff rows of all stores, PINs hashed as quality.md 4 says; salts are fixed, so that the rows repeat. */
export function demoStaffRows(): Promise<StaffRow[]> {
  const rows = demoStores.flatMap((store, place) =>
    demoStaff.map(async ({ code, pin, role, names }, index) => {
      const n = place * demoStaff.length + index + 1
      return {
        staffId: demoId('staff', n),
        code,
        name: names[place as 0 | 1 | 2],
        role,
        storeId: store.storeId,
        ...(await hashedPin(pin, Buffer.alloc(16, `demo ${n} `))),
      }
    }),
  )
  return Promise.all(rows)
}

/** Argon2id of a PIN, as staff and member rows carry it. */
export async function hashedPin(pin: string, salt: Buffer): Promise<{ pinSalt: string; pinHash: string }> {
  const pinHash = await hash(pin, {
    type: argon2id,
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
    hashLength: 32,
    salt,
    raw: true,
  })
  return { pinSalt: salt.toString('base64'), pinHash: pinHash.toString('base64') }
}
