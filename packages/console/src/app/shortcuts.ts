/** Keys that do something, and the list of them that `?` shows. Keys rest while somebody types or a dialog is open. */
import { useHotkeys } from 'react-hotkeys-hook'

export type ShortcutOptions = {
  readonly enabled?: boolean
  /** Under which heading `?` lists it. */
  readonly group?: string
  /** Also works in fields and dialogs, such as the command menu. */
  readonly everywhere?: boolean
}

const isDialogOpen = (): boolean => document.querySelector('[role="dialog"][data-state="open"]') !== null

type Press = { readonly code: string; readonly atMs: number }
let presses: readonly [Press, Press] = [
  { code: '', atMs: 0 },
  { code: '', atMs: 0 },
]
document.addEventListener(
  'keydown',
  ({ code, timeStamp }) => {
    presses = [presses[1], { code, atMs: timeStamp }]
  },
  true,
)

const goesMs = 1_000

/** After `g` comes a place to go to: `g e` is not the `e` of the page. */
const isGoing = (): boolean => presses[0].code === 'KeyG' && presses[1].atMs - presses[0].atMs < goesMs

/** `keys` as react-hotkeys-hook reads them: `j`, `mod+k`, `shift+slash`, and `g>c` for one after the other. */
export const useShortcut = (
  keys: string,
  description: string,
  run: () => void,
  { enabled = true, group = 'This page', everywhere = false }: ShortcutOptions = {},
): void => {
  useHotkeys(
    keys,
    (event) => {
      if (!everywhere && isDialogOpen()) return
      event.preventDefault()
      run()
    },
    {
      enabled,
      description,
      metadata: { group },
      enableOnFormTags: everywhere,
      ignoreEventWhen: () => !everywhere && (isDialogOpen() || (!keys.includes('>') && isGoing())),
    },
    [run, enabled],
  )
}
