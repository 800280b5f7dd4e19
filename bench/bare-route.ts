/**
 * `node bench/bare-route.ts ADDRESS`: the least that a durable row costs over HTTP. One route, with the same framework
 * and the same driver as the product: it parses a JSON body, inserts one row, commits, answers. It knows nobody, checks
 * nothing and decides nothing, so no intake that goes through HTTP can be faster here. Says its URL once it listens.
 */

import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { createAdaptorServer } from '@hono/node-server'
import { openStore } from '@rightdesk/desk'
import { Hono } from 'hono'

const { db } = await openStore(process.argv[2]!)
const app = new Hono()
app.post('/rows', async (c) => {
  const { key, value } = await c.req.json<{ key: string; value: string }>()
  await db.insertInto('meta').values({ key, value }).execute()
  return c.json({ key }, 201)
})
const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false })
server.listen(0, '127.0.0.1', () => {
  console.log(`serves at http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
