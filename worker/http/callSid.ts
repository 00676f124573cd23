import * as z from 'zod'
import { LEG_ID } from '../carriers/sip/legId.ts'

/** A browser phone's call, by the Worker's own id. */
export const TEST_CALL = 'test_[0-9a-f]{32}'

/** Only ids of calls reach the calls' objects: asking for one makes it. */
export const callSidSchema = z
  .string()
  .regex(new RegExp(`^(CA[0-9a-f]{32}|${TEST_CALL}|${LEG_ID})$`, 'i'))
