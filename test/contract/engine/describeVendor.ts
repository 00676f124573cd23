import { expect } from 'vitest'
import { CLOSE, EFFECTS, type EngineTest, letSpeak, opened, provoke, RESPOND } from './moves.ts'

/** What an engine does that asks somebody: they can be lost. */
export function describeVendor(test: EngineTest): void {
  test('that loses its connection says so once, and nothing after it', async ({ stage }) => {
    const { vendor } = stage
    const engine = await stage.make()
    await engine.open()
    engine.perform(RESPOND)
    await engine.until('engine.response_started')
    vendor.breakOff()
    const { cause } = await engine.until('engine.lost')
    expect(cause).toMatch(/^[A-Z].*\.$/)
    await provoke(engine, vendor)
    expect(engine.types.at(-1)).toBe('engine.lost')
    expect(engine.count('engine.lost')).toBe(1)
    expect(engine.control.failures).toEqual([])
  })

  test('that is not to be had for now is lost; for good, it has failed', async ({ stage }) => {
    const { vendor } = stage
    vendor.refuse('for_now')
    const refused = await stage.make()
    refused.perform(opened(), RESPOND)
    await refused.until('engine.lost')
    vendor.refuse('for_good')
    const failed = await stage.make()
    failed.perform(opened(), RESPOND)
    const { reason, detail } = await failed.until('engine.failed')
    expect(reason).toBe('model_failed')
    expect(detail).not.toContain('sk-test')
    for (const engine of [refused, failed]) {
      engine.perform(...Object.values(EFFECTS).flat(), CLOSE)
      await engine.control.sync()
      expect(engine.events).toHaveLength(1)
    }
  })

  test('drops what is not in the protocol, and goes on', async ({ stage }) => {
    const { vendor } = stage
    const engine = await stage.make()
    await engine.open()
    vendor.garble()
    const { status } = await letSpeak(engine)
    expect(status).toBe('completed')
    expect(engine.control.failures).toEqual([{ report: 'unreadable' }])
  })

  test('calls a tool by its name, once, and goes on with its answer', async ({ stage }) => {
    const { vendor } = stage
    const engine = await stage.make()
    await engine.open()
    vendor.callTool('weather')
    engine.perform(RESPOND)
    const { toolCallId, name, args } = await engine.until('engine.tool_call')
    expect([name, JSON.parse(args)]).toEqual(['weather', { day: 'Monday' }])
    await engine.until('engine.response_done')
    engine.perform({ type: 'engine.answer_tool', toolCallId, output: 'sun' }, RESPOND)
    const { status } = await engine.until('engine.response_done', 1)
    expect(status).toBe('completed')
    expect(engine.count('engine.tool_call')).toBe(1)
    expect(vendor.asked()).toEqual(['(respond)', 'sun', '(respond)'])
  })
}
