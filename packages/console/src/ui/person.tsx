/** People, by initials and name. */
import { cx } from './cx.ts'

const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  )
  return letters.join('').toUpperCase() || '?'
}

const hueOf = (name: string): number =>
  [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 360, 7)

/** A round picture made of initials; the name stands beside it or in its title. */
export function Avatar({ name, size = 20 }: { readonly name: string; readonly size?: number }) {
  return (
    <span
      aria-hidden="true"
      title={name}
      className="inline-flex shrink-0 items-center justify-center rounded-full font-semibold text-white select-none"
      style={{
        width: size,
        height: size,
        fontSize: Math.max(9, Math.round(size * 0.42)),
        background: `oklch(0.48 0.09 ${hueOf(name)})`,
      }}
    >
      {initialsOf(name)}
    </span>
  )
}

export function Person({ name, className }: { readonly name: string; readonly className?: string }) {
  return (
    <span className={cx('inline-flex min-w-0 items-center gap-1.5', className)}>
      <Avatar name={name} />
      <span className="truncate">{name}</span>
    </span>
  )
}
