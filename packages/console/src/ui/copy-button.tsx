/** Copies a text with one click, and says that it did. */
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button, type ButtonProps } from './button.tsx'

const shownMs = 1_500

export function CopyButton({
  text,
  label = 'Copy',
  ...rest
}: { readonly text: string; readonly label?: string } & Omit<ButtonProps, 'onClick' | 'icon'>) {
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    window.setTimeout(() => setCopied(false), shownMs)
  }
  return (
    <Button
      size="sm"
      {...rest}
      icon={copied ? <Check size={14} /> : <Copy size={14} />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{copied ? 'Copied' : label}</span>
    </Button>
  )
}
