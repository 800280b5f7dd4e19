/** Runs what is due on a desk, as the worker does, until nothing is due any more; a timer that fails fails the test. */
import { runTimers as runDue } from '../src/work/worker.ts'
import type { TestDesk } from './desk.ts'

export async function runTimers({ services }: TestDesk): Promise<void> {
  const fails = ({ err }: { readonly err?: unknown }, message: string): never => {
    throw new Error(message, { cause: err })
  }
  const log = { warn: fails, error: fails }
  while ((await runDue(services, { holder: 'test', log })) > 0);
}
