/** Names of operations as people read them: `cases.hand_off` → `Case: hand off`. */
import { routes } from '@rightdesk/desk/client'
import { inWords } from '../../ui/badge.tsx'

/** Nouns whose plain form is not the name without its last letter. */
const nouns: Readonly<Record<string, string>> = {
  people: 'Person',
  leave: 'Leave',
  access: 'Access',
  audit: 'Audit log',
  me: 'You',
  policies: 'Policy',
  deliveries: 'Message',
  practices: 'Practice',
  services: 'Service',
}

const sayNoun = (noun: string): string => nouns[noun] ?? inWords(noun.replace(/s$/, ''))

export function sayOperation(operation: string): string {
  const [noun, verb] = operation.split('.')
  return verb === undefined ? inWords(operation) : `${sayNoun(noun!)}: ${inWords(verb).toLowerCase()}`
}

/** Operations that leave an entry in the audit log, by name. */
export const writingOperations: readonly string[] = Object.entries(routes)
  .filter(([, { writes }]) => writes)
  .map(([name]) => name)
