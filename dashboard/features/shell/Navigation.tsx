import { clsx } from 'clsx'
import { Link } from 'wouter'
import { Badge } from '../../components/Badge.tsx'
import { useGuardedLocation } from '../../lib/navigation.ts'
import { useSignedIn } from '../../lib/session.tsx'
import { useWaitingAt, WaitingBadge } from '../chats/Waiting.tsx'
import { NAV, type NavItem } from '../../routes.tsx'
import { AccountMenu } from './AccountMenu.tsx'

export function Sidebar() {
  return (
    <aside className="sticky top-0 z-20 hidden h-dvh flex-col border-r bg-surface p-3 md:flex print:hidden">
      <Brand />
      <nav aria-label="Main" className="mt-5 flex-1">
        <ul className="grid gap-0.5">
          {NAV.map((item) => (
            <li key={item.href}>
              <SidebarLink item={item} />
            </li>
          ))}
        </ul>
      </nav>
      <SimulatedNote />
      <AccountMenu />
    </aside>
  )
}

function SidebarLink({ item: { href, label, Icon } }: { item: NavItem }) {
  const current = useIsCurrent(href)
  const waiting = useWaitingAt(href)
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={clsx(
        'flex items-center gap-2.5 rounded-md border-l-3 px-2.5 py-1.5 font-medium',
        current
          ? 'border-accent bg-accent-soft text-accent'
          : 'border-transparent text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      <Icon aria-hidden className="size-4.5" />
      {label}
      {waiting > 0 && (
        <span className="ml-auto">
          <WaitingBadge waiting={waiting} />
        </span>
      )}
    </Link>
  )
}

/** On narrow screens: the name and the account above, the pages below. */
export function TopBar() {
  return (
    <header className="flex items-center justify-between gap-3 border-b bg-surface px-4 py-2 md:hidden print:hidden">
      <Brand />
      <div className="flex items-center gap-2">
        <SimulatedNote compact />
        <AccountMenu compact />
      </div>
    </header>
  )
}

export function BottomNav() {
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
    >
      <ul className="flex">
        {NAV.map((item) => (
          <li key={item.href} className="flex-1">
            <BottomLink item={item} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

function BottomLink({ item: { href, label, short, Icon } }: { item: NavItem }) {
  const current = useIsCurrent(href)
  const waiting = useWaitingAt(href)
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={clsx(
        'relative flex flex-col items-center gap-0.5 border-t-3 pt-1.5 pb-2 text-[0.8125rem] font-medium -outline-offset-2',
        current ? 'border-accent text-accent' : 'border-transparent text-ink-2',
      )}
    >
      <Icon aria-hidden className="size-5" />
      {short ?? label}
      {waiting > 0 && (
        <span className="absolute top-0.5 left-1/2 ml-2">
          <WaitingBadge waiting={waiting} />
        </span>
      )}
    </Link>
  )
}

function Brand() {
  return (
    <Link href="/" className="flex items-center gap-2.5 rounded-md px-1.5 py-1 font-semibold">
      <img src="/favicon.svg" alt="" width={24} height={24} />
      Switchboard
    </Link>
  )
}

/** Says plainly that what one hears comes from no real model or phone. */
function SimulatedNote({ compact = false }: { compact?: boolean }) {
  const { simulated } = useSignedIn()
  const { model, voice, phone } = simulated
  const parts = [model && 'model', voice && 'voices', phone && 'phone'].filter((part) => part)
  if (parts.length === 0) return null
  const text = `Simulated: ${parts.join(', ')}`
  if (compact) return <Badge tone="warn">Simulated</Badge>
  return <p className="mb-2 rounded-md bg-warn-soft px-2.5 py-1 text-sm text-warn">{text}</p>
}

function useIsCurrent(href: string): boolean {
  const [path] = useGuardedLocation()
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
}
