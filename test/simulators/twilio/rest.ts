/**
 * The part of Twilio's REST API that an application of ours uses.
 * https://www.twilio.com/docs/voice/api/call-resource
 * https://www.twilio.com/docs/voice/api/conference-resource
 * https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
 * https://www.twilio.com/docs/messaging/api/message-resource
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RestAccount, RestRequest } from './api/account.ts'
import { Refusal } from './api/parameters.ts'
import { Routes } from './api/routes.ts'
import { accountResource, apiError, type ApiReply } from './resources.ts'

export class RestApi {
  readonly requests: RestRequest[] = []
  readonly #account: RestAccount
  readonly #server: Server
  readonly #openedAt = new Date()
  readonly #routes: Routes

  constructor(account: RestAccount) {
    this.#account = account
    this.#routes = new Routes(account)
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  /** Resolves with the origin. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
    const address = this.#server.address()
    if (typeof address !== 'object' || !address) throw new Error('The REST server has no address.')
    return `http://127.0.0.1:${address.port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = incoming
    const request = { method, path: url, params: await readForm(incoming) }
    this.requests.push(request)
    const fault = this.#account.fault(request)
    if (fault?.delayMs) await sleep(fault.delayMs)
    const reply = fault?.status
      ? apiError(fault.status, fault.code ?? 20_500, 'A fault was asked for.')
      : this.#answer(request, incoming.headers.authorization)
    if (fault?.loseAnswer) return void incoming.socket.destroy()
    response.writeHead(reply.status, { 'content-type': 'application/json' })
    response.end(reply.body === null ? undefined : JSON.stringify(reply.body))
  }

  #answer(request: RestRequest, authorization: string | undefined): ApiReply {
    const { account, authToken } = this.#account
    const { accountSid } = account
    const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
    if (authorization !== expected) return apiError(401, 20_003, 'Authenticate')
    const { pathname } = new URL(request.path, 'http://localhost')
    const base = `/2010-04-01/Accounts/${accountSid}`
    if (pathname === `${base}.json`) {
      return { status: 200, body: accountResource(accountSid, this.#openedAt) }
    }
    if (!pathname.startsWith(`${base}/`)) return notFound(pathname)
    const parts = pathname
      .slice(base.length + 1)
      .replace(/\.json$/, '')
      .split('/')
    try {
      return this.#routes.answer(parts, request) ?? notFound(pathname)
    } catch (error) {
      if (error instanceof Refusal) return error.reply
      throw error
    }
  }
}

function notFound(path: string): ApiReply {
  return apiError(404, 20_404, `The requested resource ${path} was not found`)
}

async function readForm(incoming: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const form = new URLSearchParams(Buffer.concat(chunks).toString())
  return Object.fromEntries([...form.keys()].map((name) => [name, form.getAll(name).join(' ')]))
}
