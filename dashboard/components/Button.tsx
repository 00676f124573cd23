import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

const LOOKS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-hover',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-hover',
  danger: 'bg-bad text-on-bad border-transparent hover:brightness-110',
}

const SIZES = {
  md: 'h-9 px-3.5 gap-2',
  sm: 'h-8 px-2.5 gap-1.5 text-sm',
  icon: 'size-9 justify-center',
}

interface Look {
  look?: keyof typeof LOOKS
  size?: keyof typeof SIZES
}

export function buttonClass({ look = 'secondary', size = 'md' }: Look = {}): string {
  return clsx(
    'inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
    LOOKS[look],
    SIZES[size],
  )
}

interface ButtonProps extends ComponentProps<'button'>, Look {
  /** Shows that the work goes on, and takes no second click. */
  busy?: boolean
}

export function Button({ look, size, busy = false, className, ...props }: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      disabled={busy || props.disabled}
      aria-busy={busy || undefined}
      className={clsx(buttonClass({ ...(look && { look }), ...(size && { size }) }), className)}
    />
  )
}
