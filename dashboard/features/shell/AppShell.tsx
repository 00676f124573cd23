import { useConvexAuth } from 'convex/react'
import { type MouseEvent, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { Button } from '../../components/Button.tsx'
import { ErrorBoundary } from '../../components/ErrorBoundary.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { useGuardedLocation } from '../../lib/navigation.ts'
import { useSession } from '../../lib/session.tsx'
import { ROUTES } from '../../routes.tsx'
import { CallBar } from './CallBar.tsx'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { BottomNav, Sidebar, TopBar } from './Navigation.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { PageSkeleton } from './PageSkeleton.tsx'

/** What stands around every page: navigation, and word of a lost connection. */
export function AppShell() {
  return (
    <div className="md:grid md:grid-cols-[13.5rem_minmax(0,1fr)] print:block">
      <a
        href="#content"
        onClick={skipToPage}
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2 focus:shadow-pop"
      >
        Skip to the page
      </a>
      <Sidebar />
      <div className="min-w-0">
        <TopBar />
        <CallBar />
        <main id="content" tabIndex={-1} className="pb-20 md:min-h-dvh md:pb-0">
          <AuthenticatedPages />
        </main>
      </div>
      <BottomNav />
      <ConnectionBanner />
    </div>
  )
}

/** Without a step in the history, which would be a page like this one to go back to. */
function skipToPage(event: MouseEvent): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

/** Pages are shown once Convex has accepted the token, as every function asks for one. */
function AuthenticatedPages() {
  const { isLoading, isAuthenticated } = useConvexAuth()
  const { refresh } = useSession()
  const [path] = useGuardedLocation()
  if (isLoading) return <PageSkeleton />
  if (!isAuthenticated) return <TokenRefused onRetry={() => location.reload()} />
  return (
    <ErrorBoundary key={path.split('/')[1] ?? ''} onUnauthenticated={() => void refresh()}>
      <Suspense fallback={<PageSkeleton />}>
        <Pages />
      </Suspense>
    </ErrorBoundary>
  )
}

function Pages() {
  return (
    <Switch>
      {ROUTES.map(({ path, Page }) => (
        <Route key={path} path={path}>
          <Page />
        </Route>
      ))}
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  )
}

function TokenRefused({ onRetry }: { onRetry: () => void }) {
  return (
    <div className="mx-auto max-w-6xl p-4 md:p-8">
      <ErrorNotice
        message="You are signed in, but the data host does not accept it. Reload; if that does not help, compare AUTH_PRIVATE_KEY with the key set the deployment trusts."
        action={<Button onClick={onRetry}>Reload</Button>}
      />
    </div>
  )
}
