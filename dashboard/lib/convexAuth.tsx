import { ConvexProviderWithAuth, ConvexReactClient } from 'convex/react'
import { type ReactNode, useCallback, useEffect, useMemo } from 'react'
import { tokenSchema } from '../../convex/model/api.ts'
import { ApiError, apiRequest } from './api.ts'
import { useSession } from './session.tsx'

/** A Worker that restarts is back in a moment; after this many tries the session counts as lost. */
const MAX_TRIES = 8
const retryDelayMs = (attempt: number) => Math.min(500 * 2 ** attempt, 8000)

/** Live data for everything inside. The Worker's short tokens are fetched and renewed silently. */
export function ConvexData({ url, children }: { url: string; children: ReactNode }) {
  const client = useMemo(
    () =>
      new ConvexReactClient(url, {
        skipConvexDeploymentUrlCheck: true,
        // The first token is as new as a second one would be.
        initialAuthTokenReuse: true,
      }),
    [url],
  )
  // The provider still clears its token when it goes, and a closed client would refuse that.
  useEffect(() => () => queueMicrotask(() => void client.close()), [client])
  return (
    // oxlint-disable-next-line react/hooks -- the provider takes its session from a hook
    <ConvexProviderWithAuth client={client} useAuth={useWorkerAuth}>
      {children}
    </ConvexProviderWithAuth>
  )
}

function useWorkerAuth() {
  const { refresh } = useSession()
  const fetchAccessToken = useCallback(async () => {
    const token = await fetchToken()
    // The session is over, or the server is gone: asking who is signed in shows which page to show.
    if (token === null) await refresh()
    return token
  }, [refresh])
  return useMemo(
    () => ({ isLoading: false, isAuthenticated: true, fetchAccessToken }),
    [fetchAccessToken],
  )
}

async function fetchToken(): Promise<string | null> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    try {
      return (await apiRequest('/api/token', tokenSchema, { method: 'POST' })).token
    } catch (error) {
      const refused = error instanceof ApiError && (error.status === 401 || error.status === 403)
      if (refused) return null
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs(attempt)))
    }
  }
  return null
}
