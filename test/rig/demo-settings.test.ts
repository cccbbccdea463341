import { expect, test } from 'vitest'
import { tillConfigSchema } from '../../contract/config.ts'
import { withCentral } from './demo-settings.ts'

const central = { url: 'https://127.0.0.1:4517', enrolmentCode: 'ABCDE23456' }

test('[WI21] each start of the demo gives the till a code that is still good, and keeps its other settings', () => {
  expect(tillConfigSchema.parse(JSON.parse(withCentral(null, central) ?? ''))).toMatchObject({ central })
  const kept = { central: { ...central, enrolmentCode: 'RUNOUT2345' }, printer: { kind: 'tcp', host: 'a' } }
  const text = withCentral(JSON.stringify(kept), central)
  expect(JSON.parse(text ?? '')).toEqual({ ...kept, central })
  for (const broken of ['{"central":', '[]', '"text"', '']) expect(withCentral(broken, central)).toBeNull()
})
