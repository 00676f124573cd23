import type * as z from 'zod'
import { refusalSchema } from '../../convex/model/api.ts'

/** A refusal of the Worker's own routes; `message` is a sentence for people. */
export class ApiError extends Error {
  readonly status: number
  /** Seconds to wait before another try, where the Worker says so. */
  readonly retryAfterSec: number | null
  /** What else the answer held, as it came. */
  readonly detail: unknown

  constructor(status: number, message: string, retryAfterSec: number | null, detail: unknown) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.retryAfterSec = retryAfterSec
    this.detail = detail
  }
}

/** How a request is made; a `body` is sent as JSON. */
export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
}

/**
 * Asks one of the Worker's routes and checks the answer against `schema`.
 * Throws `ApiError` when the Worker refuses or cannot be reached (status 0).
 */
export async function apiRequest<T>(
  path: string,
  schema: z.ZodType<T>,
  options: RequestOptions = {},
): Promise<T> {
  const response = await send(path, options)
  const json: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw refusal(response.status, json)
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const sentence = 'The server answered in a way this page does not understand. Reload the page.'
  throw new ApiError(response.status, sentence, null, json)
}

/** The same for routes that answer with nothing. */
export async function apiSend(path: string, options: RequestOptions = {}): Promise<void> {
  await apiFetch(path, { method: 'POST', ...options })
}

/** The same for routes that answer with something else than JSON. */
export async function apiFetch(path: string, options: RequestOptions = {}): Promise<Response> {
  const response = await send(path, options)
  if (response.ok) return response
  throw refusal(response.status, await response.json().catch(() => undefined))
}

function send(path: string, { method = 'GET', body, signal }: RequestOptions): Promise<Response> {
  const request: RequestInit = { method, credentials: 'same-origin' }
  if (signal) request.signal = signal
  if (method === 'POST' || method === 'PUT') {
    request.headers = { 'content-type': 'application/json' }
    request.body = JSON.stringify(body ?? {})
  }
  return fetch(path, request).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    const sentence = 'The server cannot be reached. Check your connection and try again.'
    throw new ApiError(0, sentence, null, null)
  })
}

function refusal(status: number, json: unknown): ApiError {
  const { data } = refusalSchema.safeParse(json)
  return new ApiError(
    status,
    data?.error ?? `The server refused (${status}).`,
    data?.retryAfterSec ?? null,
    json,
  )
}
