/// <reference types="@cloudflare/workers-types" />
/** A Worker that asks what it is told to, and tells what came of it. */
import { attemptSchema, tryReach } from './tryReach.ts'

export default {
  async fetch(request: Request): Promise<Response> {
    if (request.method === 'GET') return new Response('This is the probe.')
    return Response.json(await tryReach(attemptSchema.parse(await request.json())))
  },
} satisfies ExportedHandler
