import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react'
import {
  refusalSchema,
  type Session,
  sessionSchema,
  type SignInWays,
} from '../../convex/model/api.ts'
import { ApiError, apiRequest, apiSend } from './api.ts'

export type SessionState =
  | { phase: 'loading' }
  | { phase: 'signed-out'; ways: SignInWays }
  | { phase: 'signed-in'; session: Session }
  | { phase: 'unreachable'; message: string }

interface SessionContext {
  state: SessionState
  /** Asks the Worker again who is signed in. */
  refresh: () => Promise<void>
  signOut: () => Promise<void>
}

const Context = createContext<SessionContext | null>(null)

export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<SessionState>({ phase: 'loading' })
  const refresh = useCallback(async () => setState(await readSession()), [])
  const signOut = useCallback(async () => {
    await apiSend('/auth/sign-out')
    await refresh()
  }, [refresh])
  useEffect(() => {
    void readSession().then(setState)
  }, [])
  const value = useMemo(() => ({ state, refresh, signOut }), [state, refresh, signOut])
  return <Context value={value}>{children}</Context>
}

export function useSession(): SessionContext {
  const context = useContext(Context)
  if (!context) throw new Error('useSession is used outside SessionProvider')
  return context
}

/** The signed-in session. Only for pages, which are shown to nobody else. */
export function useSignedIn(): Session {
  const { state } = useSession()
  if (state.phase !== 'signed-in') throw new Error('useSignedIn is used while signed out')
  return state.session
}

async function readSession(): Promise<SessionState> {
  try {
    return { phase: 'signed-in', session: await apiRequest('/api/session', sessionSchema) }
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return signedOut(error.detail)
    const message = error instanceof Error ? error.message : 'The server cannot be reached.'
    return { phase: 'unreachable', message }
  }
}

function signedOut(detail: unknown): SessionState {
  const ways = refusalSchema.safeParse(detail).data?.signIn
  return { phase: 'signed-out', ways: ways ?? { password: false, link: false, access: false } }
}
