/** Rows as functions return them: the stored fields and Convex's own two. */
import { v } from 'convex/values'
import schema from '../schema.ts'

export const vAgent = schema.doc('agents')
export const vAgentVersion = schema.doc('agentVersions')
export const vTwilioNumber = schema.doc('twilioNumbers')
export const vVoiceCall = schema.doc('voiceCalls')
export const vCallTurn = schema.doc('callTurns').omit('heardText').extend({ heardText: v.string() })
export const vCallEventRow = schema.doc('callEvents')
export const vAfterCall = schema.doc('afterCalls')
export const vChatDocument = schema.doc('chats')
export const vChatMessageDocument = schema.doc('chatMessages')
export const vAuditEntry = schema.doc('audit')
