/** What somebody without any credential sends to make the Worker work, each at its worst known size. */

/** One blow: all of it is sent at once, if the Worker lets it. */
export type Blow =
  | {
      kind: 'post'
      path: string
      headers: Record<string, string>
      body: Buffer
      /** Sent in pieces, without saying how long it is. */
      chunked: boolean
    }
  | { kind: 'socket'; path: string; messages: readonly string[] }

export interface Attack {
  name: string
  /** `null`: nobody attacks. */
  blow: Blow | null
  /** How often it is struck: so many bytes a second, or so many times. */
  bytes: number
  perSec: number | null
}

const MB = 1_000_000

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const JSON_TYPE = { 'content-type': 'application/json' }
/** Looks like a signature of Twilio's, and is none. */
const FORGED = { 'x-twilio-signature': `${'A'.repeat(27)}=` }
/** Looks like a token, and is none. */
const TOKEN = `${btoa('{"alg":"ES256"}')}.${btoa('{"sub":"x"}')}.${'A'.repeat(86)}`.replaceAll(
  '=',
  '',
)

const HELLO = JSON.stringify({
  type: 'Connect',
  sessionId: '7f1c1de5-5b3d-4f44-9d4f-0c8c2b1d7a10',
  connectionCount: 0,
  lastCloseReason: 'InitialConnect',
  clientTs: 0,
})

const nested = (bytes: number): string => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2)

/** `a&b&…`: as many fields as fit. */
const fields = (bytes: number): Buffer => Buffer.alloc(bytes, 'a&')

const query = (args: string): Buffer => Buffer.from(`{"path":"agents:list","args":[${args}]}`)

function post(
  name: string,
  path: string,
  headers: Record<string, string>,
  body: Buffer,
  chunked = false,
): Attack {
  return {
    name,
    blow: { kind: 'post', path, headers, body, chunked },
    bytes: body.length,
    perSec: null,
  }
}

function sync(name: string, messages: readonly string[], perSec: number | null = null): Attack {
  const bytes = messages.reduce((sum, { length }) => sum + length, 0)
  return { name, blow: { kind: 'socket', path: '/api/1.48.0/sync', messages }, bytes, perSec }
}

/** A query whose arguments are long, as the `n`-th change of what is watched. */
function longQuery(n: number, length: number): string {
  const args = [{ text: 'x'.repeat(length) }]
  const modifications = [{ type: 'Add', queryId: n, udfPath: 'agents:list', args }]
  return JSON.stringify({
    type: 'ModifyQuerySet',
    baseVersion: n,
    newVersion: n + 1,
    modifications,
  })
}

/** More than is listened to, and each message as costly as it can be. */
function talk(): string[] {
  const modifications = Array.from({ length: 50 }, (_, queryId) => ({
    type: 'Add',
    queryId,
    udfPath: 'agents:list',
    args: [{}],
  }))
  const queries = { type: 'ModifyQuerySet', baseVersion: 0, newVersion: 1, modifications }
  const mutations = Array.from({ length: 28 }, (_, requestId) => ({
    type: 'Mutation',
    requestId,
    udfPath: 'agents:create',
    args: [{ text: 'x'.repeat(200) }],
  }))
  return [HELLO, JSON.stringify(queries), ...mutations.map((message) => JSON.stringify(message))]
}

/** What the webhooks that are measured, and the call, do to memory by themselves. */
export const NOTHING: Attack = { name: 'nothing', blow: null, bytes: 0, perSec: 1 }

export const ATTACKS: readonly Attack[] = [
  sync('sync: 4 MB of nested arrays', [HELLO, nested(4 * MB)]),
  sync('sync: queries with 3.9 MB of arguments', [HELLO, longQuery(0, 3.9 * MB)]),
  sync('sync: 50 strangers a second, each saying all it may', talk(), 50),
  post('voice: 4 MB of field names, unsigned', '/twilio/voice', FORM, fields(4 * MB)),
  post('voice: a field of 10 MB, unsigned', '/twilio/voice', FORM, Buffer.alloc(10 * MB, 'a')),
  post('voice: a field of 90 MB, unsigned', '/twilio/voice', FORM, Buffer.alloc(90 * MB, 'a')),
  post(
    'voice: 10 MB in pieces, a forged signature',
    '/twilio/voice',
    { ...FORM, ...FORGED },
    fields(10 * MB),
    true,
  ),
  post(
    'voice: 60 KB of field names, a forged signature',
    '/twilio/voice',
    { ...FORM, ...FORGED },
    fields(60_000),
  ),
  post('query: 1 MB nested, no token', '/api/query', JSON_TYPE, query(nested(MB))),
  post(
    'query: 1 MB nested, a forged token',
    '/api/query',
    { ...JSON_TYPE, authorization: `Bearer ${TOKEN}` },
    query(nested(MB)),
  ),
  post('password: 1 MB nested', '/auth/password', JSON_TYPE, Buffer.from(nested(MB)), true),
]
