/** As much of Cloudflare's API as wrangler asks for when it deploys a Worker: https://developers.cloudflare.com/api/ */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import * as z from 'zod'
import { closeServer, listenLocally, placeOf } from '../simulators/lib/localServer.ts'

const ACCOUNT = 'an-account'
const NOT_FOUND = 10007

/** What was uploaded, as far as tests look at it. */
const metadataSchema = z.object({
  bindings: z.array(z.looseObject({ name: z.string(), type: z.string() })),
  migrations: z.object({ steps: z.array(z.object({ new_sqlite_classes: z.array(z.string()) })) }),
  keep_bindings: z.array(z.string()),
  code_update_strategy: z.object({ mode: z.string(), max_delay: z.number() }),
  annotations: z.record(z.string(), z.string()),
})
export type Upload = z.infer<typeof metadataSchema>

export async function startCloudflare(): Promise<Cloudflare> {
  const cloudflare = new Cloudflare()
  await cloudflare.listen()
  return cloudflare
}

export class Cloudflare {
  readonly uploads: Upload[] = []
  /** Names of secrets of the Worker; `null`: there is no such Worker. */
  secrets: string[] | null = null
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  /** What makes wrangler ask here, as somebody who is signed in. */
  get env(): Record<string, string> {
    return {
      CLOUDFLARE_API_BASE_URL: `http://${placeOf(this.#server)}`,
      CLOUDFLARE_API_TOKEN: 'a-token',
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    }
  }

  listen(): Promise<void> {
    return listenLocally(this.#server)
  }

  close(): Promise<void> {
    return closeServer(this.#server)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const [path = ''] = request.url?.replace(`/accounts/${ACCOUNT}`, '').split('?') ?? []
    const result = this.#resultOf(`${request.method} ${path}`, body.toString('latin1'))
    const errors = result === null ? [{ code: NOT_FOUND, message: 'There is no such thing.' }] : []
    response.writeHead(result === null ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ success: result !== null, errors, messages: [], result }))
  }

  /** `null`: there is no such thing. */
  #resultOf(asked: string, body: string): unknown {
    switch (asked) {
      case 'GET /workers/scripts/switchboard/secrets':
        return this.secrets?.map((name) => ({ name, type: 'secret_text' })) ?? null
      case 'GET /workers/subdomain':
        return { subdomain: 'harbour' }
      case 'POST /workers/scripts/switchboard/assets-upload-session':
        return { jwt: 'a-jwt', buckets: [] }
      case 'PUT /workers/scripts/switchboard':
        return this.#upload(body)
      case 'GET /workers/workers/switchboard':
        return {
          id: 'w',
          name: 'switchboard',
          subdomain: { enabled: true, previews_enabled: true },
        }
      case 'POST /workers/scripts/switchboard/subdomain':
        return { enabled: true, previews_enabled: true }
      default:
        return null
    }
  }

  #upload(body: string): unknown {
    const [, metadata = ''] = body.match(/name="metadata"\r\n\r\n(.*?)\r\n--/s) ?? []
    this.uploads.push(metadataSchema.parse(JSON.parse(metadata)))
    return { id: 'switchboard', etag: 'e', deployment_id: 'd', startup_time_ms: 12 }
  }
}
