/** A goodbye that something else comes before: it is waited for, and not looked for again and again. */
import { expect, test } from 'vitest'
import { callsTool, done, ready, responds, ScriptedCall, started, words } from './script.ts'

test('tones that nobody can hear yet hold up the end, and no deadline comes again and again', () => {
  const call = new ScriptedCall({ maxDurationSec: 30 }, { continuous: true, stopsItself: false })
  call.at(0, ready)
  call.at(0, started)
  // The line breaks, so the keys wait for the next one.
  call.at(25_000, { type: 'carrier.lost', detail: 'It broke.' })
  call.at(25_100, { type: 'carrier.returns' })
  call.at(25_200, responds('r1'))
  call.at(25_200, words('r1', 'i1', 'One moment.'))
  call.at(25_300, callsTool('r1', 'send_dtmf'))
  const directive = { do: 'send_digits', digits: '12' } as const
  call.at(25_400, { type: 'tool.settled', toolCallId: 't1', output: 'sent', directive })
  call.at(25_500, done('r1'))
  expect(call.state.tones).not.toEqual([])
  call.until(120_000)
  expect(call.state.phase.name).toBe('ended')
})
