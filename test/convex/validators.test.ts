import type { GenericValidator, Infer, Value } from 'convex/values'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  type AgentSettings,
  agentSettingsSchema,
  type AgentSnapshot,
} from '../../convex/model/agent.ts'
import {
  type Call,
  callEventSchema,
  type CallRecordEvent,
  callSchema,
  type Turn,
} from '../../convex/model/call.ts'
import { ENGINE_LABELS } from '../../convex/model/engines/index.ts'
import { LOCALES } from '../../convex/model/locales.ts'
import { TRANSFER_OUTCOMES, type TransferRecord } from '../../convex/model/transfer.ts'
import {
  vAgentSettings,
  vAgentSettingsInput,
  vAgentSnapshot,
} from '../../convex/validators/agent.ts'
import { vCall, vCallEvent, vTurn } from '../../convex/validators/call.ts'
import { mismatch } from '../../worker/embedded-convex/checkValue.ts'
import { validatorSchema } from '../../worker/embedded-convex/validator.ts'
import { aCall, anAgent, anEvent } from './examples.ts'

describe('the validators of stored rows have the types of the rules', () => {
  test('agents', () => {
    expectTypeOf<Infer<typeof vAgentSettings>>().toEqualTypeOf<AgentSettings>()
    expectTypeOf<Infer<typeof vAgentSnapshot>>().toEqualTypeOf<AgentSnapshot>()
    expectTypeOf<AgentSettings>().toExtend<Infer<typeof vAgentSettingsInput>>()
  })
  test('calls', () => {
    expectTypeOf<Infer<typeof vCall>>().toEqualTypeOf<Call>()
    expectTypeOf<Infer<typeof vTurn>>().toEqualTypeOf<Turn>()
    expectTypeOf<Infer<typeof vCallEvent>>().toEqualTypeOf<CallRecordEvent>()
  })
})

function fits(validator: GenericValidator, value: Value): boolean {
  return mismatch(validatorSchema.parse(Reflect.get(validator, 'json')), value) === null
}

test.each([
  ...Object.keys(LOCALES).map((locale) => ({ voice: { locale } })),
  ...Object.keys(ENGINE_LABELS).map((engine) => ({ engine: { engine } })),
  { voice: { greeting: { type: 'fixed', text: 'Hello.' } } },
  { voice: { greeting: { type: 'none' } } },
  { voice: { fallbackNumber: '+12025550100' } },
  { engine: { engine: 'realtime', turnDetection: { type: 'semantic_vad', eagerness: 'high' } } },
  { otherEngine: { engine: 'realtime' } },
  {
    tools: { destinations: [{ name: 'desk', target: { kind: 'sip', uri: 'sip:a@example.com' } }] },
  },
  { chat: { allowedOrigins: ['https://example.com'], handOver: true } },
  { sip: { answersUnknown: true } },
])('settings with %o can be sent and stored', (changes) => {
  const settings = agentSettingsSchema.parse({ ...anAgent(), ...changes })
  expect(fits(vAgentSettings, settings)).toBe(true)
  expect(fits(vAgentSettingsInput, settings)).toBe(true)
})

test('a model that no catalogue knows can be stored, and sent: zod refuses it with a sentence', () => {
  const settings = agentSettingsSchema.parse(anAgent())
  const engine = { ...settings.engine, model: 'gpt-of-yesterday' }
  expect(fits(vAgentSettings, { ...settings, engine })).toBe(true)
  expect(fits(vAgentSettingsInput, { ...settings, engine })).toBe(true)
  expect(agentSettingsSchema.safeParse({ ...settings, engine }).error?.issues).toMatchObject([
    { path: ['engine', 'model'], message: 'Choose one of the models in the list.' },
  ])
})

const A_TRANSFER: TransferRecord = {
  attempt: 1,
  destination: 'desk',
  to: 'sip:desk@example.com',
  mode: 'warm',
  askedBy: 'agent',
  askedAt: 1,
  ringingAt: null,
  answeredAt: null,
  acceptedAt: null,
  connectedAt: null,
  endedAt: 2,
  outcome: null,
  legSec: null,
  price: null,
}

test('every reason, status and kind that the rules know can be stored, and nothing else', () => {
  const reasons = callSchema.shape.endReason.unwrap().options
  const calls = [
    ...reasons.map((endReason) => aCall('CA1', { endReason })),
    ...callSchema.shape.status.options.map((status) => aCall('CA1', { status })),
    aCall('CA1', { engine: 'of tomorrow', carrier: 'of tomorrow' }),
    aCall('CA1', { continues: 'CA0', continuedBy: 'CA2' }),
    ...TRANSFER_OUTCOMES.map((outcome) =>
      aCall('CA1', { transfers: [{ ...A_TRANSFER, outcome }] }),
    ),
  ]
  const events = callEventSchema.shape.kind.options.map((kind) => anEvent('CA1', 1, { kind }))
  expect(calls.every((call) => fits(vCall, call))).toBe(true)
  expect(events.every((event) => fits(vCallEvent, event))).toBe(true)
  expect(fits(vCall, { ...aCall('CA1'), other: 1 })).toBe(false)
  expect(fits(vCall, { ...aCall('CA1'), endReason: 'boredom' })).toBe(false)
})
