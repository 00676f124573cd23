/** How lines become messages. https://docs.discord.com/developers/resources/webhook#execute-webhook */

/** Discord takes 2,000. */
const MAX_CHARACTERS = 1_990
/** Of one line: the mark of its part and the call's name have room beside it. */
const MAX_LINE = 1_900

/** A line of some call. */
export interface QueuedLine {
  callSid: string
  /** Names the call for people, where lines of several mix. */
  caller: string
  text: string
}

/** A line in parts that fit, cut between words where it can be. */
export function partsOfLine(text: string): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > MAX_LINE) {
    const at = cutAt(rest)
    parts.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  parts.push(rest)
  if (parts.length === 1) return parts
  return parts.map((part, at) => `${part} (part ${at + 1}/${parts.length})`)
}

function cutAt(text: string): number {
  const space = text.lastIndexOf(' ', MAX_LINE)
  if (space > MAX_LINE / 2) return space
  // Not in the middle of a character that takes two places.
  return /[\uD800-\uDBFF]/.test(text.charAt(MAX_LINE - 1)) ? MAX_LINE - 1 : MAX_LINE
}

export interface Message {
  content: string
  /** How many lines of the queue it takes. */
  lines: number
  /** Whose its last line is. */
  callSid: string
}

/** Whose the last message was, and what is missing since. */
export interface Told {
  /** `null`: there was none. */
  callSid: string | null
  /** Lines that had to be left out before the first of the queue. */
  dropped: number
}

const missing = (lines: number): string =>
  lines === 1 ? '*One line was left out.*' : `*${lines} lines were left out.*`

/**
 * The next message: as many lines as fit, those of another call under its name. `null`: there is nothing to
 * tell.
 */
export function nextMessage(
  queue: readonly QueuedLine[],
  { callSid, dropped }: Told,
): Message | null {
  const texts = dropped > 0 ? [missing(dropped)] : []
  let length = texts.join('').length
  let last = callSid
  let lines = 0
  for (const line of queue) {
    const isOther = last !== null && last !== line.callSid
    const added = isOther ? [`— ${line.caller} —`, line.text] : [line.text]
    length += added.join('\n').length + 1
    if (lines > 0 && length > MAX_CHARACTERS) break
    texts.push(...added)
    last = line.callSid
    lines += 1
  }
  return lines > 0 && last !== null ? { content: texts.join('\n'), lines, callSid: last } : null
}
