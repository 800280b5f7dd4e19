/** A process of its own that moves a store and dies in the middle of a table. */
import process from 'node:process'
import { move } from '../../src/store/move.ts'
import { at } from './rows.ts'

const [, , file, to, stopAt] = process.argv
await move(file!, to!, at, (table) => {
  if (table === stopAt) process.kill(process.pid, 'SIGKILL')
})
