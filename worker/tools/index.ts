import type { Tool } from '../call/ports.ts'
import { endCall } from './endCall.ts'

/** Every tool an agent can use. */
export const TOOLS: readonly Tool[] = [endCall]
