/** What a column holds where its type alone does not say it; the same in both stores. */

/** JSON kept as text: the same bytes come back from both stores, which hashes and replays stand on. */
export type JsonText = string
/** `2026-11-21T09:30:00.000Z`; sorts as text. */
export type Time = string
