/** Facts of a customer's record in words. */

type Value = string | number | boolean | null | readonly (string | number | boolean)[]

const shortForms: Readonly<Record<string, string>> = { arr: 'ARR', id: 'ID', tc: 'TC', pa: 'PA' }

/** `hasPlatformArchitect` → `Has platform architect`, `arr` → `ARR`. */
export function factName(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_-]+/)
    .map((word) => shortForms[word] ?? word)
    .join(' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** A value as people say it; several are those still possible. */
export function factValue(value: Value): string {
  if (value === null) return 'Unknown'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return value.toLocaleString('en')
  if (typeof value === 'string') return value
  return value.map((one) => factValue(one)).join(' or ')
}
