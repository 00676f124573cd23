import { clsx } from 'clsx'
import { Check, CircleUser, LogOut } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useRef } from 'react'
import { leaveFor } from '../../lib/navigation.ts'
import { problemOf } from '../../lib/problem.ts'
import { useSession, useSignedIn } from '../../lib/session.tsx'
import { useSingleKeys } from '../../lib/singleKeys.ts'
import { type Theme, THEMES, useTheme } from '../../lib/theme.ts'
import { showToast } from '../../lib/toasts.ts'

const THEME_LABELS: Record<Theme, string> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
}
const itemClass =
  'flex cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 outline-none data-[highlighted]:bg-hover [&_svg]:size-4'

/** Who is signed in, what they like, and sign out. */
export function AccountMenu({ compact = false }: { compact?: boolean }) {
  const { operator } = useSignedIn()
  const { signOut } = useSession()
  const trigger = useRef<HTMLButtonElement>(null)
  const leaving = useRef(false)
  const leave = () =>
    signOut().catch((error: unknown) => showToast(problemOf(error).message, { tone: 'bad' }))
  // Asked once the menu is gone: what asks gives the focus back to where it was.
  const afterwards = (event: Event) => {
    if (!leaving.current) return
    event.preventDefault()
    trigger.current?.focus()
    leaving.current = false
    leaveFor(() => void leave())
  }
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        ref={trigger}
        aria-label={`Account of ${operator.name}`}
        className={clsx(
          'flex items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover',
          !compact && 'w-full',
        )}
      >
        <CircleUser aria-hidden className="size-5 shrink-0 text-ink-2" />
        {!compact && <span className="truncate">{operator.name}</span>}
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align={compact ? 'end' : 'start'}
        sideOffset={6}
        onCloseAutoFocus={afterwards}
        className="z-50 min-w-52 rounded-lg border bg-raised p-1 shadow-pop"
      >
        {compact && <p className="px-2.5 py-1.5 text-ink-2">{operator.name}</p>}
        <ThemeChoice />
        <DropdownMenu.Separator className="my-1 border-t" />
        <SingleKeysChoice />
        <DropdownMenu.Separator className="my-1 border-t" />
        <DropdownMenu.Item
          className={itemClass}
          onSelect={() => {
            leaving.current = true
          }}
        >
          <LogOut aria-hidden />
          Sign out
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

function SingleKeysChoice() {
  const [on, choose] = useSingleKeys()
  return (
    <DropdownMenu.CheckboxItem
      checked={on}
      onCheckedChange={choose}
      className={clsx(itemClass, 'justify-between')}
    >
      Single keys: J, K, digits
      <DropdownMenu.ItemIndicator>
        <Check aria-hidden />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.CheckboxItem>
  )
}

function ThemeChoice() {
  const [theme, chooseTheme] = useTheme()
  return (
    <DropdownMenu.RadioGroup value={theme}>
      <DropdownMenu.Label className="px-2.5 py-1 text-sm text-ink-2">Appearance</DropdownMenu.Label>
      {THEMES.map((value) => (
        <DropdownMenu.RadioItem
          key={value}
          value={value}
          onSelect={() => chooseTheme(value)}
          className={clsx(itemClass, 'justify-between')}
        >
          {THEME_LABELS[value]}
          <DropdownMenu.ItemIndicator>
            <Check aria-hidden />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  )
}
