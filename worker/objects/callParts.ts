import { afterCall } from '../aftercall/index.ts'
import { carrierNamed } from '../carriers/index.ts'
import { dataSettings, readConfig } from '../config.ts'
import { callData } from '../data/index.ts'
import { outsideOf } from '../outside.ts'
import { pseudonymOf } from '../data/pseudonym.ts'
import { unlessOlder } from '../lib/unlessOlder.ts'
import { choresOf } from '../shell/chores/index.ts'
import { HandingOn } from '../shell/HandingOn.ts'
import { keptSecrets } from '../shell/keptSecrets.ts'
import { PatchBay } from '../shell/PatchBay.ts'
import { Recorder } from '../shell/Recorder.ts'
import type { Surroundings } from '../shell/startCall.ts'
import { StoredLine } from '../shell/StoredLine.ts'
import { textMessages } from '../shell/textMessages.ts'
import { StreamDoor } from '../shell/StreamDoor.ts'
import { DIRECTORY_NAME } from './CallDirectory.ts'
import type { CallBindings } from './CallBindings.ts'
import { discordIn } from './discord.ts'
import { takeUpIn } from './droppedLine.ts'
import { personsIn } from './persons.ts'
import { placesIn } from './places.ts'

export type CallParts = ReturnType<typeof callParts>

/** What a call's object is made of: parts that know no platform, each given what it needs of this one. */
export function callParts(ctx: DurableObjectState, env: CallBindings) {
  const config = readConfig(env)
  const patchBay = new PatchBay()
  const deliver: ConstructorParameters<typeof Recorder>[1] = (record) =>
    callData(dataSettings(env)).recordCall(record)
  const recorder = new Recorder(ctx.storage, deliver, patchBay, Date.now)
  const places = placesIn(env.DIRECTORY, config.maxConcurrentCalls)
  const accounts = { twilio: config.twilio.account, openai: config.openai }
  const direct = new StoredLine(ctx.storage)
  const outside = outsideOf(env, keptSecrets(ctx.storage))
  const pseudonym = (person: string) => pseudonymOf(person, dataSettings(env))
  const wake = () => ctx.waitUntil(chores.run())
  const after = afterCall(ctx.storage, recorder, patchBay, {
    account: config.openai,
    outside,
    pseudonym,
    now: Date.now,
    report: (record) => callData(dataSettings(env)).recordAfterCall(record),
    ...discordIn(env),
    wake,
  })
  const chores = choresOf(ctx.storage, recorder, accounts, places, after)
  const desk = {
    account: config.twilio.account,
    publicUrl: config.publicUrl,
    count: (agentId: string, perDay: number) =>
      env.DIRECTORY.getByName(DIRECTORY_NAME).countMessage(agentId, perDay),
  }
  const surroundings: Surroundings = {
    accounts: config,
    outside,
    recorder,
    patchBay,
    takeUp: takeUpIn(env),
    agentSnapshot: (agentId) => callData(dataSettings(env)).agentSnapshot(agentId),
    direct,
    line: ({ carrier }) => carrierNamed(carrier)?.line(accounts, direct) ?? null,
    persons: personsIn(env, accounts, (work) => ctx.waitUntil(work)),
    sendMessage: textMessages(desk, recorder),
    pseudonym,
    now: Date.now,
    // The record leaves now, and the place on the line is given back.
    over: () => ctx.waitUntil(Promise.all([recorder.outbox.flush(), chores.run()])),
  }
  const forgetEarlierOf = (callSid: string) =>
    unlessOlder(env.CALLS.getByName(callSid).forgetEarlier(), undefined)
  const handingOn = new HandingOn(recorder, forgetEarlierOf, Date.now)
  return {
    recorder,
    patchBay,
    places,
    after,
    chores,
    surroundings,
    door: new StreamDoor(ctx.storage),
    handingOn,
    /** Nothing is kept of a call that is over, here or with the call that went on with it. */
    forget(): true {
      ctx.waitUntil(handingOn.forgetHandedOn())
      return recorder.journal.forget()
    },
  }
}
