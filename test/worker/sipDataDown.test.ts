/** The secret of OpenAI's webhooks that Settings have made counts also while the data are away. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newSecretsKey } from '../../worker/lib/secretsKey.ts'
import { Browser } from './browser.ts'
import { type Gateway, startGateway } from './gateway.ts'
import { type Harness, PUBLIC_URL, startHarness } from './harness.ts'

const PASSWORD = 'a-long-enough-password'

/** One Worker is the Convex deployment of the other, behind a gateway that can be closed. */
let deployment: Harness
let gateway: Gateway
let harness: Harness
beforeAll(async () => {
  deployment = await startHarness()
  gateway = await startGateway(deployment.url)
  const { owner } = deployment
  const vars = {
    CONVEX_URL: gateway.url,
    OPERATOR_PASSWORD: PASSWORD,
    OPENAI_WEBHOOK_SECRET: null,
    SECRETS_KEY: newSecretsKey(),
    TWILIO_ACCOUNT_SID: null,
  }
  harness = await startHarness({ owner, vars })
  harness.model.sip.webhooks.endpoints.length = 0
})
afterAll(async () => {
  await harness.close()
  await gateway.close()
  await deployment.close()
})

test('a call is answered while the data are away, also after its secret was changed', async () => {
  const { sip } = harness.model
  const url = `${PUBLIC_URL}/openai/webhook`
  const number = await deployment.newNumber()
  const browser = await new Browser(harness.url).signIn(PASSWORD)
  const connect = async (): Promise<string> => {
    expect((await browser.post('/api/openai/connect', {})).status).toBe(200)
    return sip.webhooks.endpoints.at(-1)?.secret ?? ''
  }
  const first = await connect()
  const before = sip.placeCall({ to: number })
  expect(await before.call.decided).toBe(200)
  before.phone.hangUp()

  gateway.open = false
  const during = sip.placeCall({ to: number })
  expect(await during.call.decided).toBe(200)
  during.phone.hangUp()
  expect(await sip.webhooks.post({ url, secret: first }, '{}')).toMatchObject({ status: 200 })

  gateway.open = true
  const second = await connect()
  gateway.open = false
  expect(second).not.toBe(first)
  expect(await sip.webhooks.post({ url, secret: second }, '{}')).toMatchObject({ status: 200 })
  expect(await sip.webhooks.post({ url, secret: first }, '{}')).toMatchObject({ status: 401 })
  gateway.open = true
})
