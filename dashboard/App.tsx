import { lazy, Suspense, useEffect } from 'react'
import { Router, useRouter } from 'wouter'
import { Toaster } from './components/Toaster.tsx'
import { AppShell } from './features/shell/AppShell.tsx'
import { BootScreen, UnreachableScreen } from './features/shell/BootScreen.tsx'
import { LeaveDialog } from './features/shell/LeaveDialog.tsx'
import { UpdateNotice } from './features/shell/UpdateNotice.tsx'
import { ConvexData } from './lib/convexAuth.tsx'
import { redirect, useGuardedLocation } from './lib/navigation.ts'
import { SessionProvider, useSession } from './lib/session.tsx'
import { forgetNext, nextPath, signInPath } from './lib/signInPath.ts'
import { fetchPage } from './routes.tsx'

const SignInPage = lazy(async () => ({
  default: (await import('./features/sign-in/SignInPage.tsx')).SignInPage,
}))

export function App() {
  return (
    // oxlint-disable-next-line react/hooks -- the router is told by a hook where one is
    <Router hook={useGuardedLocation}>
      <SessionProvider>
        <SessionGate />
        <LeaveDialog />
        <UpdateNotice />
        <Toaster />
      </SessionProvider>
    </Router>
  )
}

/** The pages for whoever is signed in, the sign-in page for everybody else. */
function SessionGate() {
  const { state, refresh } = useSession()
  const [path] = useGuardedLocation()
  const { parser } = useRouter()
  useEffect(() => fetchPage(parser, location.pathname), [parser])
  switch (state.phase) {
    case 'loading':
      return <BootScreen />
    case 'unreachable':
      return <UnreachableScreen message={state.message} onRetry={refresh} />
    case 'signed-out':
      if (path !== '/sign-in') return <Redirected to={signInPath(location)} />
      return (
        <Suspense fallback={<BootScreen />}>
          <SignInPage ways={state.ways} onSignedIn={refresh} />
        </Suspense>
      )
    case 'signed-in':
      if (path === '/sign-in')
        return <Redirected to={nextPath(location.search)} after={forgetNext} />
      return (
        <ConvexData url={state.session.convexUrl}>
          <AppShell />
        </ConvexData>
      )
  }
}

function Redirected({ to, after }: { to: string; after?: () => void }) {
  useEffect(() => {
    redirect(to)
    after?.()
  }, [to, after])
  return <BootScreen />
}
