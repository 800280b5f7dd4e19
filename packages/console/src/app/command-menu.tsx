/** `⌘K`: every page, what the page shown offers, and cases by word or number. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { Sprout } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { createContext, type ReactNode, useContext, useDeferredValue, useState } from 'react'
import { StateBadge } from '../ui/badge.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { deskQuery } from './api.ts'
import { offered, type PageCommand } from './commands.ts'
import { places } from './nav.tsx'

const CloseMenu = createContext<() => void>(() => undefined)

export type CommandMenuProps = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }

export function CommandMenu({ open, onOpenChange }: CommandMenuProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-lg bg-raised shadow-pop outline-none"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <CloseMenu value={() => onOpenChange(false)}>
            <Results />
          </CloseMenu>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const foundMax = 8

function Results() {
  const [text, setText] = useState('')
  const navigate = useNavigate()
  const wanted = useDeferredValue(text.trim())
  const found = useQuery({
    ...deskQuery('cases.list', { q: wanted, limit: foundMax }),
    enabled: wanted.length > 1,
  })
  return (
    <Command label="Search and commands" loop>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder="Search cases, pages and commands…"
        className="h-12 w-full border-b bg-transparent px-4 text-base outline-none"
      />
      <Command.List className="scroll-thin max-h-[50vh] overflow-y-auto p-2">
        <Command.Empty className="px-2 py-4 text-sm text-dim">Nothing found. Try another word.</Command.Empty>
        {offered().length > 0 && (
          <Group heading="This page">
            {offered().map((command) => (
              <Item key={command.label} {...command} />
            ))}
          </Group>
        )}
        <Group heading="Pages">
          {places.map(({ to, label, icon: Icon, keys }) => (
            <Item
              key={to}
              label={label}
              keys={keys}
              icon={<Icon size={15} />}
              run={() => void navigate({ to })}
            />
          ))}
          <Item
            label="Welcome, once more"
            icon={<Sprout size={15} />}
            run={() => void navigate({ to: '/welcome', search: {} })}
          />
        </Group>
        {wanted.length > 1 && (found.data?.items.length ?? 0) > 0 && (
          <Group heading="Cases">
            {found.data!.items.map(({ id, number, subject, state }) => (
              <Item
                key={id}
                value={`${text} ${id}`}
                label={`#${number} ${subject}`}
                aside={<StateBadge state={state} />}
                run={() => void navigate({ to: '/cases/$case', params: { case: String(number) } })}
              />
            ))}
          </Group>
        )}
      </Command.List>
    </Command>
  )
}

const Group = ({ heading, children }: { readonly heading: string; readonly children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-dim"
  >
    {children}
  </Command.Group>
)

function Item({
  label,
  value = label,
  run,
  keys,
  icon,
  aside,
}: PageCommand & { readonly value?: string; readonly aside?: ReactNode }) {
  const close = useContext(CloseMenu)
  return (
    <Command.Item
      value={value}
      onSelect={() => {
        close()
        run()
      }}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm data-[selected=true]:bg-hover"
    >
      {icon && <span className="text-dim">{icon}</span>}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {aside}
      {keys && <Kbd keys={keys} />}
    </Command.Item>
  )
}
