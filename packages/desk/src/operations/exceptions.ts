/** The customer exceptions page: every customer with an assigned engineer, as it is now. Internal. */
import { z } from 'zod'
import { operation } from '../operation.ts'
import { exceptions, exceptionsNow, exceptionsPage } from '../programme/programme-exceptions.ts'

export const showExceptions = operation({
  name: 'exceptions.show',
  about:
    'Lists every customer with an assigned engineer, who it is, since when, and how many places there are.',
  scope: 'programme:read',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/exceptions' },
  input: z.object({}),
  output: exceptions,
  run: exceptionsNow,
})

export const showExceptionsPage = operation({
  name: 'exceptions.page',
  about: 'Gives the customer exceptions page as Markdown.',
  scope: 'programme:read',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/exceptions/page' },
  input: z.object({}),
  output: z.object({ markdown: z.string() }),
  run: async (context) => ({ markdown: exceptionsPage(await exceptionsNow(context)) }),
})
