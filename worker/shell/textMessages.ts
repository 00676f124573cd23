import { type TwilioAccount, TwilioRefusal } from '../carriers/twilio/rest.ts'
import { sendTextMessage } from '../carriers/twilio/sms.ts'
import { messageTrouble } from '../carriers/twilio/smsErrors.ts'
import { logFailure } from '../lib/log.ts'
import type { Message, SendMessage } from '../tools/builtin/sendSms.ts'
import type { Recorder } from './Recorder.ts'

/** So many text messages may be sent in one call. */
const PER_CALL = 3

const SENT = 'The text message is on its way.'

/** As whom messages are sent, and where their ends are told. */
export interface MessageDesk {
  account: TwilioAccount | null
  publicUrl: string | null
  /** Counts one more of an agent's today; `false`: there were as many as may be. */
  count(agentId: string, perDay: number): Promise<boolean>
}

/** Text messages of one call; `null`: there is no account to send them, or no address to hear of them. */
export function textMessages(
  { account, publicUrl, count }: MessageDesk,
  recorder: Recorder,
): SendMessage | null {
  if (!account || !publicUrl) return null
  let onTheirWay = 0

  const send: SendMessage = async ({ to, text, perDay }: Message, { call, agent, tell }) => {
    if (sentIn(recorder) + onTheirWay >= PER_CALL) {
      return 'No more text messages can be sent in this call. Say it instead.'
    }
    onTheirWay += 1
    try {
      if (!(await count(agent.agentId, perDay))) {
        tell(`No text message was sent: there were ${perDay} today.`)
        return 'No more text messages can be sent today. Say it instead.'
      }
      const statusUrl = new URL(`/twilio/sms-status?call=${call.callSid}`, publicUrl).href
      await sendTextMessage(account, { from: call.to, to, text, statusUrl })
      return SENT
    } catch (error) {
      const code = error instanceof TwilioRefusal ? error.code : null
      logFailure(
        'A text message was refused.',
        { callSid: call.callSid, code: String(code) },
        error,
      )
      tell(`No text message was sent: ${messageTrouble(code)}`)
      return 'The text message could not be sent. Apologise, and say it instead.'
    } finally {
      onTheirWay -= 1
    }
  }
  return send
}

/** How many were sent, restarts of the call's process included. */
function sentIn({ journal }: Recorder): number {
  const answers = journal.entries().filter(({ kind }) => kind === 'tool_answered')
  return answers.filter((entry) => entry.kind === 'tool_answered' && entry.output === SENT).length
}
