/** The demonstration that a first start brings along can be removed, and only that. */
import { z } from 'zod'
import { removeDemo } from '../demo.ts'
import { operation } from '../operation.ts'

export const remove = operation({
  name: 'demo.remove',
  about: 'Removes everything that came with the demonstration. What is real stays.',
  scope: 'access:write',
  writes: true,
  teams: 'all',
  http: { method: 'DELETE', path: '/demo' },
  input: z.object({}),
  output: z.object({ cases: z.number(), accounts: z.number(), people: z.number() }),
  run: removeDemo,
})
