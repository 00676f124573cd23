/** Twilio's own library is the judge: it builds the same documents, and names the same voices. */
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import { describe, expect, test } from 'vitest'
import { type Locale, LOCALE_TAGS } from '../../../convex/model/locales.ts'
import { sentencesIn } from '../../../worker/call/prompts/index.ts'
import {
  askForKey,
  connectStream,
  hangUp,
  meetIn,
  sayAndDial,
  sayAndHangUp,
  type Twiml,
} from '../../../worker/carriers/twilio/twiml.ts'
import { SAY_VOICES } from '../../../worker/carriers/twilio/voices.ts'
import { parseXml } from '../../simulators/twilio/xml.ts'

/** A voice or a language that Twilio does not have would not compile. */
const VOICES: Record<Locale, VoiceResponse.SayAttributes> = SAY_VOICES

async function expectSame(ours: Twiml, theirs: VoiceResponse): Promise<void> {
  const document = String(await ours)
  expect(document).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>/)
  expect(parseXml(document)).toEqual(parseXml(theirs.toString()))
}

const ODD = `Tom & “Jerry” <3 'it' "is" ]]> &amp; ü`

describe('TwiML', () => {
  test('connects the stream, with the token in a parameter, as query strings are dropped', async () => {
    const url = 'wss://calls.example.com/twilio/media/CA1'
    const resumeUrl = 'https://calls.example.com/twilio/resume?a=1&b=2'
    const theirs = new VoiceResponse()
    theirs.connect().stream({ url }).parameter({ name: 'token', value: ODD })
    theirs.redirect({ method: 'POST' }, resumeUrl)
    await expectSame(connectStream({ url, token: ODD, resumeUrl }), theirs)
  })

  test.each(LOCALE_TAGS)('says a sentence in %s and hangs up', async (locale) => {
    const sentence = sentencesIn(locale).failed
    const theirs = new VoiceResponse()
    theirs.say(VOICES[locale], sentence)
    theirs.hangup()
    await expectSame(sayAndHangUp({ sentence, locale }), theirs)
  })

  test('says a sentence and dials, and escapes what it is given', async () => {
    const theirs = new VoiceResponse()
    theirs.say(VOICES['en-US'], ODD)
    const afterUrl = 'https://calls.example.com/twilio/dialed'
    theirs.dial({ action: afterUrl, method: 'POST' }, '+12025550100')
    const spoken = { sentence: ODD, locale: 'en-US' } as const
    const person = { phoneNumber: '+12025550100', callerId: null, afterUrl }
    await expectSame(sayAndDial(spoken, person), theirs)
  })

  test('shows the person whom it dials a number of ours, where the caller has none', async () => {
    const theirs = new VoiceResponse()
    theirs.say(VOICES['en-US'], ODD)
    const afterUrl = 'https://calls.example.com/twilio/dialed'
    theirs.dial({ callerId: '+12025550101', action: afterUrl, method: 'POST' }, '+12025550100')
    const spoken = { sentence: ODD, locale: 'en-US' } as const
    const person = { phoneNumber: '+12025550100', callerId: '+12025550101', afterUrl }
    await expectSame(sayAndDial(spoken, person), theirs)
  })

  test('briefs a person twice, and takes one key, or none, to the same address', async () => {
    const keyUrl = 'https://calls.example.com/twilio/person/CA1/2/key'
    const theirs = new VoiceResponse()
    const asks = { numDigits: 1, action: keyUrl, method: 'POST', timeout: 5 }
    theirs.gather(asks).say(VOICES['en-US'], ODD)
    theirs.gather(asks).say(VOICES['en-US'], ODD)
    theirs.redirect({ method: 'POST' }, keyUrl)
    await expectSame(askForKey({ sentence: ODD, locale: 'en-US' }, keyUrl), theirs)
  })

  const statusUrl = 'https://calls.example.com/twilio/person/CA1/2/room'
  const conference: VoiceResponse.ConferenceAttributes = {
    beep: 'false',
    startConferenceOnEnter: true,
    endConferenceOnExit: true,
    waitUrl: '',
    statusCallback: statusUrl,
    statusCallbackMethod: 'POST',
    statusCallbackEvent: ['join', 'leave', 'end'],
  }

  test('brings a caller into the room, and asks what comes after', async () => {
    const afterUrl = 'https://calls.example.com/twilio/resume?room=2'
    const theirs = new VoiceResponse()
    theirs.dial({ action: afterUrl, method: 'POST' }).conference(conference, 'CA1-2')
    await expectSame(meetIn({ name: 'CA1-2', statusUrl, afterUrl }), theirs)
  })

  test('brings a person into the room, after which nothing comes', async () => {
    const theirs = new VoiceResponse()
    theirs.dial().conference(conference, 'CA1-2')
    await expectSame(meetIn({ name: 'CA1-2', statusUrl, afterUrl: null }), theirs)
  })

  test('hangs up', async () => {
    const theirs = new VoiceResponse()
    theirs.hangup()
    await expectSame(hangUp(), theirs)
  })
})

test('each voice speaks the language that it is given', () => {
  const spoken = Object.values(SAY_VOICES).filter(({ voice }) => voice.startsWith('Google.'))
  expect(spoken.filter(({ language, voice }) => !voice.includes(language))).toEqual([])
  expect(Object.entries(SAY_VOICES).map(([locale, { language }]) => [locale, language])).toEqual(
    LOCALE_TAGS.map((locale) => [
      locale,
      { 'ar-SA': 'ar-XA', 'zh-CN': 'cmn-CN' }[String(locale)] ?? locale,
    ]),
  )
})
