import { describe, expect, test } from 'vitest'
import { PartError } from '../../../../worker/call/PartError.ts'
import type {
  Brain,
  BrainPiece,
  BrainQuestion,
  Mouth,
  MouthPiece,
} from '../../../../worker/call/ports.ts'
import { tryBrain, tryMouth } from '../../../../worker/engines/pipeline/trial.ts'

/** Each look at the clock is 100 ms after the one before. */
function clock(signal = new AbortController().signal) {
  let now = 0
  return { now: () => (now += 100), signal }
}

const broken = () => new PartError({ cause: 'It broke off.', again: true, retryAfterMs: null })

async function* piecesThen<Piece>(pieces: Piece[], error?: Error): AsyncGenerator<Piece, void> {
  yield* pieces
  if (error) throw error
}

const line = { key: 'try_1', instructions: 'Be kind.', text: 'Hello?' }
const answering = (pieces: BrainPiece[], error?: Error): Brain => ({
  answer: () => piecesThen(pieces, error),
})
const text = (delta: string): BrainPiece => ({ type: 'text', delta })

function speaking(pieces: MouthPiece[], error?: Error) {
  const did: string[] = []
  const mouth: Mouth = {
    async *say(text) {
      for await (const part of text) did.push(part)
      yield* piecesThen(pieces, error)
    },
    close: () => void did.push('closed'),
  }
  return { mouth, did }
}
const audio = (...bytes: number[]): MouthPiece => ({
  type: 'audio',
  payload: Buffer.from(bytes).toString('base64'),
})

describe('a brain that is tried', () => {
  test('answers, and it is told when the first words came and when all had', async () => {
    const tried = await tryBrain(answering([text('Good '), text('day.')]), line, clock())
    expect(tried).toEqual({ problem: null, text: 'Good day.', firstMs: 100, totalMs: 200 })
  })

  test('is asked once, without tools, with the instructions of the form', async () => {
    const asked: BrainQuestion[] = []
    const brain: Brain = {
      answer: (question) => {
        asked.push(question)
        return piecesThen([text('Yes.')])
      },
    }
    await tryBrain(brain, line, clock())
    expect(asked).toEqual([
      {
        key: 'try_1',
        attempt: 1,
        supersedes: null,
        instructions: 'Be kind.',
        history: [{ kind: 'caller', text: 'Hello?' }],
        tools: [],
        toolChoice: 'none',
      },
    ])
  })

  test('shows what came before it failed, and why it did', async () => {
    expect(await tryBrain(answering([text('Good ')], broken()), line, clock())).toMatchObject({
      problem: 'It broke off.',
      text: 'Good ',
    })
    const cut = answering([text('Good '), { type: 'incomplete', detail: 'Too long.' }])
    expect(await tryBrain(cut, line, clock())).toMatchObject({ problem: 'Too long.' })
  })

  test('that says nothing, or takes too long, is told so', async () => {
    const silent = await tryBrain(answering([]), line, clock())
    expect(silent).toMatchObject({ problem: 'It answered without words.', firstMs: null })
    const late = clock(AbortSignal.abort(new DOMException('', 'TimeoutError')))
    const tried = await tryBrain(answering([], new DOMException('', 'TimeoutError')), line, late)
    expect(tried.problem).toBe('It was not done within 15 seconds.')
  })

  test('does not hide a bug of ours', async () => {
    const bug = tryBrain(answering([], new TypeError('x')), line, clock())
    await expect(bug).rejects.toThrow(TypeError)
  })
})

describe('a mouth that is tried', () => {
  test('says the line, and lets its connection go', async () => {
    const pieces: MouthPiece[] = [{ type: 'words', words: [] }, audio(1, 255), audio(3)]
    const { mouth, did } = speaking(pieces)
    const spoken = await tryMouth(mouth, 'Hello.', clock())
    expect(spoken).toEqual({ audio: Uint8Array.of(1, 255, 3), firstMs: 100 })
    expect(did).toEqual(['Hello.', 'closed'])
  })

  test('that fails says why, and its connection goes too', async () => {
    const { mouth, did } = speaking([audio(1)], broken())
    await expect(tryMouth(mouth, 'Hello.', clock())).rejects.toThrow('It broke off.')
    expect(did).toContain('closed')
    await expect(tryMouth(speaking([]).mouth, 'Hello.', clock())).rejects.toThrow(
      'It said nothing.',
    )
  })
})
