import { useEffect, useEffectEvent } from 'react'
import { Notice } from '../../components/Notice.tsx'
import { usePageTitle } from '../../lib/pageTitle.ts'
import type { SignInWays } from '../../../convex/model/api.ts'
import { rememberNext } from '../../lib/signInPath.ts'
import { PasswordForm } from './PasswordForm.tsx'

interface SignInPageProps {
  ways: SignInWays
  onSignedIn: () => Promise<void>
}

/** Shows each way in that this installation has, and nothing else. */
export function SignInPage({ ways, onSignedIn }: SignInPageProps) {
  usePageTitle('Sign in')
  const search = new URLSearchParams(location.search)
  useEffect(() => rememberNext(location.search), [])
  useElsewhereSignedIn(onSignedIn)
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center px-5 py-10">
      <div className="mb-6 flex items-center gap-3">
        <img src="/favicon.svg" alt="" width={32} height={32} />
        <h1 className="text-xl font-semibold">Sign in to Switchboard</h1>
      </div>
      {search.get('access') === 'refused' && (
        <div className="mb-4">
          <Notice tone="warn">
            Cloudflare Access did not vouch for you. Open this page by its public address, or ask
            whoever runs this installation to let you in.
          </Notice>
        </div>
      )}
      {search.get('link') === 'expired' && (
        <div className="mb-4">
          <Notice tone="warn">
            This sign-in link was used already or is too old. A link works once: restart{' '}
            <code className="font-mono">npm start</code> to get a new one.
          </Notice>
        </div>
      )}
      <div className="grid gap-5 rounded-lg border bg-surface p-5">
        {ways.password && <PasswordForm onSignedIn={onSignedIn} />}
        <OtherWays ways={ways} />
      </div>
    </main>
  )
}

/** A link that was opened in another tab signs in this one too: it asks when one comes back to it. */
function useElsewhereSignedIn(onSignedIn: () => Promise<void>) {
  const ask = useEffectEvent(() => {
    if (document.visibilityState === 'visible') void onSignedIn()
  })
  useEffect(() => {
    const onVisible = () => ask()
    document.addEventListener('visibilitychange', onVisible)
    return () => document.removeEventListener('visibilitychange', onVisible)
  }, [])
}

function OtherWays({ ways: { password, link, access } }: { ways: SignInWays }) {
  return (
    <>
      {link && (
        <Way title="On this machine">
          <code className="font-mono">npm start</code> prints a sign-in link in its terminal. Open
          it once in this browser; no password is needed.
        </Way>
      )}
      {access && (
        <Way title="Cloudflare Access">
          <a href="/auth/access" className="text-accent underline underline-offset-2">
            Continue with Cloudflare Access
          </a>
          , which asks who you are.
        </Way>
      )}
      {!password && !link && !access && (
        <Way title="Nobody can sign in yet">
          Set <code className="font-mono">OPERATOR_PASSWORD</code>, or put Cloudflare Access in
          front, and deploy again.
        </Way>
      )}
    </>
  )
}

function Way({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h2 className="mb-1 font-semibold">{title}</h2>
      <p className="text-ink-2">{children}</p>
    </section>
  )
}
