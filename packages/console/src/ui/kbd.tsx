/** Keys as drawn on keyboards. */
const isMac = /mac|iphone|ipad/i.test(navigator.userAgent)

const signs: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: '⇧',
  enter: '↵',
  escape: 'Esc',
  slash: '/',
  period: '.',
  comma: ',',
  up: '↑',
  down: '↓',
}

const drawn = (keys: string): string[] =>
  keys === 'shift+slash' ? ['?'] : keys.split(/[+>]/).map((key) => signs[key] ?? key.toUpperCase())

/** `keys` as `useShortcut` takes them. Read out by what they belong to, so hidden from screen readers. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span aria-hidden="true" className="inline-flex gap-0.5 font-sans max-md:hidden">
      {drawn(keys).map((key) => (
        <kbd
          key={key}
          className="inline-flex h-[1.125rem] min-w-[1.125rem] items-center justify-center rounded-sm border border-current/25 px-1 font-sans text-[0.6875rem] leading-none"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
