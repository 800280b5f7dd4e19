/** Where the pages of a long list begin, as it is read in parts and changes meanwhile. */

/** Pages in view, from the first to the last. */
export type View = { readonly first: number; readonly last: number }

/** For each page known of, the mark that it begins after; the first begins after none. */
export type Marks = readonly (string | undefined)[]

/** The pages to hold: those in view, and the first, where what is new appears. */
export function pagesIn({ first, last }: View, known: number): readonly number[] {
  const inView = Array.from({ length: last - first + 1 }, (_, n) => first + n)
  return [...new Set([0, ...inView])].filter((page) => page < known)
}

/**
 * The marks by what the pages shown say of the one after them: `null` where there is none, `undefined` while it is not
 * known. The same list where nothing changed.
 */
export function marksAfter(
  marks: Marks,
  shown: readonly number[],
  nexts: readonly (string | null | undefined)[],
): Marks {
  let found = marks
  shown.forEach((page, n) => {
    const next = nexts[n]
    if (next === undefined || page >= found.length) return
    if (next === null) {
      if (page + 1 < found.length) found = found.slice(0, page + 1)
    } else if (found[page + 1] !== next) {
      found = found.toSpliced(page + 1, 1, next)
    }
  })
  return found
}
