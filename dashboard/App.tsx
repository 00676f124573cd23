import { lazy, Suspense, useEffect } from 'react'
import { Router } from 'wouter'
import { Toaster } from './components/Toaster.tsx'
import { AppShell } from './features/shell/AppShell.tsx'
import { BootScreen, UnreachableScreen } from './features/shell/BootScreen.tsx'
import { LeaveDialog } from './features/shell/LeaveDialog.tsx'
import { ConvexData } from './lib/convexAuth.tsx'
import { redirect, useGuardedLocation } from './lib/navigation.ts'
import { SessionProvider, useSession } from './lib/session.tsx'
import { nextPath, signInPath } from './lib/signInPath.ts'

const SignInPage = lazy(async () => ({
  default: (await import('./features/sign-in/SignInPage.tsx')).SignInPage,
}))

export function App() {
  return (
    <Router hook={useGuardedLocation}>
      <SessionProvider>
        <SessionGate />
        <LeaveDialog />
        <Toaster />
      </SessionProvider>
    </Router>
  )
}

/** The pages for whoever is signed in, the sign-in page for everybody else. */
function SessionGate() {
  const { state, refresh } = useSession()
  const [path] = useGuardedLocation()
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
      if (path === '/sign-in') return <Redirected to={nextPath(location.search)} />
      return (
        <ConvexData url={state.session.convexUrl}>
          <AppShell />
        </ConvexData>
      )
  }
}

function Redirected({ to }: { to: string }) {
  useEffect(() => redirect(to), [to])
  return <BootScreen />
}
