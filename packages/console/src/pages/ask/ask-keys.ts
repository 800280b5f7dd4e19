/** The keys of the Ask page, and the same in the command menu. */
import type { FactValue } from '@rightdesk/engine/answer'
import { useMemo } from 'react'
import { type PageCommand, useCommands } from '../../app/commands.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { toast } from '../../ui/toast.tsx'

export type AskActs = {
  /** Undefined where it cannot be done now. */
  readonly open: (() => void) | undefined
  readonly handOff: string | undefined
  readonly reply: string | undefined
  /** Gives the first question its nth answer. */
  readonly answers: readonly FactValue[]
  readonly answer: (value: FactValue) => void
  readonly write: () => void
  readonly restart: () => void
}

const nth = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const
const group = 'Ask'

export function useAskKeys({ open, handOff, reply, answers, answer, write, restart }: AskActs): void {
  const copyHandOff = (): void => void copy(handOff, 'Hand-off copied')
  const copyReply = (): void => void copy(reply, 'Reply copied')
  useShortcut('mod+enter', 'Open as case', () => open?.(), { group, everywhere: true })
  useShortcut('slash', 'Write in the ask', write, { group })
  useShortcut('n', 'New ask', restart, { group })
  useShortcut('h', 'Copy the hand-off', copyHandOff, { group })
  useShortcut('y', 'Copy the reply', copyReply, { group })
  for (const key of nth) {
    // One line in the list of keys stands for all nine.
    const about = key === 1 ? 'Give the first question its first answer; 2 to 9 the others' : ''
    const run = (): void => {
      const value = answers[key - 1]
      if (value !== undefined) answer(value)
    }
    // biome-ignore lint/correctness/useHookAtTopLevel: there are always nine
    useShortcut(`alt+${key}`, about, run, { group, everywhere: true })
  }
  useCommands(
    useMemo((): PageCommand[] => {
      const copying = (label: string, keys: string, text: string | undefined, said: string): PageCommand[] =>
        text ? [{ label, keys, run: () => void copy(text, said) }] : []
      return [
        ...(open ? [{ label: 'Open as case', keys: 'mod+enter', run: open }] : []),
        { label: 'New ask', keys: 'n', run: restart },
        ...copying('Copy the hand-off', 'h', handOff, 'Hand-off copied'),
        ...copying('Copy the reply', 'y', reply, 'Reply copied'),
      ]
    }, [open, handOff, reply, restart]),
  )
}

async function copy(text: string | undefined, said: string): Promise<void> {
  if (!text) return
  await navigator.clipboard.writeText(text)
  toast({ title: said })
}
