import { z } from 'zod'
import { listRowsMax } from '../../contract/head-office.ts'
import { shiftsAnswerSchema } from '../../contract/shift-report.ts'
import { problemSchema } from '../../contract/wire.ts'
import type { Central } from '../central.ts'
import { shiftsReport } from '../head-office/shifts.ts'
import type { Application } from './application.ts'
import { limitQuery } from './query-parts.ts'

/** What head office asks about the cash drawers of its stores. */
export function addShiftRoutes(application: Application, { database }: Central): void {
  application.route({
    method: 'GET',
    url: '/v1/head-office/stores/:store/shifts',
    schema: {
      summary: 'The shifts a store opened on a day of its own, with their cash',
      security: [{ operator: [] }],
      params: z.object({ store: z.string().min(1).max(8) }),
      querystring: z.object({
        day: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
        limit: limitQuery(listRowsMax),
      }),
      response: { 200: shiftsAnswerSchema, '4xx': problemSchema },
    },
    handler: ({ params, query }) => shiftsReport(database, { ...params, ...query }),
  })
}
