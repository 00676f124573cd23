import { refusalSchema } from '../../convex/model/api.ts'

/** A browser as the Worker sees it: it keeps its cookie, and says from which page a request comes. */
export class Browser {
  readonly url: string
  cookie: string | null = null
  readonly #headers: Record<string, string>

  constructor(url: string, headers: Record<string, string> = {}) {
    this.url = url
    this.#headers = headers
  }

  /** What every request of this browser's to the dashboard carries. */
  get headers(): Record<string, string> {
    return { ...this.#headers, ...(this.cookie ? { cookie: this.cookie } : {}) }
  }

  get(path: string): Promise<Response> {
    return this.#send(path, { headers: this.headers, redirect: 'manual' })
  }

  post(path: string, body?: unknown, origin: string = this.url): Promise<Response> {
    const headers = { ...this.headers, origin, 'content-type': 'application/json' }
    return this.#send(path, { method: 'POST', headers, body: JSON.stringify(body ?? {}) })
  }

  put(path: string, body: unknown, origin: string = this.url): Promise<Response> {
    const headers = { ...this.headers, origin, 'content-type': 'application/json' }
    return this.#send(path, { method: 'PUT', headers, body: JSON.stringify(body) })
  }

  delete(path: string, origin: string = this.url): Promise<Response> {
    return this.#send(path, { method: 'DELETE', headers: { ...this.headers, origin } })
  }

  /** Signs in; throws when the password is refused. */
  async signIn(password: string): Promise<this> {
    const response = await this.post('/auth/password', { password })
    if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`)
    return this
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(this.url + path, init)
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      this.cookie = pair.endsWith('=') ? null : pair
    }
    return response
  }
}

/** The sentence of a refusal, with its status. */
export async function refusal(response: Response): Promise<[number, string]> {
  return [response.status, refusalSchema.parse(await response.json()).error]
}
