/** Faults of a policy as compilers show them: place, message, what to do. */
import { type Diagnostic, placeOf } from '@rightdesk/engine'
import { harmless, type Terminal } from './terminal.ts'

export function showDiagnostics(diagnostics: readonly Diagnostic[], { styled }: Terminal): string {
  return diagnostics
    .map((d) => {
      const kind = styled(d.severity === 'error' ? 'red' : 'yellow', d.severity)
      const example = d.example ? `\n  for example: ${harmless(JSON.stringify(d.example))}` : ''
      return `${placeOf(d)} ${kind} ${harmless(d.message)} [${d.code}]${example}\n  ${styled('dim', harmless(d.help))}\n`
    })
    .join('')
}

export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.length - errors
  if (diagnostics.length === 0) return 'no finding'
  return `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`
}
