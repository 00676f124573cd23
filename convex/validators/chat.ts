/** The shapes of `model/chat.ts` as Convex validators. */
import { zodOutputToConvex } from 'convex-helpers/server/zod4'
import { chatMessageSchema, chatSchema, chatStatusSchema } from '../model/chat.ts'

export const vChatStatus = zodOutputToConvex(chatStatusSchema)
export const vChat = zodOutputToConvex(chatSchema)
export const vChatMessage = zodOutputToConvex(chatMessageSchema)
