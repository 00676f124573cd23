import type { GenericValidator, Infer, Value } from 'convex/values'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
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
import { LOCALES } from '../../convex/model/locales.ts'
import { REALTIME_MODELS } from '../../convex/model/models.ts'
import { VOICES } from '../../convex/model/voices.ts'
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

const settingsWith = (voice: Record<string, unknown>) =>
  agentSettingsSchema.parse({ ...anAgent(), voice })

test.each([
  ...Object.keys(VOICES).map((voice) => ({ voice })),
  ...Object.keys(REALTIME_MODELS).map((model) => ({ model })),
  ...Object.keys(LOCALES).map((locale) => ({ locale })),
  { greeting: { type: 'fixed', text: 'Hello.' } },
  { greeting: { type: 'none' } },
  { turnDetection: { type: 'semantic_vad', eagerness: 'high' } },
  { fallbackNumber: '+12025550100' },
])('settings with %o can be sent and stored', (voice) => {
  const settings = settingsWith(voice)
  expect(fits(vAgentSettings, settings)).toBe(true)
  expect(fits(vAgentSettingsInput, settings)).toBe(true)
})

test('every reason, status and kind that the rules know can be stored', () => {
  const reasons = callSchema.shape.endReason.unwrap().options
  const calls = [
    ...reasons.map((endReason) => aCall('CA1', { endReason })),
    ...callSchema.shape.status.options.map((status) => aCall('CA1', { status })),
  ]
  const events = callEventSchema.shape.kind.options.map((kind) => anEvent('CA1', 1, { kind }))
  expect(calls.every((call) => fits(vCall, call))).toBe(true)
  expect(events.every((event) => fits(vCallEvent, event))).toBe(true)
  expect(fits(vCall, { ...aCall('CA1'), other: 1 })).toBe(false)
  expect(z.array(callSchema).safeParse(calls).success).toBe(true)
})
