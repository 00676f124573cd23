/// <reference types="@cloudflare/workers-types" />
/**
 * The product, with what tests cannot wait for. A single object can be lost as by a change of its machine:
 * its memory and its sockets are gone at once, and what is stored stays. Alarms can come now, and the
 * Worker's clock can be put forward.
 */
import app from '../../../worker/index.ts'
import {
  CallDirectory as Directory,
  DIRECTORY_NAME,
} from '../../../worker/objects/CallDirectory.ts'
import { ChatSession as Chat } from '../../../worker/objects/ChatSession.ts'
import { VoiceCallSession as Session } from '../../../worker/objects/VoiceCallSession.ts'
import { outsideOf } from '../../../worker/outside.ts'
import { keptSecrets } from '../../../worker/shell/keptSecrets.ts'

export * from '../../../worker/index.ts'

let aheadMs = 0
const realNow = Date.now
Date.now = () => realNow() + aheadMs
/** Calls do not answer what their callers' next calls ask. */
let isMute = false

export class VoiceCallSession extends Session {
  lose(): void {
    this.ctx.abort('This object is lost.')
  }

  override handOn(to: string, withinMs: number): ReturnType<Session['handOn']> {
    return isMute ? new Promise(() => {}) : super.handOn(to, withinMs)
  }

  async wake(): Promise<void> {
    await this.alarm()
  }

  /** When its alarm is to come, epoch ms; `null`: it is not. */
  async alarmAt(): Promise<number | null> {
    return this.ctx.storage.getAlarm()
  }

  /** All that it keeps, as text. */
  async stored(): Promise<string> {
    return JSON.stringify([...(await this.ctx.storage.list())])
  }

  async loseAlarm(): Promise<void> {
    await this.ctx.storage.deleteAlarm()
  }

  /** What a secret holds, or the sentence that says why it does not open. */
  async open(reference: string): Promise<string> {
    const { openSecret } = outsideOf(this.env, keptSecrets(this.ctx.storage))
    return openSecret(reference).catch((error: Error) => error.message)
  }
}

export class ChatSession extends Chat {
  lose(): void {
    this.ctx.abort('This object is lost.')
  }

  async wake(): Promise<void> {
    await this.alarm()
  }

  async stored(): Promise<string> {
    return JSON.stringify([...(await this.ctx.storage.list())])
  }
}

export class CallDirectory extends Directory {
  async wake(): Promise<void> {
    await this.alarm()
  }

  /** Whose last calls are known. */
  async callers(): Promise<string[]> {
    return Array.from(this.ctx.storage.kv.list({ prefix: 'caller:' }), ([key]) => key)
  }
}

interface Env {
  CALLS: DurableObjectNamespace<VoiceCallSession>
  CHATS: DurableObjectNamespace<ChatSession>
  DIRECTORY: DurableObjectNamespace<CallDirectory>
}

export default {
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    const [, root, act = '', ...subjects] = new URL(request.url).pathname.split('/')
    return root === 'losable' ? did(act, subjects, env) : app.fetch(request, env, ctx)
  },
}

async function did(act: string, [subject = '', of = '']: string[], env: Env): Promise<Response> {
  const directory = env.DIRECTORY.getByName(DIRECTORY_NAME)
  const call = env.CALLS.getByName(subject)
  const chat = env.CHATS.getByName(subject)
  switch (act) {
    case 'lose':
      // The answer is lost with the object.
      await call.lose().catch(() => {})
      return Response.json(null)
    case 'lose-chat':
      await chat.lose().catch(() => {})
      return Response.json(null)
    case 'wake-chat':
      return Response.json(await chat.wake())
    case 'stored-chat':
      return Response.json(await chat.stored())
    case 'lose-alarm':
      return Response.json(await call.loseAlarm())
    case 'alarm':
      return Response.json(await call.alarmAt())
    case 'stored':
      return Response.json(await call.stored())
    case 'wake':
      return Response.json(await call.wake())
    case 'open':
      return Response.json(await call.open(of))
    case 'wake-directory':
      return Response.json(await directory.wake())
    case 'callers':
      return Response.json(await directory.callers())
    case 'mute':
      isMute = subject === 'on'
      return Response.json(null)
    case 'later':
      aheadMs += Number(subject)
      return Response.json(null)
    default:
      return new Response(null, { status: 404 })
  }
}
