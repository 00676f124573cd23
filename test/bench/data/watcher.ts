/** A tab of the dashboard: it watches queries, and counts what it is told. */

export interface Watcher {
  /** Transitions so far. */
  readonly told: number
  close(): void
}

type Query = [path: string, args: object]

/** Resolves when every query has its first answer. */
export async function watch(
  base: string,
  who: string,
  queries: readonly Query[],
): Promise<Watcher> {
  const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/api/1.48.0/sync`)
  let told = 0
  const first = new Promise<void>((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('The host refused a watcher.')))
    socket.addEventListener('message', ({ data }) => {
      if (!String(data).includes('"modifications"') && !String(data).includes('Chunk')) return
      told += 1
      if (String(data).includes('QueryUpdated')) resolve()
    })
  })
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  const say = (message: object) => socket.send(JSON.stringify(message))
  say({ type: 'Connect', sessionId: crypto.randomUUID(), connectionCount: 0, clientTs: Date.now() })
  say({ type: 'Authenticate', tokenType: 'User', value: who, baseVersion: 0 })
  const modifications = queries.map(([udfPath, args], queryId) => ({
    type: 'Add',
    queryId,
    udfPath,
    args: [args],
  }))
  say({ type: 'ModifyQuerySet', baseVersion: 0, newVersion: 1, modifications })
  await first
  return {
    get told() {
      return told
    },
    close: () => socket.close(),
  }
}
