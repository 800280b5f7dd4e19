/** A process of its own that opens a store and says what its schema was made by. */
import process from 'node:process'
import { appliedMigrations } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open.ts'

const store = await openStore(process.argv[2]!)
process.stdout.write(`${(await appliedMigrations(store.db)).join(' ')}\n`)
await store.close()
