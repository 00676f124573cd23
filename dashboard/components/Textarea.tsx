import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea dir="auto" {...props} className={clsx('control resize-y', className)} />
}
