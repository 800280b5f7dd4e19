/** Hashes of texts and of sequences, and tables of hashes that are plain data. */

/** An open-addressing hash table as plain data: key → position of the key in the list it was made from. */
export type HashTable = { readonly keys: Uint32Array; readonly positions: Int32Array }

const hashPrime = 0x01000193

/** FNV-1a over UTF-16 units. */
export function hashOf(text: string, seed = 0x811c9dc5): number {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), hashPrime)
  return hash >>> 0
}

/** The hash of a sequence from the hash of its beginning and that of the next member. */
export const chained = (hash: number, next: number): number =>
  (Math.imul(hash ^ (next >>> 15), 0x85ebca6b) ^ Math.imul(next, 0xc2b2ae35)) >>> 0

const slotOf = (key: number, slots: number): number => (Math.imul(key, 0x9e3779b1) >>> 7) & (slots - 1)

/** A table over distinct keys. At least twice as many slots as keys keep the probing short. */
export function tableOf(keys: ArrayLike<number>): HashTable {
  const slots = 1 << Math.ceil(Math.log2(2 * keys.length + 2))
  const table = { keys: new Uint32Array(slots), positions: new Int32Array(slots).fill(-1) }
  for (let i = 0; i < keys.length; i++) {
    let slot = slotOf(keys[i]!, slots)
    while (table.positions[slot]! >= 0) slot = (slot + 1) & (slots - 1)
    table.keys[slot] = keys[i]!
    table.positions[slot] = i
  }
  return table
}

/** The position of `key` in the list the table was made from, or −1. */
export function positionOf({ keys, positions }: HashTable, key: number): number {
  const last = keys.length - 1
  let slot = slotOf(key, keys.length)
  while (positions[slot]! >= 0) {
    if (keys[slot] === key) return positions[slot]!
    slot = (slot + 1) & last
  }
  return -1
}

/** The keys of a table in the order of the list it was made from. */
export function keysOf({ keys, positions }: HashTable): number[] {
  const list: number[] = []
  for (let slot = 0; slot < keys.length; slot++)
    if (positions[slot]! >= 0) list[positions[slot]!] = keys[slot]!
  return list
}
