/** A call as a dashboard of each release sees it while it runs. */
import { once } from 'node:events'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { liveMessageSchema } from '../../convex/model/live.ts'
import type { follow, LiveCall } from '../../dashboard/features/calls/liveCall.ts'
import { developerToken } from '../local/developerToken.ts'
import { AUTH_TOKEN } from '../worker/harness.ts'
import { eventually } from '../worker/storedCall.ts'
import type { Release } from './releases.ts'

export interface LiveView {
  /** What the release's own dashboard makes of all messages so far. */
  seenBy(release: Release): Promise<LiveCall | null>
  /** Resolves when the call has closed the feed. */
  over: Promise<unknown>
}

export async function watchLive(url: string, callSid: string): Promise<LiveView> {
  const messages: unknown[] = []
  const token = await developerToken(AUTH_TOKEN)
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/calls/${callSid}/live`, {
    headers: { authorization: `Bearer ${token}` },
  })
  socket.on('message', (data) => void messages.push(JSON.parse(String(data))))
  const over = once(socket, 'close')
  await eventually('a first message of the live feed', () => messages[0])
  return { over, seenBy: (release) => viewOf(messages, release) }
}

interface Reader {
  schema: typeof liveMessageSchema
  follow: typeof follow
}

/** As `liveSocket.ts` does: what cannot be read is passed over. */
async function viewOf(messages: unknown[], release: Release): Promise<LiveCall | null> {
  const reader = await readerOf(release)
  return messages.reduce<LiveCall | null>((view, json) => {
    const { data } = reader.schema.safeParse(json)
    return data ? reader.follow(view, data) : view
  }, null)
}

async function readerOf({ folder }: Release): Promise<Reader> {
  const live: { liveMessageSchema: typeof liveMessageSchema } = await import(
    join(folder, 'convex/model/live.ts')
  )
  const call: { follow: typeof follow } = await import(
    join(folder, 'dashboard/features/calls/liveCall.ts')
  )
  return { schema: live.liveMessageSchema, follow: call.follow }
}
