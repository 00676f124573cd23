/** Agents that do something after their calls, and what they do it with. */
import { api } from '../../convex/_generated/api.js'
import type { AfterCall } from '../../convex/model/afterCall.ts'
import { secretStoredSchema } from '../../convex/model/api.ts'
import type { AfterCallRecord } from '../../convex/model/outcome.ts'
import {
  type DiscordOptions,
  type DiscordSimulator,
  type DiscordWebhookSide,
  startDiscord,
} from '../simulators/discord/index.ts'
import { type Receiver, startReceiver } from '../simulators/webhooks/index.ts'
import { numberIn, operator } from './agents.ts'
import { Browser } from './browser.ts'
import { type Harness, type HarnessOptions, startHarness } from './harness.ts'
import { eventually } from './storedCall.ts'

export const PASSWORD = 'a password of operators'
export const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDH+L/hX3pLbY='
export const EARLIER = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='

/** A Worker with a Discord and a server for webhooks around it. */
export interface AfterCallRig {
  harness: Harness
  discord: DiscordSimulator
  receiver: Receiver
  browser: Browser
  /** The webhook of `DISCORD_WEBHOOK_URL`; `null`: it is not set. */
  installation: DiscordWebhookSide | null
  close(): Promise<void>
}

export async function startRig(
  options: HarnessOptions & { discord?: DiscordOptions; atDiscord?: boolean } = {},
): Promise<AfterCallRig> {
  const receiver = await startReceiver()
  const discord = await startDiscord(options.discord)
  receiver.secrets.push(SECRET, EARLIER)
  const installation = options.atDiscord ? discord.newWebhook() : null
  const harness = await startHarness({
    ...options,
    losable: true,
    vars: {
      OPERATOR_PASSWORD: PASSWORD,
      DISCORD_BASE_URL: discord.url,
      LOCAL_EXCEPTIONS: receiver.place,
      ...(installation ? { DISCORD_WEBHOOK_URL: installation.address } : {}),
      ...options.vars,
    },
  })
  const browser = await new Browser(harness.url).signIn(PASSWORD)
  return {
    harness,
    discord,
    receiver,
    browser,
    installation: installation?.side ?? null,
    async close() {
      await harness.close()
      await receiver.close()
      await discord.close()
    },
  }
}

/** Stores a secret, and returns what stands for it. */
export async function storeSecret({ browser }: AfterCallRig, value: string): Promise<string> {
  const secret = { owner: 'installation', field: 'afterCall.test', value }
  const response = await browser.put('/api/secrets', secret)
  return secretStoredSchema.parse(await response.json()).reference
}

/** A number whose agent does this after its calls. */
export async function numberWith(
  { harness }: AfterCallRig,
  afterCall: Partial<AfterCall>,
): Promise<string> {
  const number = await harness.newNumber()
  const client = await operator(harness.url, harness.owner)
  const agents = await client.query(api.agents.list, {})
  const agent = agents.find(({ instructions }) => numberIn(instructions) === number)
  if (!agent) throw new Error('The agent is not there.')
  const { _id, _creationTime, version, updatedAt, updatedBy, schemaVersion, ...settings } = agent
  await client.mutation(api.agents.update, {
    agentId: _id,
    settings: { ...settings, afterCall: { ...settings.afterCall, ...afterCall } },
    expectedVersion: version,
  })
  return number
}

/** What is stored of what became of a call, once it is as `ready` asks. */
export async function afterOf(
  { harness }: AfterCallRig,
  callSid: string,
  ready: (after: AfterCallRecord) => boolean,
  meanwhile: () => Promise<void> = async () => {},
): Promise<AfterCallRecord> {
  const client = await operator(harness.url, harness.owner)
  let last: unknown = null
  return eventually(
    () => `the wanted outcome of ${callSid}, but this: ${JSON.stringify(last, null, 1)}`,
    async () => {
      await meanwhile()
      const after = await client.query(api.afterCalls.get, { callSid })
      last = after
      return after && ready(after) ? after : null
    },
  )
}
