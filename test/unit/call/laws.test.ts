import { describe, expect, test } from 'vitest'
import { isConnected } from '../../../worker/call/engineLeg.ts'
import { told } from '../../../worker/call/history.ts'
import { LIMITS } from '../../../worker/call/limits.ts'
import { isTalkedOver } from '../../../worker/call/overlap.ts'
import { silencesAgent } from '../../../worker/call/reflex.ts'
import { always, isOn, play, type Seen } from './anyCall.ts'
import { ScriptedCall } from './script.ts'

describe('the laws of a call, whatever happens in it and wherever its process is lost', () => {
  test('a response is never asked for while another one is active', () => {
    always((call) => {
      let active: string | null = null
      return {
        see({ event, effects }) {
          // An engine that never pauses has no responses to wait for.
          if (call.state.traits.continuous) return
          const opened = effects.some(
            ({ type }) => type === 'engine.open' || type === 'engine.close',
          )
          if (opened || event === 'restart') active = null
          else if (event.type === 'engine.response_started' && isOn(call)) active = event.responseId
          else if (event.type === 'engine.response_done' && event.responseId === active) {
            active = null
          } else if (event.type === 'engine.lost') active = null
          const asked = effects.filter(({ type }) => type === 'engine.respond')
          expect(asked.length).toBeLessThanOrEqual(1)
          if (asked.length > 0) expect(active).toBeNull()
        },
      }
    })
  })

  test('after a clear, no audio of an interrupted response is played', () => {
    always((call) => {
      const playing = new Set<string>()
      const interrupted = new Set<string>()
      return {
        see({ event, effects }) {
          if (call.state.traits.continuous) return
          // Nothing that was on its way to a process that is gone can arrive.
          if (event === 'restart') {
            playing.clear()
            interrupted.clear()
          }
          for (const effect of effects) {
            if (effect.type === 'carrier.clear') {
              for (const id of playing) interrupted.add(id)
              playing.clear()
            }
            if (effect.type !== 'carrier.play') continue
            expect([...interrupted]).not.toContain(effect.payload)
            playing.add(effect.payload)
          }
          for (const id of playing) {
            const queued = call.state.speech.playout.queue.some((piece) => piece.responseId === id)
            if (!queued) playing.delete(id)
          }
        },
      }
    })
  })

  test('what silences the agent at once is known before all that follows from it', () => {
    always((call) => {
      let before = call.state
      return {
        see({ event, effects }) {
          const types = effects.map(({ type }) => type)
          const isCleared = types.includes('carrier.clear')
          const isKnown = event !== 'restart' && silencesAgent(before, event)
          if (isKnown) expect(isCleared).toBe(true)
          if (event !== 'restart' && event.type === 'engine.speech_started' && isCleared) {
            expect(isKnown || before.speech.comfortUntil > call.now).toBe(true)
            expect(types).not.toContain('carrier.play')
          }
          before = call.state
        },
      }
    })
  })

  test('nothing is truncated beyond what was generated and had time to be played', () => {
    always((call) => {
      const generated = new Map<string, number>()
      const firstAt = new Map<string, number>()
      // A mark proves more than time does.
      let markedAt = -1
      return {
        see({ event, effects }) {
          if (event === 'restart') {
            // Ids of the engine before and of the one after it mean different things.
            generated.clear()
            firstAt.clear()
            return
          }
          if (event.type === 'carrier.mark') markedAt = call.now
          if (event.type === 'engine.audio') {
            const { itemId: id, durationMs } = event
            generated.set(id, (generated.get(id) ?? 0) + durationMs)
            if (!firstAt.has(id)) firstAt.set(id, call.now)
          }
          for (const effect of effects) {
            if (effect.type !== 'engine.truncate') continue
            const { itemId: id, heardMs } = effect
            expect(Number.isInteger(heardMs)).toBe(true)
            expect(heardMs).toBeGreaterThanOrEqual(0)
            expect(heardMs).toBeLessThanOrEqual(generated.get(id) ?? 0)
            const came = firstAt.get(id) ?? Infinity
            if (markedAt < came) expect(heardMs).toBeLessThanOrEqual(call.now - came)
          }
        },
      }
    })
  })

  test('an echo of the agent stops and asks nothing, until a caller is heard over it', () => {
    always((call) => {
      let echo: string | null = null
      let isOver = false
      const agentWords = ['carrier.clear', 'engine.cancel', 'engine.truncate']
      return {
        see({ event, effects }) {
          const types = effects.map(({ type }) => type)
          if (types.includes('engine.open') || !isConnected(call.state)) echo = null
          if (event === 'restart' || !isOn(call)) return
          const { traits, speech, rules } = call.state
          switch (event.type) {
            case 'engine.speech_started':
              if (speech.callerSpeaking) echo = null
              else {
                // The caller is not speaking, so this was taken for an echo.
                expect(event.echo && !traits.answersItself && !traits.stopsItself).toBe(true)
                echo = event.itemId
                isOver = false
                for (const type of agentWords) expect(types).not.toContain(type)
              }
              return
            case 'engine.speech_stopped':
              if (event.itemId === echo) isOver = true
              return
            case 'engine.committed':
              if (event.itemId !== echo) return
              expect(types.includes('engine.delete')).toBe(traits.deletes)
              echo = null
              return
            case 'carrier.voice_heard':
              if (echo === null || isOver) return expect(effects).toEqual([])
              expect(speech.callerSpeaking).toBe(true)
              if (rules.bargeIn && !isTalkedOver(call.state)) {
                expect(speech.playout.queue).toEqual([])
              }
              echo = null
          }
        },
      }
    })
  })

  test('every tool is run once, or once more after a restart where that does no harm, and answered once, within its deadline', () => {
    always((call) => {
      const calledAt = new Map<string, number>()
      const runs = new Set<string>()
      const runsNow = new Set<string>()
      const tooOften: string[] = []
      const answers: string[] = []
      const see = ({ event, effects }: Seen): void => {
        if (event === 'restart') runsNow.clear()
        for (const effect of effects) {
          if (effect.type === 'tool.run') {
            const { toolCallId, name } = effect
            const isAgain = runs.has(toolCallId)
            const mayRunAgain = call.state.rules.tools[name]?.repeatable === true
            if (runsNow.has(toolCallId) || (isAgain && !mayRunAgain)) tooOften.push(toolCallId)
            if (isAgain) calledAt.set(toolCallId, call.now)
            runs.add(toolCallId)
            runsNow.add(toolCallId)
          }
          if (effect.type !== 'record') continue
          const { entry } = effect
          if (entry.kind === 'tool_called') calledAt.set(entry.toolCallId, entry.at)
          if (entry.kind !== 'tool_answered') continue
          answers.push(entry.toolCallId)
          const waited = entry.at - (calledAt.get(entry.toolCallId) ?? -Infinity)
          expect(waited).toBeLessThanOrEqual(LIMITS.tool + LIMITS.toolGrace)
        }
      }
      return {
        see,
        end() {
          play(call, [{ wait: LIMITS.tool + LIMITS.toolGrace, event: { type: 'clock.tick' } }], see)
          expect(answers).toHaveLength(new Set(answers).size)
          expect(tooOften).toEqual([])
          // A tool of an answer that the caller talked over is answered, and not run.
          for (const run of runs) expect([...calledAt.keys()]).toContain(run)
          if (isOn(call)) expect(new Set(answers)).toEqual(new Set(calledAt.keys()))
        },
      }
    })
  })

  test('an engine is told each answer of a tool once, in its history or by itself', () => {
    always(() => {
      let known: string[] = []
      return {
        see({ effects }) {
          for (const effect of effects) {
            if (effect.type === 'engine.open') {
              known = effect.history.flatMap((item) =>
                item.kind === 'tool_answered' ? [item.toolCallId] : [],
              )
            }
            if (effect.type === 'engine.answer_tool') known.push(effect.toolCallId)
          }
          expect(known).toHaveLength(new Set(known).size)
        },
      }
    })
  })

  test('no engine is told a word that was not heard', () => {
    always((call) => ({
      see({ effects }) {
        const heard = call.turns.filter(({ role }) => role === 'agent')
        for (const effect of effects) {
          const items =
            effect.type === 'engine.open'
              ? effect.history
              : effect.type === 'engine.recall'
                ? [effect.item]
                : []
          for (const item of items) {
            if (item.kind !== 'agent') continue
            expect(heard.map(({ heardText }) => heardText)).toContain(item.text)
          }
        }
      },
    }))
  })

  test('what an engine is told after a restart is what it would have been told before', () => {
    always((call) => ({
      end() {
        const before = told(call.state.turns.history)
        call.restart(call.now)
        if (call.state.phase.name === 'ended') return
        expect(told(call.state.turns.history).slice(0, before.length)).toEqual(before)
      },
    }))
  })

  test('what is to be answered next, and what was written to be said, outlives a restart', () => {
    always((call) => ({
      end() {
        const { latest, script } = call.state.turns
        const rebuilt = call.rebuilt(call.now).turns
        expect(rebuilt.latest).toBe(latest)
        expect(rebuilt.script).toEqual(script)
      },
    }))
  })

  test('no engine is asked to go on from what was not heard', () => {
    always((call) => ({
      see({ effects }) {
        for (const effect of effects) {
          if (effect.type !== 'engine.respond' || !effect.script) continue
          const { heard, heardBefore } = effect.script
          const turns = call.turns.filter(({ role }) => role === 'agent')
          const drafts = call.state.turns.drafts.map(({ turn }) => turn.text)
          const known = [...turns.map(({ text }) => text), ...drafts]
          if (heard !== '') expect(known.some((text) => text.startsWith(heard))).toBe(true)
          if (heardBefore !== '') expect(turns.length).toBeGreaterThan(0)
        }
      },
    }))
  })

  test('the greeting is asked for once, and again only if nothing of it was heard', () => {
    always((call) => {
      let asked = false
      let greeting: string | null = null
      return {
        see({ event, effects }) {
          if (event === 'restart') greeting = null
          else if (event.type === 'engine.response_started' && asked) {
            greeting = event.responseId
            asked = false
          }
          for (const effect of effects) {
            if (effect.type !== 'engine.respond') continue
            const { request } = effect
            asked = request.kind === 'verbatim' && request.ordered !== true
            if (!asked || !greeting) continue
            const said = call.turns.find(({ itemId }) => itemId === `i${greeting}`)
            expect(said?.heardText ?? '').toBe('')
          }
        },
      }
    })
  })

  test('it is soon known whether a sound over the agent’s voice is a turn, and nobody speaks before', () => {
    always((call) => ({
      see({ effects }) {
        const { weighing, callerSpeaking } = call.state.speech
        if (effects.some(({ type }) => type === 'engine.respond')) {
          expect(weighing.overlaps).toEqual([])
        }
        for (const { ended, beganAt } of weighing.overlaps) {
          if (ended) expect(call.now - ended.endpointedAt).toBeLessThanOrEqual(LIMITS.wordsOfSound)
          else {
            expect(callerSpeaking).toBe(true)
            expect(call.now - beganAt).toBeLessThanOrEqual(LIMITS.turn)
          }
        }
      },
    }))
  })

  test('a back-channel that is to be ignored stops, asks and deletes nothing', () => {
    always((call) => {
      let before = call.state
      return {
        see({ event, effects }) {
          const { speech, rules } = before
          before = call.state
          if (event === 'restart' || event.type !== 'engine.transcribed') return
          if (event.text !== 'Hm.' || rules.interruptions.backchannels !== 'ignored') return
          const overlap = speech.weighing.overlaps.find(({ itemId }) => itemId === event.itemId)
          if (!overlap || overlap.interrupted || speech.playout.queue.length === 0) return
          // What waited for it may be asked for now.
          const others = ['record', 'engine.respond']
          expect(effects.filter(({ type }) => !others.includes(type))).toEqual([])
          expect(call.state.speech.playout).toEqual(speech.playout)
        },
      }
    })
  })

  test('an agent that a sound cut off says something, if nobody else does', () => {
    always((call) => {
      let before = call.state
      return {
        see({ event, effects }) {
          const { rest, overlaps } = before.speech.weighing
          before = call.state
          const { speech, responses, phase } = call.state
          if (event === 'restart' || phase.name !== 'talking' || !isConnected(call.state)) return
          if (rest === null || speech.weighing.rest !== null) return
          const isToBeCommitted = overlaps.some(({ committed }) => !committed)
          const isOwed = responses.wanted.length > 0 || responses.pendingTools.length > 0
          const isAsked =
            responses.active.kind !== 'none' ||
            effects.some(({ type }) => type === 'engine.respond')
          expect(isToBeCommitted || speech.callerSpeaking || isOwed || isAsked).toBe(true)
        },
      }
    })
  })

  test('a caller is asked whether they are there no more often in a row than is set', () => {
    always((call) => {
      let inARow = 0
      return {
        see({ event, effects }) {
          if (event !== 'restart') {
            const mayBeLife = ['engine.speech_started', 'engine.transcribed', 'carrier.dtmf']
            if ([...mayBeLife, 'carrier.voice_heard'].includes(event.type)) inARow = 0
          }
          for (const effect of effects) {
            if (effect.type !== 'record') continue
            if (effect.entry.kind === 'told') inARow = 0
            if (effect.entry.kind === 'reprompted') inARow += 1
          }
          expect(inARow).toBeLessThanOrEqual(call.state.rules.reprompt.times)
        },
      }
    })
  })

  test('where nothing is set, no sound is weighed, and nobody is asked', () => {
    const { weighing, reprompts } = new ScriptedCall().state.speech
    always((call) => ({
      see() {
        const { interruptions, reprompt } = call.state.rules
        const { resumeFalse, minSpeechMs, backchannels } = interruptions
        const isWeighed = resumeFalse || minSpeechMs > 0 || backchannels === 'ignored'
        if (!isWeighed) expect(call.state.speech.weighing).toBe(weighing)
        if (reprompt.times === 0) expect(call.state.speech.reprompts).toEqual(reprompts)
      },
    }))
  })

  test('every call ends, once, whatever is missing', () => {
    always((call) => ({
      end() {
        call.until(call.now + 6 * 3_600_000)
        expect(call.state.phase.name).toBe('ended')
        expect(call.journal.filter(({ kind }) => kind === 'ended')).toHaveLength(1)
      },
    }))
  })

  test('no call with its agent is longer than it may be', () => {
    always((call) => {
      let talkedMs = 0
      let last = 0
      return {
        see() {
          const { answeredAt, line, phase, rules } = call.state
          if (answeredAt !== null && line.name !== 'away' && phase.name !== 'ended') {
            talkedMs += call.now - Math.max(last, answeredAt)
          }
          last = call.now
          const longest = rules.maxDurationSec * 1000 + LIMITS.overtime + LIMITS.lastWords
          // One step of a script is at most so long.
          expect(talkedMs).toBeLessThanOrEqual(longest + 20_000)
        },
      }
    })
  })
})
