/** What an engine can do, told by itself. The machine asks these, never an engine's name. */
export interface EngineTraits {
  /** `direct`: the audio passes between carrier and model, so the line is live without a stream of ours. */
  audio: 'relayed' | 'direct'
  /** It tells when the caller begins and stops speaking. */
  speechEvents: boolean
  /** It begins a response by itself at the end of the caller's turn. */
  answersItself: boolean
  /** It cancels its own response when it hears the caller speak. */
  stopsItself: boolean
  /** It can be made to forget what was not heard of an item. */
  forgets: boolean
  /** It can be made to delete a turn of the caller's from its conversation. */
  deletes: boolean
  /** How exactly it can be made to say given words. */
  says: 'verbatim' | 'instructed'
  /** Its audio never pauses, silence included: a cut ends by time, as no response ever does. */
  continuous: boolean
}
