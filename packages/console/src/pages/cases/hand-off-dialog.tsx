/** Handing a case over with the note that spares the next person the search; where it goes is the policy's to say. */
import { useState } from 'react'
import { TextArea, TextField } from '../../ui/field.tsx'
import { Picker } from '../../ui/picker.tsx'
import { perform } from './acts.ts'
import { handOff } from './case-acts.ts'
import type { CaseRow } from './case-verbs.ts'
import { DialogForm } from './dialog-form.tsx'
import { setDraft, useDraft } from './drafts.ts'
import { FactField } from './fact-field.tsx'
import { NewOwner } from './new-owner.tsx'
import { type FactValue, useFactWords } from './use-fact-words.ts'

const form = 'hand-off'
const blank = { context: '', done: '', lastStep: '', what: '', who: '', by: '', links: '' }
type Note = typeof blank

const noteIn = (draft: string): Note => {
  try {
    return { ...blank, ...(JSON.parse(draft) as Partial<Note>) }
  } catch {
    return blank
  }
}

const needed = ['context', 'done', 'lastStep', 'what', 'who', 'by'] as const

export function HandOffDialog({ row, onClose }: { readonly row: CaseRow; readonly onClose: () => void }) {
  const [draft, setDraftText] = useDraft(row.id, form)
  const words = useFactWords()
  const [factName, setFactName] = useState<string>()
  const [value, setValue] = useState<FactValue>()
  const note = noteIn(draft)
  const field = (name: keyof Note) => ({
    value: note[name],
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      setDraftText(JSON.stringify({ ...note, [name]: target.value })),
  })
  const links = note.links.split(/\s+/).filter(Boolean)
  const badLink = links.find((link) => !/^https?:\/\//.test(link) || !URL.canParse(link))
  const empty = needed.find((name) => note[name].trim() === '')
  const fact = words.facts.find(({ name }) => name === factName)
  const facts = factName !== undefined && value !== undefined ? { [factName]: value } : {}
  const send = (): void => {
    const { context, done, lastStep, what, who, by } = note
    const nextStep = { what, who, by: new Date(by).toISOString() }
    perform([
      handOff(row, { context, done, lastStep, nextStep, links, facts }, () => setDraft(row.id, form, '')),
    ])
  }
  return (
    <DialogForm
      title={`Hand off #${row.number}`}
      text="It goes to the team that the policy names with what is known then."
      width="lg"
      onClose={onClose}
      submit="Hand off"
      onSubmit={send}
      missing={
        empty ? 'All but links and the fact is needed' : badLink ? 'A link begins with https://' : undefined
      }
    >
      <TextArea label="What it is about, and for whom" rows={2} className="min-h-14" {...field('context')} />
      <TextArea label="What was done so far" rows={2} className="min-h-14" {...field('done')} />
      <TextArea
        label="What was done last"
        rows={2}
        className="min-h-14"
        maxLength={2_000}
        {...field('lastStep')}
      />
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_10rem_12rem]">
        <TextField label="Next step" maxLength={2_000} {...field('what')} />
        <TextField label="By whom" maxLength={200} {...field('who')} />
        <TextField label="Until" type="datetime-local" {...field('by')} />
      </div>
      <TextArea
        label="Links (optional)"
        hint="One to a line"
        rows={2}
        problem={badLink ? `${badLink} is no web address` : undefined}
        {...field('links')}
      />
      <div className="grid items-end gap-3 sm:grid-cols-2">
        <div className="flex flex-col gap-1">
          <p className="text-sm font-medium">What is known now and was not before</p>
          <Picker
            label="Fact"
            value={factName}
            choices={words.facts.map(({ name, label, ask }) => ({ value: name, label, detail: ask }))}
            onChoose={(name) => {
              setFactName(name)
              setValue(undefined)
            }}
            empty="Nothing new"
            className="w-full"
          />
        </div>
        {fact && <FactField fact={fact} value={value} onChange={setValue} label={fact.ask || fact.label} />}
      </div>
      <NewOwner row={row} facts={facts} />
    </DialogForm>
  )
}
