import { conversationSchema } from '../call/conversation.ts'
import type { TakeUp } from '../shell/droppedLine.ts'
import type { CallBindings } from './CallBindings.ts'
import { DIRECTORY_NAME } from './CallDirectory.ts'

/** Asks the directory for the caller's last call, and that call's object for its conversation. */
export function takeUpIn({ DIRECTORY, CALLS }: CallBindings): TakeUp {
  return async ({ withinMs, ...call }) => {
    const last = await DIRECTORY.getByName(DIRECTORY_NAME).calledAgain(call)
    if (last === null) return null
    const handedOn = await CALLS.getByName(last).handOn(call.callSid, withinMs)
    const conversation = conversationSchema.nullable().parse(handedOn)
    return conversation && { ...conversation, callSid: last }
  }
}
