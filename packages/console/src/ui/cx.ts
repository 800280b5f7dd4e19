/** Joins class names; of two that set the same thing, the later one counts. */
import { type ClassValue, clsx } from 'clsx'
import { twMerge } from 'tailwind-merge'

export const cx = (...parts: ClassValue[]): string => twMerge(clsx(parts))
