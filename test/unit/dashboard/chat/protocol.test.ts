import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  CHAT_PING,
  chatAboutSchema,
  chatKeySchema,
  chatServerMessageSchema,
  visibleMessageSchema,
} from '../../../../convex/model/chat.ts'
import { LOCALE_TAGS } from '../../../../convex/model/locales.ts'
import { PING, readAbout, readKey, readServerMessage } from '../../../../dashboard/chat/protocol.ts'
import { languageFor } from '../../../../dashboard/chat/texts/index.ts'
import { readKept } from '../../../../dashboard/chat/keptInTab.ts'
import { LONGEST } from '../../../../dashboard/chat/longest.ts'
import { LONGEST_MESSAGE } from '../../../../convex/model/chat.ts'

const text = fc.oneof(fc.string(), fc.constantFrom('open', 'ended', 'agent', 'visitor', 'complete'))
const message = fc.record({
  seq: fc.nat(),
  clientId: fc.string(),
  author: fc.string(),
  text: fc.string(),
  at: fc.nat(),
  state: fc.constantFrom('writing', 'complete', 'stopped', 'failed'),
  role: fc.constantFrom('visitor', 'agent', 'person', 'note'),
})
const status = fc.constantFrom('open', 'handed_over', 'ended')
const right = fc.oneof(
  fc.record(
    { type: fc.constant('opened'), status, messages: fc.array(message), gone: fc.array(fc.nat()) },
    { requiredKeys: ['type', 'status', 'messages'] },
  ),
  fc.record({ type: fc.constant('message'), message }),
  fc.record({ type: fc.constant('words'), seq: fc.nat(), delta: fc.string() }),
  fc.record({ type: fc.constant('removed'), seq: fc.nat() }),
  fc.record({ type: fc.constant('typing'), typing: fc.boolean() }),
  fc.record({ type: fc.constant('status'), status }),
  fc.record(
    { type: fc.constant('refused'), error: fc.string(), id: fc.string(), retryAfterSec: fc.nat() },
    { requiredKeys: ['type', 'error'] },
  ),
)
/** A field of it is something else, or is not there. */
const wrong = fc
  .tuple(
    right,
    fc.constantFrom('status', 'messages', 'gone', 'message', 'seq', 'delta', 'typing', 'error'),
    fc.oneof(text, fc.anything()),
  )
  .map(([fields, name, value]) => ({ ...fields, [name]: value }))

describe('what the Worker says', () => {
  it('is asked for by its own word', () => {
    expect(PING).toBe(CHAT_PING)
  })

  it('is read as the schemas read it', () => {
    fc.assert(
      fc.property(fc.oneof(right, wrong, fc.anything()), (json) => {
        const { success, data } = chatServerMessageSchema.safeParse(json)
        expect(readServerMessage(json)).toEqual(success ? data : null)
      }),
      { numRuns: 3000 },
    )
  })

  it('knows every field and every word of the schemas', () => {
    expect(Object.keys(visibleMessageSchema.shape).toSorted()).toEqual([
      'at',
      'author',
      'clientId',
      'role',
      'seq',
      'state',
      'text',
    ])
    for (const role of visibleMessageSchema.shape.role.options) {
      for (const state of visibleMessageSchema.shape.state.options) {
        const told = { seq: 1, clientId: '', author: '', text: '', at: 0, role, state }
        const json = { type: 'message', message: told }
        expect(readServerMessage(json)).toEqual(json)
      }
    }
    expect(LONGEST).toBe(LONGEST_MESSAGE)
  })

  it('reads what is told before the first message, and keys', () => {
    const about = { name: 'A', greeting: '', locale: 'de-DE', turnstileSiteKey: null }
    expect(readAbout(about)).toEqual(chatAboutSchema.parse(about))
    expect(Object.keys(chatAboutSchema.shape).toSorted()).toEqual(Object.keys(about).toSorted())
    expect(readAbout({ ...about, turnstileSiteKey: 1 })).toBeNull()
    const key = { chatId: 'c', secret: 's', ticket: 't' }
    expect(readKey(key)).toEqual(chatKeySchema.parse(key))
    expect(readKey({ ...key, ticket: undefined })).toBeNull()
  })

  it('takes nothing from the tab but what it has kept there', () => {
    const kept = { key: null, unsent: [{ id: 'a', text: 'b', problem: null }] }
    expect(readKept(JSON.stringify(kept))).toEqual(kept)
    for (const odd of ['', '{}', '[]', '{"key":{},"unsent":[]}', '{"key":null,"unsent":[1]}']) {
      expect(readKept(odd), odd).toBeNull()
    }
  })
})

describe('the texts', () => {
  const textsSchema = z.record(z.string(), z.string().min(1))

  it('are there in every language that an agent can have', () => {
    for (const locale of LOCALE_TAGS) {
      const { lang, texts } = languageFor([locale])
      expect(lang).toBe(locale)
      expect(texts.agentWrites).toContain('{name}')
      expect(texts.tooLong).toContain('{n}')
      textsSchema.parse(texts)
    }
  })

  it('are those of the first language that is known, else English', () => {
    expect(languageFor(['xx', 'de-AT']).texts.send).toBe('Senden')
    expect(languageFor(['constructor']).texts.send).toBe('Send')
    expect(languageFor(['ar-SA']).dir).toBe('rtl')
  })
})
