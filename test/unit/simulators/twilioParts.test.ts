import { expect, test } from 'vitest'
import { CallerVoice, FRAME_BYTES, prepareAudio } from '../../simulators/twilio/callerVoice.ts'
import { Way } from '../../simulators/twilio/network.ts'
import { Playback } from '../../simulators/twilio/playback.ts'
import { twilioSignature } from '../../simulators/twilio/signature.ts'
import { parseTwiml } from '../../simulators/twilio/twiml.ts'
import { parseXml } from '../../simulators/twilio/xml.ts'

test('a form is signed as in the vendor’s published example', () => {
  const params = {
    To: '+18005551212',
    From: '+14158675309',
    Digits: '1234',
    Caller: '+14158675309',
    CallSid: 'CA1234567890ABCDE',
  }
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
  expect(twilioSignature('12345', url, params)).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=')
})

test('TwiML is read verb by verb', () => {
  const document = `<?xml version="1.0" encoding="UTF-8"?>
    <!-- a greeting -->
    <Response>
      <Say voice="x">Tom &amp; Jerry
        say &#x2018;hi&#39;</Say>
      <Connect action="/after">
        <Stream url="wss://example.com/a?b=1&amp;c=2"><Parameter name="token" value="&quot;t&quot;"/></Stream>
      </Connect>
      <Dial><Number>+15550001111</Number></Dial>
      <Redirect method="GET">/resume</Redirect><Pause length="2"/><Hangup/>
    </Response>`
  expect(parseTwiml(document)).toMatchObject({
    warnings: [],
    verbs: [
      { verb: 'Say', text: "Tom & Jerry say ‘hi'" },
      {
        verb: 'Connect',
        action: '/after',
        method: 'POST',
        stream: {
          url: 'wss://example.com/a?b=1&c=2',
          name: undefined,
          track: 'inbound_track',
          customParameters: { token: '"t"' },
          statusCallback: undefined,
        },
      },
      { verb: 'Dial', number: '+15550001111', action: undefined, method: 'POST' },
      { verb: 'Redirect', url: '/resume', method: 'GET' },
      { verb: 'Pause', lengthSec: 2 },
      { verb: 'Hangup' },
    ],
  })
})

test('what Twilio does not know is reported and left out', () => {
  expect(parseTwiml('<Response><Sing/><Connect/><Say>a</Say></Response>')).toEqual({
    verbs: [{ verb: 'Say', text: 'a' }],
    warnings: ['<Sing> is no verb that this simulator knows.', '<Connect> holds no <Stream>.'],
  })
})

test.each([
  ['<Response><Say></Response>', 'Missing end tag for element Say (line 1, column 16)'],
  ['<Response>', 'Missing end tag for element Response'],
  ['<Response>&nbsp;</Response>', "Named entity isn't defined: &nbsp;"],
  ['<Response>a & b</Response>', 'Unterminated reference'],
  ['<!DOCTYPE x><Response/>', 'A document type is not allowed.'],
  ['{"not":"xml"}', 'Root element is missing'],
  [' <?xml version="1.0"?><Response/>', "XML declaration isn't allowed here"],
  ['<Response>]]></Response>', 'Missing end tag'],
  ['<Response>&#0;</Response>', 'invalid character'],
  ['<Response a="1" a="2"/>', 'Duplicate attribute: a'],
  ['<a/><b/>', 'Extra content at the end'],
])('%s is refused', (document, reason) => {
  expect(() => parseXml(document)).toThrow(reason)
})

test('text is an element’s own, and CDATA is text', () => {
  expect(parseXml('\uFEFF<a>1 &lt;<b c="&amp;">2</b><![CDATA[ <3]]><!-- 4 --></a>')).toEqual({
    name: 'a',
    attributes: {},
    children: [{ name: 'b', attributes: { c: '&' }, children: [], text: '2' }],
    text: '1 < <3',
  })
})

const second = 8000

test('audio that comes faster than real time waits in line', () => {
  const playback = new Playback()
  expect(playback.enqueue(second, 1000)).toBe(true)
  expect(playback.enqueue(second, 1001)).toBe(false)
  playback.mark('end', 1002)
  expect(playback.nextDueAt()).toBe(3000)
  expect(playback.due(2999)).toEqual({ marks: [], quietAt: null })
  expect(playback.due(3000)).toEqual({
    marks: [{ name: 'end', dueAt: 3000 }],
    quietAt: 3000,
  })
  expect(playback.playedRanges(3000)).toEqual([
    { startedAt: 1000, endedAt: 3000, fromByte: 0, toByte: 2 * second },
  ])
})

