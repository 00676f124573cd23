import type { ConvexReactClient } from 'convex/react'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import type { Role } from '../../../convex/model/identity.ts'
import { useEmbeddedHost } from '../compare.ts'
import { anAgent } from '../examples.ts'
import { openClient, watch } from './view.ts'

const embedded = useEmbeddedHost()

/** A browser that shows the agents, and nobody has signed in yet. */
function browser(options = {}) {
  const name = crypto.randomUUID()
  const client = openClient(`${embedded().url}/product/${name}`, options)
  return { name, client, view: watch(client, api.agents.list, {}) }
}

/** Signs in with these tokens, one after the other; the last one for ever. */
function signIn(client: ConvexReactClient, ...tokens: (() => Promise<string | null>)[]) {
  const asked: { forceRefreshToken: boolean }[] = []
  const states: boolean[] = []
  const waiting = new Set<() => void>()
  client.setAuth(
    async (how) => {
      const token = tokens[Math.min(asked.length, tokens.length - 1)]
      asked.push(how)
      for (const look of waiting) look()
      return (await token?.()) ?? null
    },
    (isSignedIn) => {
      states.push(isSignedIn)
      for (const look of waiting) look()
    },
  )
  const until = (wanted: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!wanted()) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return { asked, states, until }
}

const forged = async () => {
  const [head, body] = (await embedded().token('operator')).split('.')
  return `${head}.${body}.${'A'.repeat(86)}`
}
const tokenFor = (role: Role, ttlSec?: number) => () => embedded().token(role, ttlSec)
/** Waits until a token counts no more (`exp`, RFC 7519 §4.1.4). */
function expiryOf(token: string): Promise<void> {
  const { exp = 0 } = decodeJwt(token)
  return new Promise((resolve) => setTimeout(resolve, exp * 1000 - Date.now()))
}
const refusal = (code: string) => ({ data: expect.objectContaining({ code }) })

test('who signs in sees what is theirs, and after signing out nothing', async () => {
  const { client, view } = browser()
  expect(await view.untilError()).toMatchObject(refusal('unauthenticated'))
  const { states, until } = signIn(client, tokenFor('operator'))
  await view.untilEqual([])
  await client.mutation(api.agents.create, { settings: anAgent() })
  await until(() => states.length > 0)
  expect(states).toEqual([true])

  client.clearAuth()
  expect(await view.untilError()).toMatchObject(refusal('unauthenticated'))
  await expect(client.mutation(api.agents.create, { settings: anAgent() })).rejects.toMatchObject(
    refusal('unauthenticated'),
  )
})

test('a change of role runs the queries again as the new one', async () => {
  const { client, view } = browser()
  signIn(client, tokenFor('service'))
  await view.untilError((error) => error.message.includes('forbidden'))
  signIn(client, tokenFor('operator'))
  await view.untilEqual([])
})

test('a token is renewed before it ends, and the view does not flicker', async () => {
  const { client, view } = browser({ authRefreshTokenLeewaySeconds: 2 })
  const { asked, states, until } = signIn(client, tokenFor('operator', 4))
  await until(() => asked.length >= 3)
  await client.mutation(api.agents.create, { settings: anAgent() })
  expect(states).not.toContain(false)
  expect(view.shown.filter((value) => value instanceof Error)).toHaveLength(0)
  expect(view.now()).toHaveLength(1)
})

test('a token that has ended is answered with a demand for a new one', async () => {
  const { client, view } = browser()
  const { asked, states, until } = signIn(client, tokenFor('operator', -10), tokenFor('operator'))
  await view.untilEqual([])
  await until(() => states.length > 0)
  expect(asked.slice(0, 2)).toEqual([{ forceRefreshToken: false }, { forceRefreshToken: true }])
  expect(states).toEqual([true])
})

test('a token of somebody else’s key opens nothing', async () => {
  const { client, view } = browser()
  const { states, until } = signIn(client, forged)
  await until(() => states.includes(false))
  expect(await view.untilError()).toMatchObject(refusal('unauthenticated'))
})

test('a mutation that finds its token ended is done once, with the next token', async () => {
  const { client, view } = browser()
  // They live too short for the client to renew them by itself.
  const token = await embedded().token('operator', 2)
  const short = () => Promise.resolve(token)
  signIn(client, short, short, tokenFor('operator', 600))
  await view.untilEqual([])
  await expiryOf(token)
  await client.mutation(api.agents.create, { settings: anAgent() })
  expect(view.now()).toHaveLength(1)
})
