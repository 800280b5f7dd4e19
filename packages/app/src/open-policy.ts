/** Opens a policy folder as far as a command needs it, or says everything that is wrong with it. */
import {
  type Diagnostic,
  type LinkedPolicy,
  linkPolicy,
  type ParsedPolicy,
  type PolicySource,
  parsePolicy,
} from '@rightdesk/engine'
import { readPolicyFolder } from './policy-folder.ts'

/** A policy that cannot be used, with everything that is wrong with it. */
export class PolicyFault extends Error {
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    super('the policy has faults')
    this.name = 'PolicyFault'
    this.diagnostics = diagnostics
  }
}

/** The folder as text and parsed; throws a `PolicyFault` when it does not parse. */
export function openPolicy(folder: string): { source: PolicySource; parsed: ParsedPolicy } {
  const source = readPolicyFolder(folder)
  const { policy: parsed, diagnostics } = parsePolicy(source)
  if (!parsed) throw new PolicyFault(diagnostics)
  return { source, parsed }
}

/** The folder with its names resolved at an ISO time; throws a `PolicyFault` when one leads nowhere. */
export const openLinkedPolicy = (folder: string, now: string): LinkedPolicy =>
  openLinkedSource(folder, now).linked

/** The same with its text. */
export function openLinkedSource(
  folder: string,
  now: string,
): { source: PolicySource; linked: LinkedPolicy } {
  const { source, parsed } = openPolicy(folder)
  const { policy, diagnostics } = linkPolicy(parsed, { now })
  if (!policy) throw new PolicyFault(diagnostics)
  return { source, linked: policy }
}
