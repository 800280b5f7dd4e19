/** An ask that is several: a card for each part with whose it is, one of them open. */
import type { Decision } from '@rightdesk/engine/answer'
import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import type { Sayings } from '../../parts/fact-words.ts'
import { cx } from '../../ui/cx.ts'
import { looks } from './headline.tsx'
import { headlineOf } from './headline-words.ts'

export type PartsProps = {
  readonly parts: readonly Decision[]
  readonly part: number
  readonly sayings: Sayings
  readonly onPart: (part: number) => void
  readonly children: (part: Decision) => ReactNode
}

export function Parts({ parts, part, sayings, onPart, children }: PartsProps) {
  return (
    <Tabs.Root value={String(part)} onValueChange={(id) => onPart(Number(id))} activationMode="manual">
      <Tabs.List
        aria-label="Parts of the ask"
        className="mb-4 grid grid-cols-[repeat(auto-fit,minmax(min(14rem,100%),1fr))] gap-2"
      >
        {parts.map((one, index) => {
          const { kind, label, title, holder } = headlineOf(one, sayings.team)
          const { icon: Icon, ink } = looks[kind]
          return (
            <Tabs.Trigger
              // biome-ignore lint/suspicious/noArrayIndexKey: parts are told by their place in the ask
              key={index}
              value={String(index)}
              className="min-w-0 rounded-md border px-3 py-2 text-left text-sm hover:bg-hover data-[state=active]:border-accent data-[state=active]:bg-selected"
            >
              <span className="block truncate text-dim">
                {index + 1} of {parts.length}: {sayings.value('topic', one.topic.id ?? '')}
              </span>
              <span className="flex items-center gap-1.5 font-semibold">
                <Icon size={15} className={cx('shrink-0', ink)} />
                <span className="sr-only">{label}:</span>
                <span className="truncate">{holder ?? title}</span>
              </span>
            </Tabs.Trigger>
          )
        })}
      </Tabs.List>
      {parts.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <Tabs.Content key={index} value={String(index)} className="outline-none">
          {children(one)}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}
