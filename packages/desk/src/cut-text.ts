/** The beginning of a text that is too long to be kept or shown whole. What stands for the rest is the caller's to say. */

/** At most so many UTF-16 units, and never half a character: no store keeps one, and strict readers refuse it. */
export const cutText = (text: string, lengthMax: number): string =>
  text.slice(0, lengthMax).replace(/[\ud800-\udbff]$/, '')
