/** Amounts as people type them. */
const scales: Readonly<Record<string, number>> = { '': 1, k: 1_000, m: 1_000_000 }

/** A number as people type it: `120,000`, `120k`, `$1.5M`. */
export function amountIn(text: string): number | undefined {
  const found = /^[^\d.,-]{0,2}(-?[\d.,\s_']*\d[\d.,]*)\s*([km]?)$/i.exec(text.trim())
  if (!found) return undefined
  const amount = Number(found[1]!.replaceAll(/[,\s_']/g, '')) * scales[found[2]!.toLowerCase()]!
  return Number.isFinite(amount) ? amount : undefined
}
