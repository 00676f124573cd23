/** The shapes of `model/call.ts` as Convex validators. */
import { zodOutputToConvex } from 'convex-helpers/server/zod4'
import {
  callEventSchema,
  callSchema,
  callStatusSchema,
  FAILED_REASONS,
  turnSchema,
} from '../model/call.ts'
import { vOneOf } from './oneOf.ts'

export const vCallStatus = zodOutputToConvex(callStatusSchema)
export const vFailedReason = vOneOf(...FAILED_REASONS)
export const vCall = zodOutputToConvex(callSchema)
export const vTurn = zodOutputToConvex(turnSchema)
export const vCallEvent = zodOutputToConvex(callEventSchema)
