import { TwilioRefusal } from '../carriers/twilio/rest.ts'
import { sendTextMessage } from '../carriers/twilio/sms.ts'
import { messageTrouble } from '../carriers/twilio/smsErrors.ts'
import type { Config } from '../config.ts'
import { logFailure } from '../lib/log.ts'
import type { Recorder } from '../shell/Recorder.ts'
import type { Message, SendMessage } from '../tools/builtin/sendSms.ts'
import { DIRECTORY_NAME } from './CallDirectory.ts'

/** So many text messages may be sent in one call. */
const PER_CALL = 3

const SENT = 'The text message is on its way.'

/** What of the directory this needs. */
interface DirectoryBinding {
  DIRECTORY: { getByName(name: string): { countMessage(agentId: string, perDay: number): unknown } }
}

/** Text messages of one call; `null`: there is no account to send them, or no address to hear of them. */
export function textMessages(
  { publicUrl, twilio }: Pick<Config, 'publicUrl' | 'twilio'>,
  env: DirectoryBinding,
  recorder: Recorder,
): SendMessage | null {
  const { account } = twilio
  if (!account || !publicUrl) return null
  let onTheirWay = 0

  const send: SendMessage = async ({ to, text, perDay }: Message, { call, agent, tell }) => {
    if (sentIn(recorder) + onTheirWay >= PER_CALL) {
      return 'No more text messages can be sent in this call. Say it instead.'
    }
    onTheirWay += 1
    try {
      const directory = env.DIRECTORY.getByName(DIRECTORY_NAME)
      if ((await directory.countMessage(agent.agentId, perDay)) !== true) {
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
