/** Light, dark, or as the system has it; kept in this browser. */
import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const key = 'rightdesk.theme'
const dark = window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

const stored = (): Theme => {
  const value = localStorage.getItem(key)
  return value === 'light' || value === 'dark' ? value : 'system'
}

/** Puts the theme on the page, now and whenever the system changes its own. */
export function applyTheme(): void {
  const draw = (): void => {
    const theme = stored()
    document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
  }
  draw()
  dark.addEventListener('change', draw)
  listeners.add(draw)
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(key, theme)
  for (const listener of listeners) listener()
}

export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, stored)
