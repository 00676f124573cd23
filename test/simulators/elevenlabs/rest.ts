/** The API's addresses that are asked and answered once. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import * as z from 'zod'
import { listModels, listVoices, speaks, voiceOf } from './catalogue.ts'
import type { Deps } from './deps.ts'
import { encodeSound, SOUND_FORMATS } from './sound.ts'

export interface RestDoor {
  deps: Deps
  isAuthorised(request: IncomingMessage, url: URL): boolean
  /** A token that opens one socket. */
  newToken(): string
}

export interface ApiError {
  status: number
  kind: string
  message: string
}

export const WRONG_KEY: ApiError = {
  status: 401,
  kind: 'invalid_api_key',
  message: 'Invalid API key',
}

export const errorBody = ({ kind, message }: ApiError) => ({ detail: { status: kind, message } })

export async function answerRest(
  door: RestDoor,
  request: IncomingMessage,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  if (!door.isAuthorised(request, url)) return sendError(response, WRONG_KEY)
  const route = `${request.method} ${url.pathname}`
  if (route === 'GET /v1/user') return sendJson(response, 200, USER)
  if (route === 'GET /v1/models') return sendJson(response, 200, listModels())
  if (route === 'GET /v1/voices') return sendJson(response, 200, { voices: listVoices() })
  if (route === 'GET /v2/voices') return sendVoices(door.deps, url, response)
  if (/^POST \/v1\/single-use-token\/realtime_scribe$/.test(route)) {
    return sendJson(response, 200, { token: door.newToken() })
  }
  const voiceId = /^POST \/v1\/text-to-speech\/([^/]+)\/stream$/.exec(route)?.[1]
  if (voiceId) return speak(door.deps, decodeURIComponent(voiceId), request, url, response)
  sendError(response, { status: 404, kind: 'not_found', message: 'Not Found' })
}

const USER = {
  user_id: 'user_1',
  workspace_id: 'workspace_1',
  is_new_user: false,
  can_use_delayed_payment_methods: false,
  is_onboarding_completed: true,
  is_onboarding_checklist_completed: true,
  created_at: 1_756_339_200,
  seat_type: 'workspace_admin',
  subscription: {
    tier: 'creator',
    character_count: 0,
    character_limit: 100_000,
    max_credit_limit_extension: 'unlimited',
    professional_voice_slots_used_in_workspace: 0,
    current_overage: { amount: '0', currency: 'usd' },
    open_invoices: [],
    has_open_invoices: false,
    can_extend_character_limit: false,
    allowed_to_extend_character_limit: false,
    voice_slots_used: 0,
    professional_voice_slots_used: 0,
    voice_limit: 30,
    voice_add_edit_counter: 0,
    professional_voice_limit: 1,
    can_extend_voice_limit: false,
    can_use_instant_voice_cloning: true,
    can_use_professional_voice_cloning: true,
    status: 'active',
  },
}

/** `next_page_token` is how many were told already. */
function sendVoices({ voicesAPage }: Deps, url: URL, response: ServerResponse): void {
  const asked = Number(url.searchParams.get('page_size') ?? 10)
  if (!(asked >= 1 && asked <= 100)) {
    const message = 'page_size must be from 1 to 100'
    return sendError(response, { status: 422, kind: 'invalid_parameter', message })
  }
  const size = Math.min(asked, voicesAPage)
  const all = listVoices()
  const from = Number(url.searchParams.get('next_page_token') ?? 0)
  const voices = all.slice(from, from + size)
  const has_more = from + size < all.length
  sendJson(response, 200, {
    voices,
    has_more,
    total_count: all.length,
    next_page_token: has_more ? String(from + size) : null,
  })
}

const speakSchema = z.object({
  text: z.string().min(1),
  model_id: z.string().default('eleven_multilingual_v2'),
  voice_settings: z.object({ speed: z.number().min(0.7).max(1.2).optional() }).nullish(),
})

async function speak(
  { utter, pace }: Deps,
  voiceId: string,
  request: IncomingMessage,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  const body = speakSchema.safeParse(parse((await buffer(request)).toString()))
  const format = z.enum(SOUND_FORMATS).safeParse(url.searchParams.get('output_format'))
  if (!body.success || !format.success) {
    const message = 'Invalid request'
    return sendError(response, { status: 422, kind: 'invalid_parameter', message })
  }
  const voice = voiceOf(voiceId)
  if (!voice) {
    const message = `A voice for the voice_id ${voiceId} was not found.`
    return sendError(response, { status: 404, kind: 'voice_not_found', message })
  }
  const { text, model_id, voice_settings } = body.data
  if (!speaks(model_id)) {
    const message = `A model with ID ${model_id} does not exist`
    return sendError(response, { status: 400, kind: 'model_not_found', message })
  }
  const { pcm } = await utter(text, voice.sounds, voice_settings?.speed ?? 1)
  response.writeHead(200, { 'content-type': 'audio/basic' })
  const samples = pace.chunkMs * 8
  for (let at = 0; at < pcm.length; at += samples) {
    response.write(encodeSound(pcm.subarray(at, at + samples), format.data))
  }
  response.end()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function sendError(response: ServerResponse, error: ApiError): void {
  sendJson(response, error.status, errorBody(error))
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
