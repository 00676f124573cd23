import { describeMouth } from './mouth/describeMouth.ts'
import { elevenLabsRig } from './mouth/elevenLabsRig.ts'

describeMouth('elevenlabs', elevenLabsRig)
