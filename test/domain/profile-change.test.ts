import { expect, test } from 'vitest'
import { type ProfileWish, settleProfileChange, withProfileChange } from '../../domain/profile-change.ts'
import { id, member } from './shop.ts'

const wish: ProfileWish = {
  member: { memberId: id(100), birthday: '03-08' },
  known: { name: '王小明', phone: '13812345678' },
  name: null,
  phone: null,
  birthday: null,
  phoneHash: null,
}
const settle = (over: Partial<ProfileWish>) => settleProfileChange({ ...wish, ...over })

test('[PC1] only what is another word than before is a change', () => {
  expect(settle({})).toEqual({ ok: true, value: null })
  expect(settle({ name: '王小明', phone: '13812345678', phoneHash: 'a', birthday: '03-08' })).toEqual({
    ok: true,
    value: null,
  })
  expect(settle({ name: '王晓明', birthday: '03-08' })).toEqual({
    ok: true,
    value: { name: { maskedName: '王**', initials: 'wxm' }, phone: null, birthday: null },
  })
  expect(settle({ phone: '13987654321', phoneHash: 'ff', birthday: '02-29' })).toEqual({
    ok: true,
    value: { name: null, phone: { maskedPhone: '139****4321', hash: 'ff' }, birthday: '02-29' },
  })
  // Where the seal cannot be read nobody knows what was before.
  expect(settle({ known: null, name: '王小明' })).toMatchObject({ value: { name: { initials: 'wxm' } } })
})

test.each(['02-30', '13-01', '00-10', '06-31'])('[PC1] %s is no birthday', (birthday) => {
  expect(settle({ birthday })).toMatchObject({ ok: false, refusal: { code: 'name_invalid' } })
})

test('[PC2] a change leaves alone what it does not name, and who was merged or erased', () => {
  const before = member({ maskedPhone: '138****5678', birthday: '03-08', sealed: 'AAAA' })
  const none = { name: null, phone: null, birthday: null, sealed: null }
  expect(withProfileChange(before, none)).toEqual(before)
  expect(
    withProfileChange(before, { ...none, name: { maskedName: '李*', initials: 'lm' }, sealed: 'BBBB' }),
  ).toEqual({
    ...before,
    maskedName: '李*',
    initials: 'lm',
    sealed: 'BBBB',
  })
  const phone = { maskedPhone: '139****4321', hash: 'ff' }
  expect(withProfileChange(before, { ...none, phone, birthday: '02-29' })).toEqual({
    ...before,
    maskedPhone: '139****4321',
    birthday: '02-29',
  })
  for (const status of ['merged', 'erased'] as const) {
    const gone = member({ status })
    expect(withProfileChange(gone, { ...none, phone })).toEqual(gone)
  }
})
