/** What asking an address of an operator's does, wherever it runs. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, OddServer } from './OddServer.ts'
import type { Attempt, Outcome } from './tryReach.ts'

type Reach = (attempt: Attempt) => Promise<Outcome>

const SECRET = 'a-secret-nobody-sees'

const answerWith =
  (text: string): Answer =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'text/plain' }).end(text)

const leadTo =
  (location: string, status = 302): Answer =>
  (response) =>
    void response.writeHead(status, { location }).end('This leads elsewhere.')

/** The head and a first piece of an answer that never ends. */
const beginWith =
  (text: string): Answer =>
  (response) =>
    void response.writeHead(200).write(text)

const seen = ({ asked }: OddServer) =>
  asked.map(({ method, path, headers, body }) => ({
    method,
    path,
    body,
    secret: headers['authorization'] ?? headers['x-secret'] ?? null,
    type: headers['content-type'] ?? null,
  }))

export function describeReach(where: string, open: () => { reach: Reach }): void {
  describe(`a guarded fetch in ${where}`, () => {
    let server: OddServer
    let other: OddServer
    beforeAll(async () => {
      server = await OddServer.start()
      other = await OddServer.start()
    })
    afterAll(async () => {
      await server.close()
      await other.close()
    })
    beforeEach(() => {
      server.forget()
      other.forget()
    })

    const reach = (attempt: Attempt) =>
      open().reach({ exceptions: [server.place, other.place], ...attempt })
    const post = (path: string): Attempt => ({
      url: server.url(path),
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      secretHeaders: { 'x-secret': SECRET },
      body: 'Hello?',
    })
    const asPosted = { method: 'POST', body: 'Hello?', secret: SECRET, type: 'text/plain' }
    const asRead = { method: 'GET', body: '', secret: SECRET, type: null }

    test('it is asked as it was told, and the answer comes back', async () => {
      server.on('/', answerWith('Here I am.'))
      expect(await reach(post('/?q=1'))).toEqual({ status: 200, body: 'Here I am.' })
      expect(seen(server)).toEqual([{ ...asPosted, path: '/?q=1' }])
    })

    test('an answer that is no success is an answer, with its text and without', async () => {
      expect(await reach({ url: server.url('/') })).toEqual({
        status: 404,
        body: 'There is nothing here.',
      })
      server.on('/', (response) => void response.writeHead(204).end())
      expect(await reach({ url: server.url('/') })).toEqual({ status: 204, body: '' })
    })

    test('what was packed for the way is unpacked', async () => {
      server.on('/', (response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('Here I am.'))
      })
      expect(await reach({ url: server.url('/') })).toEqual({ status: 200, body: 'Here I am.' })
    })

    test.each([
      [301, 'GET'],
      [302, 'GET'],
      [303, 'GET'],
      [307, 'POST'],
      [308, 'POST'],
    ])('after %i a POST goes on as %s', async (status, method) => {
      server.on('/', leadTo('/next', status)).on('/next', answerWith('Here I am.'))
      expect(await reach(post('/'))).toEqual({ status: 200, body: 'Here I am.' })
      const next = method === 'POST' ? asPosted : asRead
      expect(seen(server)[1]).toEqual({ ...next, path: '/next' })
    })

    test('after 301 another method than POST stays', async () => {
      server.on('/', leadTo('/next', 301)).on('/next', answerWith(''))
      await reach({ ...post('/'), method: 'PUT' })
      expect(seen(server)[1]).toEqual({ ...asPosted, method: 'PUT', path: '/next' })
    })

    test('another origin is told no secret, nor is the first one when it leads back', async () => {
      server.on('/', leadTo(other.url('/there'), 307)).on('/back', answerWith('Here I am.'))
      other.on('/there', leadTo(server.url('/back'), 307))
      const attempt = post('/')
      const outcome = await reach({
        ...attempt,
        headers: { ...attempt.headers, authorization: `Bearer ${SECRET}`, cookie: SECRET },
      })
      expect(outcome).toEqual({ status: 200, body: 'Here I am.' })
      expect(JSON.stringify(server.asked[0])).toContain(SECRET)
      expect(JSON.stringify([other.asked, server.asked[1]])).not.toContain(SECRET)
      expect(seen(other)).toEqual([{ ...asPosted, secret: null, path: '/there' }])
    })

    test('five redirects are followed, and no sixth', async () => {
      const follow = async (times: number) => {
        server.forget()
        for (let at = 0; at < times; at++) server.on(`/${at}`, leadTo(`/${at + 1}`))
        server.on(`/${times}`, answerWith('Here I am.'))
        return reach({ url: server.url('/0') })
      }
      expect(await follow(5)).toEqual({ status: 200, body: 'Here I am.' })
      expect(await follow(6)).toEqual({
        error: `${server.place} redirects too often.`,
        kind: 'not_asked',
      })
      expect(server.asked).toHaveLength(6)
    })

    test('a redirect that leads nowhere is the answer', async () => {
      server.on('/', (response) => void response.writeHead(302).end('Elsewhere.'))
      expect(await reach({ url: server.url('/') })).toEqual({ status: 302, body: 'Elsewhere.' })
    })

    test.each([
      'http://169.254.169.254/latest/meta-data',
      'https://[::ffff:10.0.0.1]/',
      '//2130706433/',
      'https://localhost/',
      'file:///etc/passwd',
      'data:text/plain,hello',
      'https://a:b@example.com/',
      'http://example.com/',
      'https://[',
    ])('a redirect to %s is not followed', async (location) => {
      server.on('/', leadTo(location))
      const outcome = await reach({ ...post('/'), timeoutMs: 2_000 })
      expect(outcome).toMatchObject({ kind: 'not_asked' })
      expect(server.asked).toHaveLength(1)
    })

    test('a port of this machine that is not listed is not asked, directly or by a redirect', async () => {
      server.on('/', leadTo(other.url('/')))
      const exceptions = [server.place]
      const error = `${other.place} lies within a private network: it is not asked.`
      for (const from of [server, other]) {
        const outcome = await reach({ url: from.url('/'), exceptions })
        expect(outcome).toEqual({ error, kind: 'not_asked' })
      }
      expect(other.asked).toEqual([])
    })

    test('the Worker does not ask itself, listed or not', async () => {
      const outcome = await reach({ url: server.url('/'), ownUrl: server.url('') })
      expect(outcome).toEqual({
        error: `${server.place} is this Worker itself: it is not asked.`,
        kind: 'not_asked',
      })
      expect(server.asked).toEqual([])
    })

    test('a server that takes a request and says nothing is given up, and the request with it', async () => {
      server.on('/', () => {})
      const outcome = await reach({ ...post('/'), timeoutMs: 300 })
      expect(outcome).toEqual({
        error: `${server.place} did not answer within 0.3 s.`,
        kind: 'plain',
      })
      await server.left
    })

    test('who is not there cannot be reached', async () => {
      const gone = await OddServer.start()
      const { place } = gone
      await gone.close()
      const outcome = await reach({ url: `http://${place}/?key=${SECRET}`, exceptions: [place] })
      expect(outcome).toEqual({ error: `${place} cannot be reached.`, kind: 'plain' })
    })

    test('an answer that says that it is too long is not read', async () => {
      server.on('/', (response) => {
        response.writeHead(200, { 'content-length': '1000000' }).write('1')
      })
      const outcome = await reach({ url: server.url('/'), maxBytes: 1_000 })
      expect(outcome).toEqual({
        error: `${server.place} answered with more than 1,000 bytes.`,
        kind: 'plain',
      })
      await server.left
    })

    test('an answer that does not say so is read no further than it may be', async () => {
      server.on('/', (response) => {
        const more = () => {
          while (response.write('x'.repeat(500)));
          response.once('drain', more)
        }
        more()
      })
      const outcome = await reach({ url: server.url('/'), maxBytes: 1_000 })
      expect(outcome).toEqual({
        error: `${server.place} answered with more than 1,000 bytes.`,
        kind: 'plain',
      })
      await server.left
      server.on('/', answerWith('x'.repeat(1_000)))
      expect(await reach({ url: server.url('/'), maxBytes: 1_000 })).toMatchObject({ status: 200 })
    })

    test('an answer that breaks off is none', async () => {
      server.on('/', (response) => {
        response.writeHead(200, { 'content-length': '100' })
        response.write('Here I', () => response.destroy())
      })
      expect(await reach({ url: server.url('/') })).toEqual({
        error: `${server.place} broke off its answer.`,
        kind: 'plain',
      })
    })

    test.each([
      ['answered', { kind: 'given_up' }],
      ['first_chunk', { kind: 'given_up' }],
      ['left', { status: 200, body: 'Here I' }],
    ] as const)('whoever loses interest (%s) ends the vendor’s work', async (until, outcome) => {
      server.on('/', beginWith('Here I'))
      expect(await reach({ url: server.url('/'), until })).toMatchObject(outcome)
      await server.left
    })

    test('who has lost interest before there is an answer hears so', async () => {
      server.on('/', () => {})
      const outcome = await reach({ url: server.url('/'), until: 'asked' })
      expect(outcome).toMatchObject({ kind: 'given_up' })
    })

    test('a secret that no header may hold is not quoted', async () => {
      const outcome = await reach({
        url: server.url('/'),
        secretHeaders: { 'x-secret': `${SECRET}\r\nx: y` },
      })
      expect(outcome).toMatchObject({ kind: 'not_asked' })
      expect(JSON.stringify(outcome)).not.toContain(SECRET)
      expect(server.asked).toEqual([])
    })
  })
}
