/** What the parts of a pipeline are set to when nobody has chosen. */
import { DEFAULT_MODEL } from '../realtime/catalogue.ts'

export const DEFAULT_REALTIME_MODEL = DEFAULT_MODEL
/** https://developers.openai.com/api/docs/models */
export const DEFAULT_CHAT_MODEL = 'gpt-5.6-luna'
/** ElevenLabs' own example voice. https://elevenlabs.io/docs */
export const RACHEL = '21m00Tcm4TlvDq8ikWAM'
