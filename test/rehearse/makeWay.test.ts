/** Open pages keep the data's object awake, and it makes way for another version all the same. */
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { eventually } from '../worker/storedCall.ts'
import { test } from './rehearsal.ts'
import { thisRelease } from './releases.ts'
import { onRig, type Rig } from './Rig.ts'

/** How a page's connection to its data is answered: 101 is one; 0: not at all, as the object has stopped. */
function connect(rig: Rig): Promise<{ status: number; socket: WebSocket }> {
  const address = `${rig.url.replace(/^http/, 'ws')}/api/1.48.0/sync`
  const socket = new WebSocket(address, { headers: { origin: rig.url } })
  return new Promise((resolve) => {
    socket.once('open', () => resolve({ status: 101, socket }))
    socket.once('unexpected-response', (_request, response) => {
      resolve({ status: response.statusCode ?? 0, socket })
    })
    socket.once('error', () => resolve({ status: 0, socket }))
  })
}

test('the first page that comes by another version stops it once, and the next one stays', () =>
  onRig(
    {
      entry: { ...thisRelease(), name: 'next' },
      hosts: { CONVEX: thisRelease(), CALLS: thisRelease() },
    },
    async (rig) => {
      await rig.signIn()
      expect([0, 503]).toContain((await connect(rig)).status)
      const again = await eventually('a connection that stays', async () => {
        const { status, socket } = await connect(rig)
        return status === 101 ? socket : null
      })
      again.close()
      const { status, socket } = await connect(rig)
      expect(status).toBe(101)
      socket.close()
    },
  ))

test('a page of the same version connects at once', () =>
  onRig({ entry: thisRelease() }, async (rig) => {
    const { status, socket } = await connect(rig)
    expect(status).toBe(101)
    socket.close()
  }))
