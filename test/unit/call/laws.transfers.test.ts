import { describe, expect, test } from 'vitest'
import type { CallEvent, PersonEvent } from '../../../worker/call/events.ts'
import { COMFORT_TONE_MS, comfortTone } from '../../../worker/call/comfortTone.ts'
import { isPlaying } from '../../../worker/call/playout.ts'
import type { CallState } from '../../../worker/call/state.ts'
import { ATTEMPTS_ALLOWED, isWaitedFor, needsKey } from '../../../worker/call/transfer/attempt.ts'
import { MUSIC_PIECE_MS, musicPiece } from '../../../worker/call/transfer/music.ts'
import { always } from './anyCall.ts'
import { type ScriptedCall } from './script.ts'

/** Lets whatever is still to come by itself come. */
function toItsEnd(call: ScriptedCall): void {
  call.until(call.now + 6 * 3_600_000)
}

describe('the laws of putting callers through, whatever happens and wherever the process is lost', () => {
  test('at most one attempt is under way, each ends once, and there are three at most', () => {
    let met = 0
    always((call) => ({
      end() {
        toItsEnd(call)
        let underWay: number | null = null
        let attempts = 0
        for (const entry of call.journal) {
          if (entry.kind === 'transfer_asked') {
            expect(underWay).toBeNull()
            expect(entry.attempt).toBe(attempts + 1)
            underWay = entry.attempt
            attempts = entry.attempt
          }
          if (entry.kind !== 'transfer_ended') continue
          expect(entry.attempt).toBe(underWay)
          underWay = null
          if (entry.outcome === 'connected') met += 1
        }
        expect(underWay).toBeNull()
        expect(attempts).toBeLessThanOrEqual(ATTEMPTS_ALLOWED)
      },
    }))
    // Otherwise this would say little of those who meet.
    expect(met).toBeGreaterThan(10)
  })

  test('every person who was called is let go or gone by the end of the call', () => {
    always((call) => {
      const called = new Set<number>()
      const named = new Set<number>()
      const settled = new Set<number>()
      return {
        see({ event, effects }) {
          for (const effect of effects) {
            if (effect.type === 'person.call') called.add(effect.attempt)
            if (effect.type === 'person.let_go') settled.add(effect.attempt)
          }
          if (event === 'restart' || !isOf(event, called)) return
          const { attempt } = event
          const isOver = call.state.transfer?.attempt !== attempt
          if (event.type === 'person.gone') settled.add(attempt)
          if (event.type === 'person.not_called' && isOver) settled.add(attempt)
          if (event.type !== 'person.called' || named.has(attempt)) return
          named.add(attempt)
          const letGo = effects.some(({ type }) => type === 'person.let_go')
          const isGone = call.state.pastTransfers.some(
            (past) => past.attempt === attempt && past.leg === 'gone',
          )
          if (isOver && !isGone) expect(letGo).toBe(true)
        },
        end() {
          toItsEnd(call)
          for (const { effect } of call.effects) {
            if (effect.type === 'person.let_go') settled.add(effect.attempt)
          }
          expect([...called].filter((attempt) => !settled.has(attempt))).toEqual([])
        },
      }
    })
  })

  test('nobody is let go more often than once, and twice more where the carrier told late who it is', () => {
    always((call) => {
      let restarts = 0
      return {
        see({ event }) {
          if (event === 'restart') restarts += 1
        },
        end() {
          toItsEnd(call)
          for (let attempt = 1; attempt <= ATTEMPTS_ALLOWED; attempt++) {
            const times = call.effects.filter(
              ({ effect }) => effect.type === 'person.let_go' && effect.attempt === attempt,
            )
            const wasMoving = call.journal.some(
              (entry) =>
                entry.kind === 'transfer_step' &&
                entry.attempt === attempt &&
                entry.step === 'moving',
            )
            // A caller who arrives late has them let go once more; so has a process that does not know it was done.
            expect(times.length).toBeLessThanOrEqual(3 + (wasMoving ? 1 : 0) + restarts)
          }
        },
      }
    })
  })

  test('the caller is never moved before the person has accepted, or is known to be none but a machine', () => {
    always((call) => {
      const heard = new Map<number, Map<string, number>>()
      return {
        see({ event, effects }) {
          if (event !== 'restart' && event.type.startsWith('person.') && 'attempt' in event) {
            const before = heard.get(event.attempt) ?? new Map<string, number>()
            if (!before.has(event.type)) before.set(event.type, call.now)
            heard.set(event.attempt, before)
          }
          for (const effect of effects) {
            if (effect.type !== 'person.move_caller') continue
            const { transfer } = call.state
            const told = heard.get(effect.attempt)
            expect(told?.has('person.joined')).toBe(true)
            if (!transfer || needsKey(transfer.to) || told?.has('person.accepted')) continue
            const pickedUp = Math.min(
              told?.get('person.answered') ?? Infinity,
              told?.get('person.joined') ?? Infinity,
            )
            expect(told?.has('person.is_human') || call.now - pickedUp >= 5_000).toBe(true)
          }
        },
      }
    })
  })

  test('a caller who waits for a person is never without a sound for more than three seconds', () => {
    const sounds = new Map([0, 1, 2, 3].map((piece) => [musicPiece(piece), MUSIC_PIECE_MS]))
    sounds.set(comfortTone(), COMFORT_TONE_MS)
    let held = 0
    always((call) => {
      let soundUntil = 0
      let wasQuiet = false
      return {
        see({ effects }) {
          if (wasQuiet) {
            held += 1
            expect(call.now - soundUntil).toBeLessThanOrEqual(3_000)
          } else soundUntil = call.now
          for (const effect of effects) {
            if (effect.type === 'carrier.clear') soundUntil = call.now
            const durationMs =
              effect.type === 'carrier.play' ? sounds.get(effect.payload) : undefined
            if (durationMs) soundUntil = Math.max(call.now, soundUntil) + durationMs
          }
          wasQuiet = isLeftToWait(call.state)
        },
      }
    })
    expect(held).toBeGreaterThan(100)
  })

  test('no music is played over a caller who speaks, or to one who talks to a person', () => {
    const music = [0, 1, 2, 3].map(musicPiece)
    always((call) => ({
      see({ effects }) {
        const plays = effects.some(
          (effect) => effect.type === 'carrier.play' && music.includes(effect.payload),
        )
        if (!plays) return
        expect(call.state.speech.callerSpeaking).toBe(false)
        expect(call.state.line.name).toBe('open')
        expect(isWaitedFor(call.state.transfer)).toBe(true)
      },
    }))
  })

  test('an attempt outlives a restart as it stands', () => {
    always((call) => ({
      end() {
        const { transfer, transfers, pastTransfers, phase } = call.state
        if (phase.name === 'ended') return
        const rebuilt = call.rebuilt(call.now)
        expect(rebuilt.transfers).toBe(transfers)
        expect(rebuilt.transfer?.attempt).toBe(transfer?.attempt)
        expect(rebuilt.transfer?.stage.name).toBe(transfer?.stage.name)
        expect(rebuilt.transfer?.joined).toBe(transfer?.joined)
        const known = pastTransfers.map(({ attempt, outcome, legId }) => [attempt, outcome, legId])
        expect(
          rebuilt.pastTransfers.map(({ attempt, outcome, legId }) => [attempt, outcome, legId]),
        ).toEqual(known)
      },
    }))
  })
})

function isOf(event: CallEvent, attempts: ReadonlySet<number>): event is PersonEvent {
  return 'attempt' in event && event.type.startsWith('person.') && attempts.has(event.attempt)
}

/** Whether only we can make a sound, and nobody does. */
function isLeftToWait({ transfer, line, traits, speech, phase, tones }: CallState): boolean {
  if (!isWaitedFor(transfer) || line.name !== 'open' || traits.continuous) return false
  if (phase.name !== 'talking' && phase.name !== 'closing') return false
  const somebodySpeaks = speech.callerSpeaking || isPlaying(speech.playout)
  return !somebodySpeaks && speech.held.length === 0 && tones.length === 0
}
