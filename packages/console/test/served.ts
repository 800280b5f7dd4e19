/** One product for all tests of pages. */
import type { TestProject } from 'vitest/node'
import { type Served, startProduct } from './product.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    served: Served
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, email, password, stop } = await startProduct()
  project.provide('served', { url, email, password })
  return stop
}
