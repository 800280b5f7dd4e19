/** The views of the inbox: the built-in ones, those that somebody saved, and saving the list that is shown. */
import { Link } from '@tanstack/react-router'
import { BookmarkPlus, Settings2 } from 'lucide-react'
import { memo, useState } from 'react'
import { useAct, useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { useMe } from '../../app/session.ts'
import { type CaseSearch, queryOf, searchOf } from '../../parts/case-search.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Menu } from '../../ui/menu.tsx'
import type { BuiltInView } from './built-in-views.ts'
import { DialogForm } from './dialog-form.tsx'

export type ViewBarProps = { readonly views: readonly BuiltInView[]; readonly search: CaseSearch }

export const ViewBar = memo(function ViewBar({ views, search }: ViewBarProps) {
  const query = queryOf(search)
  const saved = useDesk('views.list', { page: 'cases' })
  const remove = useAct('views.remove', { done: ({ name }) => `The view “${name}” is removed` })
  const [saving, setSaving] = useState<{ readonly id?: string; readonly name: string }>()
  const mine = saved.data?.items ?? []
  const shown = mine.find((view) => queryOf(searchOf(view.query)) === query)
  const isKnown = shown !== undefined || views.some((view) => queryOf(view.search) === query)
  return (
    <div className="scroll-thin flex h-10 shrink-0 items-center gap-0.5 overflow-x-auto border-b px-3 md:px-5">
      <nav aria-label="Views" className="flex items-center gap-0.5">
        {views.map(({ id, name, search: viewSearch }) => (
          <ViewLink key={id} name={name} search={viewSearch} active={queryOf(viewSearch) === query} />
        ))}
        {mine.length > 0 && <span aria-hidden="true" className="mx-1.5 h-4 border-l" />}
        {mine.map(({ id, name, query: stored, team, by }) => (
          <ViewLink
            key={id}
            name={name}
            search={searchOf(stored)}
            active={id === shown?.id}
            title={team ? `Shared by ${by}` : 'Your view'}
          />
        ))}
      </nav>
      {shown?.changeable && (
        <Menu
          align="start"
          items={[
            { label: 'Rename or share…', run: () => setSaving({ id: shown.id, name: shown.name }) },
            { label: 'Remove the view', danger: true, run: () => remove.mutate({ view: shown.id }) },
          ]}
        >
          <Button
            look="ghost"
            size="icon"
            aria-label={`Change the view ${shown.name}`}
            icon={<Settings2 size={14} />}
          />
        </Menu>
      )}
      {!isKnown && (
        <Button
          look="ghost"
          size="sm"
          icon={<BookmarkPlus size={14} />}
          onClick={() => setSaving({ name: '' })}
        >
          Save as view
        </Button>
      )}
      {saving && (
        <SaveView
          {...saving}
          team={shown?.team ?? null}
          query={saving.id ? (shown?.query ?? query) : query}
          onClose={() => setSaving(undefined)}
        />
      )}
    </div>
  )
})

type ViewLinkProps = {
  readonly name: string
  readonly search: CaseSearch
  readonly active: boolean
  readonly title?: string
}

const ViewLink = ({ name, search, active, title }: ViewLinkProps) => (
  <Link
    to="/cases"
    search={search}
    title={title}
    aria-current={active ? 'page' : undefined}
    className={cx(
      'flex h-7 max-w-56 shrink-0 items-center truncate rounded-md px-2 text-sm text-dim hover:bg-hover hover:text-ink max-md:h-9',
      active && 'bg-hover font-medium text-ink',
    )}
  >
    {name}
  </Link>
)

type SaveViewProps = {
  readonly id?: string
  readonly name: string
  readonly team: string | null
  readonly query: string
  readonly onClose: () => void
}

function SaveView({ id, name: before, team: teamBefore, query, onClose }: SaveViewProps) {
  const me = useMe()
  const names = useNames()
  const [name, setName] = useState(before)
  const [team, setTeam] = useState(teamBefore ?? '')
  const save = useAct('views.save', { done: (view) => `The view “${view.name}” is saved` })
  return (
    <DialogForm
      title={id ? 'Change the view' : 'Save this list as a view'}
      text="It keeps the filters, not the cases."
      width="sm"
      onClose={onClose}
      submit="Save"
      onSubmit={() =>
        save.mutate({ ...(id && { view: id }), name: name.trim(), page: 'cases', query, team: team || null })
      }
      missing={name.trim() === '' ? 'Give it a name' : undefined}
    >
      <TextField
        label="Name"
        autoFocus
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {me.teams.length > 0 && (
        <SelectField
          label="Who has it"
          value={team}
          onChange={(event) => setTeam(event.target.value)}
          options={[
            { value: '', label: 'Only you' },
            ...me.teams.map((one) => ({ value: one.team, label: `Everybody in ${names.team(one.team)}` })),
          ]}
        />
      )}
    </DialogForm>
  )
}
