/** A process of its own that adds rows, and says each number once that row is kept. */
import { writeSync } from 'node:fs'
import process from 'node:process'
import { openStore } from '../../src/store/open.ts'
import { inTransaction } from '../../src/store/transaction.ts'

const [, , address, name, count] = process.argv
const store = await openStore(address!)
for (let i = 0; i < Number(count); i++) {
  await inTransaction(store, (db) =>
    db
      .insertInto('meta')
      .values({ key: `${name} ${i}`, value: 'x'.repeat(200) })
      .execute(),
  )
  if (process.argv[5] === 'tell') writeSync(1, `${i}\n`)
}
await store.close()
