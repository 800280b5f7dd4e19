/** Fields of forms: each with its label, a hint, and what is wrong with what was given. */
import { type ComponentProps, type ReactNode, useId } from 'react'
import { cx } from './cx.ts'

export type FieldProps = {
  readonly label: string
  readonly hint?: ReactNode
  readonly problem?: string | undefined
  readonly hideLabel?: boolean
  readonly className?: string
  /** Draws the control with the ids that tie it to its label and messages. */
  readonly children: (ids: {
    readonly id: string
    readonly 'aria-describedby': string | undefined
    readonly 'aria-invalid': true | undefined
  }) => ReactNode
}

export function Field({ label, hint, problem, hideLabel = false, className, children }: FieldProps) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ')
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={cx('text-sm font-medium', hideLabel && 'sr-only')}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': problem ? true : undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-dim">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-xs text-bad">
          {problem}
        </p>
      )}
    </div>
  )
}

const box =
  'w-full min-w-0 rounded-md border border-edge/60 bg-panel px-2.5 text-sm text-ink hover:border-edge aria-invalid:border-bad disabled:opacity-60 max-md:text-base'

type Labelled = Pick<FieldProps, 'label' | 'hint' | 'problem' | 'hideLabel'> & {
  readonly fieldClass?: string
}

export function TextField({
  label,
  hint,
  problem,
  hideLabel,
  fieldClass,
  className,
  ...rest
}: Labelled & ComponentProps<'input'>) {
  return (
    <Field
      {...{ label, hint, problem }}
      {...(hideLabel && { hideLabel })}
      {...(fieldClass && { className: fieldClass })}
    >
      {(ids) => <input {...ids} className={cx(box, 'h-8', className)} {...rest} />}
    </Field>
  )
}

export function TextArea({
  label,
  hint,
  problem,
  hideLabel,
  fieldClass,
  className,
  ...rest
}: Labelled & ComponentProps<'textarea'>) {
  return (
    <Field
      {...{ label, hint, problem }}
      {...(hideLabel && { hideLabel })}
      {...(fieldClass && { className: fieldClass })}
    >
      {(ids) => <textarea {...ids} className={cx(box, 'min-h-20 py-2 leading-5', className)} {...rest} />}
    </Field>
  )
}

export type Option = { readonly value: string; readonly label: string }

export function SelectField({
  label,
  hint,
  problem,
  hideLabel,
  fieldClass,
  options,
  className,
  ...rest
}: Labelled & ComponentProps<'select'> & { readonly options: readonly Option[] }) {
  return (
    <Field
      {...{ label, hint, problem }}
      {...(hideLabel && { hideLabel })}
      {...(fieldClass && { className: fieldClass })}
    >
      {(ids) => (
        <select {...ids} className={cx(box, 'h-8 pr-7', className)} {...rest}>
          {options.map(({ value, label: words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

export function CheckField({
  label,
  hint,
  className,
  ...rest
}: { readonly label: ReactNode; readonly hint?: ReactNode } & ComponentProps<'input'>) {
  const id = useId()
  return (
    <div className={cx('flex items-start gap-2', className)}>
      <input
        id={id}
        type="checkbox"
        className="mt-[3px] size-4 shrink-0 accent-accent"
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
      />
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-xs text-dim">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
