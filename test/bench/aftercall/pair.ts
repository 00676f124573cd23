/** Two Workers that differ in one thing: whether their agent’s calls are told to webhooks and to Discord. */
import { api } from '../../../convex/_generated/api.js'
import { secretStoredSchema } from '../../../convex/model/api.ts'
import { WEBHOOK_EVENTS } from '../../../convex/model/afterCall.ts'
import { seed } from '../../local/firstAgent.ts'
import { loadSettings } from '../../local/settings.ts'
import { type DiscordWebhookSide, startDiscord } from '../../simulators/discord/index.ts'
import { startReceiver } from '../../simulators/webhooks/index.ts'
import { newOwner, operator } from '../../worker/agents.ts'
import { Browser } from '../../worker/browser.ts'
import type { WorkerBundle } from '../bundles.ts'
import { Peers } from '../peers/index.ts'
import { AUTH_TOKEN, type Subject } from '../subjects.ts'
import { runWorker } from '../workerd.ts'

export interface Pair {
  without: Subject
  with: Subject
  /** What was told meanwhile. */
  told(): { messages: number; deliveries: number; complaints: readonly string[] }
}

const PASSWORD = 'the password of the bench'
const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDH+L/hX3pLbY='

/** Runs `work` with fresh processes of both, and ends them. */
export async function withPair<T>(
  bundle: WorkerBundle,
  work: (pair: Pair) => Promise<T>,
): Promise<T> {
  const discord = await startDiscord()
  const receiver = await startReceiver()
  receiver.secrets.push(SECRET)
  const { address, side } = discord.newWebhook()
  const start = async (phaseMs: number, extra: Record<string, string>) => {
    const peers = await Peers.start()
    return startSubject(bundle, peers, phaseMs, extra)
  }
  const without = await start(0, {})
  const told = await start(10, {
    DISCORD_WEBHOOK_URL: address,
    DISCORD_BASE_URL: discord.url,
    LOCAL_EXCEPTIONS: receiver.place,
  })
  try {
    await addWebhook(told, receiver.urlOf('/calls'))
    return await work({
      without: without.subject,
      with: told.subject,
      told: () => ({
        messages: side.messages.length,
        deliveries: receiver.received.filter(({ signedBy }) => signedBy.length === 1).length,
        complaints: complaintsOf(side),
      }),
    })
  } finally {
    for (const { worker, peers } of [without.subject, told.subject]) {
      await worker.stop()
      peers.stop()
    }
    await discord.close()
    await receiver.close()
  }
}

function complaintsOf({ complaints, impatient }: DiscordWebhookSide): string[] {
  return impatient === 0 ? complaints : [...complaints, `${impatient} requests were impatient.`]
}

async function startSubject(
  bundle: WorkerBundle,
  peers: Peers,
  phaseMs: number,
  extra: Record<string, string>,
) {
  const owner = await newOwner()
  const worker = await runWorker(bundle, (origin) => ({
    PUBLIC_URL: origin,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    SIMULATED_PHONE: 'true',
    OPENAI_API_KEY: 'simulated',
    OPENAI_BASE_URL: `http://${peers.modelHost}/v1`,
    SIMULATED_MODEL: 'true',
    AUTH_PRIVATE_KEY: owner.privateKey,
    OPERATOR_PASSWORD: PASSWORD,
    ...extra,
  }))
  await seed({ url: worker.url, authToken: AUTH_TOKEN }, loadSettings({}, null))
  return { subject: { worker, peers, phaseMs } satisfies Subject, owner }
}

async function addWebhook(
  { subject, owner }: Awaited<ReturnType<typeof startSubject>>,
  url: string,
): Promise<void> {
  const browser = await new Browser(subject.worker.url).signIn(PASSWORD)
  const entered = { owner: 'installation', field: 'afterCall.webhooks', value: SECRET }
  const stored = await browser.put('/api/secrets', entered)
  const { reference: secret } = secretStoredSchema.parse(await stored.json())
  const client = await operator(subject.worker.url, owner)
  const [agent] = await client.query(api.agents.list, {})
  if (!agent) throw new Error('There is no agent.')
  const { _id, _creationTime, version, updatedAt, updatedBy, schemaVersion, ...settings } = agent
  const webhook = { url, secret, earlierSecret: null, events: [...WEBHOOK_EVENTS] }
  const afterCall = { ...settings.afterCall, webhooks: [webhook] }
  await client.mutation(api.agents.update, { agentId: _id, settings: { ...settings, afterCall } })
}
