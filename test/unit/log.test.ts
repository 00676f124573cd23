import { afterEach, expect, test, vi } from 'vitest'
import { askTwilioApi } from '../../worker/carriers/twilio/rest.ts'
import * as z from 'zod'
import { newPrivateKey, signingKey } from '../../worker/lib/es256.ts'
import { logFailure } from '../../worker/lib/log.ts'

afterEach(() => vi.restoreAllMocks())

/** The line that an error leaves in the log. */
function logged(error: unknown): Record<string, unknown> {
  const lines = vi.spyOn(console, 'error').mockImplementation(() => {})
  logFailure('It failed.', { callSid: 'CA1' }, error)
  return z.record(z.string(), z.unknown()).parse(JSON.parse(String(lines.mock.calls[0]?.[0])))
}

function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail('it should have failed'),
    (error: unknown) => error,
  )
}

const ACCOUNT = { accountSid: 'AC1', authToken: 'secret', baseUrl: 'https://api.twilio.com' }

test('another’s error is logged by name and place, as its text may quote anything', () => {
  const line = logged(new TypeError('Bad input: +12025550123'))
  expect(line).toMatchObject({ what: 'It failed.', callSid: 'CA1', error: 'TypeError' })
  expect(JSON.stringify(line)).not.toContain('+12025550123')
})

test('a wrong private key is told by our sentence, which does not quote it', async () => {
  const key = z.record(z.string(), z.string()).parse(JSON.parse(await newPrivateKey()))
  const offCurve = JSON.stringify({ ...key, x: key['y'], y: key['x'] })
  for (const wrong of ['nonsense', '{"kty":"EC"}', offCurve]) {
    const line = logged(await failure(signingKey(wrong)))
    expect(line['reason']).toMatch(/^AUTH_PRIVATE_KEY must be an ES256 private key/)
    expect(line['at']).toBeUndefined()
    vi.restoreAllMocks()
  }
})

test.each<[string, () => Promise<Response>, string]>([
  ['401', async () => new Response('{}', { status: 401 }), 'TWILIO_ACCOUNT_SID with TWILIO_AUTH'],
  ['404', async () => Response.json({ message: 'No CA9' }, { status: 404 }), 'has no such thing'],
  ['503', async () => new Response('down', { status: 503 }), 'Twilio answered 503.'],
  ['no network', () => Promise.reject(new TypeError('fetch failed')), 'could not be reached'],
  [
    'a hang',
    () => Promise.reject(new DOMException('', 'TimeoutError')),
    'did not answer within 10 s',
  ],
])('Twilio’s %s has a line of its own', async (_, answer, sentence) => {
  vi.stubGlobal('fetch', answer)
  const line = logged(await failure(askTwilioApi(ACCOUNT, '/Calls/CA9.json', z.unknown())))
  vi.unstubAllGlobals()
  expect(line['reason']).toContain(sentence)
  expect(JSON.stringify(line)).not.toMatch(/CA9|secret/)
})
