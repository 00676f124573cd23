import { expect, test } from 'vitest'
import { type LiveMessage, liveMessageSchema } from '../../../convex/model/live.ts'
import type { CallEvent } from '../../../worker/call/events.ts'
import type { JournalEntry } from '../../../worker/call/journal.ts'
import { addEntry, newRecord } from '../../../worker/call/record.ts'
import { PatchBay } from '../../../worker/shell/PatchBay.ts'
import { Watcher } from '../../../worker/shell/Watcher.ts'
import {
  audio,
  done,
  mark,
  pause,
  ready,
  responds,
  ScriptedCall,
  speech,
  started,
  words,
} from '../call/script.ts'
import { destination } from '../call/transfers/attempt.ts'
import { opening } from './fakes.ts'

function watching() {
  const told: LiveMessage[] = []
  const closed: number[] = []
  const record = newRecord(opening(0).call)
  const watcher = new Watcher(
    {
      send: (text) => void told.push(liveMessageSchema.parse(JSON.parse(text))),
      close: (code) => void closed.push(code),
    },
    record,
  )
  return { watcher, told, closed, record }
}

test('who watches is told first how far the call is', () => {
  const { told, record } = watching()
  expect(told).toEqual([{ type: 'snapshot', call: record.call, turns: [], events: [] }])
})

test('and then the words as they come, and who has the floor', () => {
  const { watcher, told } = watching()
  const call = new ScriptedCall()
  const happen = (at: number, event: CallEvent): void => {
    const before = call.state
    call.at(at, event)
    watcher.happened(event, before, call.state)
  }
  happen(0, ready)
  happen(0, started)
  happen(10, responds('r1'))
  happen(20, words('r1', 'i1', 'Good '))
  happen(20, audio('r1', 'i1', 400))
  happen(30, done('r1'))
  happen(420, mark('p0'))
  happen(900, speech('c1'))
  happen(1_900, pause('c1'))
  expect(told.slice(1)).toEqual([
    { type: 'words', itemId: 'i1', role: 'agent', delta: 'Good ' },
    { type: 'speaking', who: 'agent', speaking: true },
    { type: 'speaking', who: 'agent', speaking: false },
    { type: 'speaking', who: 'caller', speaking: true },
    { type: 'speaking', who: 'caller', speaking: false },
  ])
})

const turn = {
  itemId: 'i1',
  role: 'agent' as const,
  text: 'Hello.',
  heardText: 'Hello.',
  startedAtMs: 0,
  endedAtMs: 400,
  generatedMs: 400,
  heardMs: 400,
  interrupted: false,
  timing: null,
}

test('what is written down comes as what it changed', () => {
  const { watcher, told, record } = watching()
  const lines: JournalEntry[] = [
    { kind: 'answered', at: 5 },
    { kind: 'turn', turn },
    { kind: 'tool_called', at: 9, toolCallId: 't1', name: 'weather', args: '{}' },
    { kind: 'ended', at: 10, reason: 'agent_ended', failure: null },
  ]
  let now = record
  for (const [seq, line] of lines.entries()) {
    now = addEntry(now, line, seq)
    watcher.wrote(line, now)
  }
  expect(told.slice(1)).toMatchObject([
    { type: 'call', call: { answeredAt: 5 } },
    { type: 'turn', turn: { ...turn, callSid: 'CA1' } },
    { type: 'event', event: { kind: 'tool_call', summary: 'weather', seq: 2 } },
    { type: 'call', call: { status: 'completed' } },
  ])
})

test('each step of a transfer comes as a line of its own, and changes the call', () => {
  const { watcher, told, record } = watching()
  const to = destination()
  const lines: JournalEntry[] = [
    { kind: 'transfer_asked', at: 5, attempt: 1, to, askedBy: 'operator', summary: '' },
    { kind: 'transfer_step', at: 6, attempt: 1, step: 'ringing' },
    { kind: 'transfer_step', at: 7, attempt: 1, step: 'joined' },
    { kind: 'transfer_step', at: 8, attempt: 1, step: 'connected' },
    { kind: 'moved', at: 8, to: 'away' },
    { kind: 'told', at: 9, text: 'Nothing that shows.' },
  ]
  let now = record
  for (const [seq, line] of lines.entries()) {
    now = addEntry(now, line, seq)
    watcher.wrote(line, now)
  }
  expect(told.slice(1)).toMatchObject([
    { type: 'call', call: { transfers: [{ ringingAt: null }] } },
    { type: 'event', event: { summary: 'Calling Front desk' } },
    { type: 'call', call: { transfers: [{ ringingAt: 6 }] } },
    { type: 'event', event: { summary: 'Ringing at Front desk' } },
    { type: 'call', call: { transfers: [{ connectedAt: null }] } },
    { type: 'call', call: { transfers: [{ connectedAt: 8 }] } },
    { type: 'event', event: { summary: 'The caller talks to Front desk' } },
  ])
})

test('the end of the call is the end of the socket', () => {
  const { watcher, closed } = watching()
  const patchBay = new PatchBay()
  patchBay.plug(watcher)
  patchBay.tell((tap) => tap.over?.())
  expect(closed).toEqual([1000])
})