test('a clear tells to the byte what was heard, and gives the marks of the rest back', () => {
  const playback = new Playback()
  playback.enqueue(second, 0)
  playback.mark('one', 0)
  playback.enqueue(second, 0)
  playback.mark('two', 0)
  playback.enqueue(second, 0)
  playback.mark('three', 0)
  expect(playback.due(1400)).toEqual({
    marks: [{ name: 'one', dueAt: 1000 }],
    quietAt: null,
  })
  expect(playback.clear(1400)).toEqual({
    at: 1400,
    receivedBytes: 3 * second,
    playedBytes: 1.4 * second,
    droppedBytes: 1.6 * second,
    droppedMarks: ['two', 'three'],
    current: { fromByte: second, bytes: second, playedBytes: 3200 },
  })
  expect(playback.due(1400)).toEqual({ marks: [], quietAt: 1400 })
  expect(playback.playedRanges(9000)).toEqual([
    { startedAt: 0, endedAt: 1400, fromByte: 0, toByte: 1.4 * second },
  ])
})

test('a mark after a pause of the agent is due at once', () => {
  const playback = new Playback()
  playback.mark('first', 5)
  expect(playback.due(5)).toEqual({ marks: [{ name: 'first', dueAt: 5 }], quietAt: null })
  expect(playback.clear(6).current).toBeNull()
})

test('what was heard can be recorded with its true moments', () => {
  const playback = new Playback()
  const audio = Uint8Array.from({ length: 80 }, (_, n) => n)
  playback.enqueue(80, 100, audio)
  playback.enqueue(80, 200, audio)
  playback.clear(205)
  expect(playback.heardAudio(300)).toEqual([
    { startsAt: 100, audio },
    { startsAt: 200, audio: audio.subarray(0, 40) },
  ])
})

const loud = new Uint8Array(FRAME_BYTES).fill(0x00)
const quiet = new Uint8Array(FRAME_BYTES).fill(0xff)

test('the caller’s speech is dated by its energy', async () => {
  const voice = new CallerVoice(true)
  const spoken = voice.speak(prepareAudio(Buffer.concat([quiet, loud, loud, quiet])))
  const frames = [0, 20, 40, 60, 80].map((at) => voice.next(1000 + at))
  expect(frames.map((frame) => frame && Buffer.from(frame, 'base64')[0])).toEqual([
    0xff,
    0,
    0,
    0xff,
    null,
  ])
  expect(await spoken).toEqual({
    startedAt: 1000,
    endedAt: 1060,
    speechStartedAt: 1020,
    speechEndedAt: 1040,
    complete: true,
  })
})

test('a caller who falls silent has said only what was sent', async () => {
  const voice = new CallerVoice(true)
  const spoken = voice.speak(prepareAudio(Buffer.concat([loud, loud, loud])))
  voice.next(1000)
  voice.fallSilent()
  expect(voice.next(1020)).toBeNull()
  expect(await spoken).toMatchObject({ speechEndedAt: 1000, complete: false })
  expect(voice.spokenAudio()).toEqual([{ startsAt: 1000, audio: loud }])
})

/** The same numbers over and over, where chance should have its say. */
function fixed(...numbers: number[]): () => number {
  let n = 0
  return () => numbers[n++ % numbers.length] ?? 0
}

test('a steady way takes as long for every message', () => {
  const way = new Way(40, {}, fixed(0.5))
  expect([0, 1, 500].map((now) => way.arrival(now))).toEqual([40, 41, 540])
})

test('a message that is held up holds up those behind it', () => {
  // 1 − 1/e is the average of the distribution, 0 its least.
  const way = new Way(40, { jitterMs: 20 }, fixed(1 - Math.exp(-1), 1 - Math.exp(-1), 0, 0))
  expect(way.arrival(0)).toBeCloseTo(60)
  expect(way.arrival(5)).toBeCloseTo(60)
  expect(way.arrival(100)).toBeCloseTo(160)
})

test('nothing passes while a way stalls', () => {
  const stalls = { everyMs: 1000, shortestMs: 200, longestMs: 400 }
  // The first stall begins a whole average after the first message, and is of medium length.
  const way = new Way(10, { stalls }, fixed(1 - Math.exp(-1), 0.5))
  expect(way.arrival(0)).toBeCloseTo(10)
  expect(way.arrival(990)).toBeCloseTo(1000)
  expect(way.arrival(1010)).toBeCloseTo(1310)
  expect(way.arrival(1299)).toBeCloseTo(1310)
  expect(way.arrival(1400)).toBeCloseTo(1410)
})
