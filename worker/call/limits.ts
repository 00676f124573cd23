/** How long the call waits for each thing, in ms. One place, so that they can be compared. */
export const LIMITS = {
  /** From the webhook to the media stream. Carriers give up long before. */
  carrierOpen: 45_000,
  /** From a broken stream to the new one that the carrier opens when it asks what comes next. */
  carrierReturn: 20_000,
  /** For one attempt to connect to the model. */
  engineOpen: 10_000,
  /** Waits before the model is tried again, by how often it was; the last one repeats. */
  engineRetry: [0, 500, 1_000, 2_000, 4_000],
  /** Without the agent's own engine for so long, the other one takes over, where one is set. */
  engineFailOver: 4_000,
  /** Without the model for so long, the call is given up. */
  engineOutage: 12_000,
  /** A model that is lost sooner after it came back never really was back. */
  engineProof: 5_000,
  /** The same where the connection alone can be lost, and the model is on the line all the while. */
  directProof: 250,
  /** Waits before what was asked for in vain is asked for again, unless the vendor says when. */
  askAgain: [500, 1_000, 2_000],
  /** The caller waits for something so long in silence; then a soft tone says that the line lives. */
  comfort: 2_000,
  /** From asking for a response to its beginning. */
  responseStart: 6_000,
  /** Within a response, without any sign of life. */
  responseProgress: 12_000,
  /** From a committed turn to the response that the engine begins by itself. */
  ownResponse: 4_000,
  /** A caller who speaks longer without a pause is noise, or an engine that missed the end. */
  turn: 60_000,
  /** A sound over the agent's voice that lasts so long is no back-channel: the agent falls silent. */
  backchannel: 800,
  /** An engine that hears speech so much longer than that has missed its end, or it is very soft. */
  speechUnheard: 1_500,
  /** From the end of such a sound to the words that tell whether it is a turn. */
  wordsOfSound: 1_500,
  /** One whose words could not be transcribed is a turn if it lasted so long. */
  soundWithoutWords: 1_500,
  /** An echo that is so much later than it should be does not come: the audio was played. */
  markOverdue: 2_000,
  /** The end of an answer that passes us by may be missed: nobody is listened to for longer. */
  aloud: 120_000,
  /** Without any frame of the caller's the line is dark: sooner if an echo is missing, too. */
  dark: 20_000,
  darkWithoutEcho: 10_000,
  /** A caller who answered the goodbye is given so long to say more; then the call ends after all. */
  afterGoodbye: 8_000,
  /** After the last key before a group of DTMF digits is passed on. */
  dtmfPause: 1_200,
  /** From the end of an answer to the tool that it has promised to call. */
  promise: 2_000,
  /** A tool that takes longer is bridged by a few words, where the agent is silent. */
  filler: 1_500,
  /** For a tool to give its result, unless it has a time of its own; and how much later it is given up. */
  tool: 15_000,
  toolGrace: 1_000,
  /** For the transcript of what the caller said last, after they hung up. */
  lastWords: 3_000,
  /** For the goodbye to be generated; hearing it may take as long as it is, and this again. */
  goodbye: 10_000,
  /** From the wish to end to the end, however long the goodbye. Nothing moves it. */
  latestGoodbye: 60_000,
  /** From the longest duration to the end, whatever is still being said. Nothing moves it. */
  overtime: 20_000,
  /** Of an engine whose audio never pauses: what is on its way when it is cut, and how long a goodbye rings out. */
  continuousCut: 300,
  continuousGoodbye: 2_000,
  /** How long a caller may talk to a person whom they were put through to. */
  away: 120 * 60_000,
  /** From asking for a person to the first sign that their phone rings, beside the time that it may ring. */
  personRings: 10_000,
  /** For a person who has picked up to accept. */
  personAccepts: 30_000,
  /** For the carrier to find out whether a machine has picked up, where nobody is asked to press a key. */
  verdict: 5_000,
  /** From accepting to being in the room. */
  personJoins: 10_000,
  /** From asking to bring the caller to their being there. */
  callerMoves: 5_000,
  /** The same for one whose person was let go meanwhile: the carrier may be slow to answer, and do it all the same. */
  moveArrives: 15_000,
  /** What the carrier asks so soon after that belongs to the move, and is no return. */
  moveSettles: 3_000,
  /** For the agent to tell a caller that they are sent on, from when it was asked for. */
  referWaits: 15_000,
  /** From the network's word that it sends the caller on, or our asking, to their being gone. */
  referred: 10_000,
  /** After so long without a sound a caller who is to be put through hears music, */
  music: 1_000,
  /** unless the agent is about to speak; and the tone where no music is wanted. */
  musicBeforeAnswer: 2_000,
} as const
