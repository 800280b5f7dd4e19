/** Names as people write them: looked up, and when misspelt, what was most likely meant. */

/** Damerau–Levenshtein distance (optimal string alignment), in edits. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, before[j - 2]! + 1)
      }
      current.push(best)
    }
    before = previous
    previous = current
  }
  return previous[b.length]!
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The closest of `names` to `name`, ignoring case and punctuation; `undefined` when none is close. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const wanted = plain(name.slice(0, 80))
  let best: string | undefined
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1
  for (const candidate of names) {
    const other = plain(candidate)
    const contained = wanted.length > 2 && (other.startsWith(wanted) || wanted.startsWith(other))
    const edits = contained ? Math.min(2, distance(wanted, other)) : distance(wanted, other)
    if (edits < least) {
      least = edits
      best = candidate
    }
  }
  return best
}

/** "Did you mean `x`?" when something is close, else the list of what there is. */
export function suggest(name: string, names: Iterable<string>): string {
  const all = [...names]
  const close = nearest(name, all)
  if (close !== undefined) return `Did you mean \`${close}\`?`
  if (all.length === 0) return 'None is declared yet.'
  const shown = all.slice(0, 12).map((n) => `\`${n}\``)
  return `Known: ${shown.join(', ')}${all.length > 12 ? ', …' : ''}.`
}

/** A record's own entry: names of policies must not find what every object inherits. */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined

/** "Legal", "Account team (AE)" for a role of one, "nobody" for no team; the id itself where nothing has it. */
export function nameOfTeam(
  teams: Readonly<Record<string, { readonly name: string }>>,
  reference: string | null,
): string {
  if (reference === null) return 'nobody'
  const [id = '', role] = reference.split('/')
  const name = own(teams, id)?.name ?? id
  return role === undefined ? name : `${name} (${role.toUpperCase()})`
}
