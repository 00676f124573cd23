import { DEFAULT_LOCALE } from '../../convex/model/locales.ts'
import type { PersonStep } from '../call/nextStep.ts'
import { parting } from '../call/transfer/steps.ts'
import type { CarrierAccounts } from '../carriers/module.ts'
import { carrierNamed } from '../carriers/index.ts'
import { dataSettings, readConfig } from '../config.ts'
import { callData } from '../data/index.ts'
import { type LastAnswers, whoAnswers } from '../data/whoAnswers.ts'
import { hearAfterEnd, linesAfterEnd, type PersonNews } from '../shell/personNews.ts'
import type { RunningCall } from '../shell/RunningCall.ts'
import type { Surroundings } from '../shell/startCall.ts'
import type { CallBindings } from './CallBindings.ts'
import { DIRECTORY_NAME } from './CallDirectory.ts'

/** Who rings persons for the calls of this installation. */
export function personsIn(
  env: CallBindings,
  accounts: CarrierAccounts,
  background: (work: Promise<unknown>) => void,
): Surroundings['persons'] {
  const { publicUrl, twilio, defaultLocale } = readConfig(env)
  const directory = env.DIRECTORY.getByName(DIRECTORY_NAME)
  const known: LastAnswers = {
    remember: (number, answer) => directory.remember(number, answer),
    recall: (number) => directory.recall(number),
  }
  return ({ call: { callSid, from, to, carrier }, agent, accountSid }) =>
    carrierNamed(carrier)?.persons(accounts, {
      callSid,
      from,
      to,
      publicUrl,
      owner: accountSid,
      ownNumber: twilio.phoneNumber,
      locale: agent?.voice.locale ?? defaultLocale,
      leadsHere: async (phoneNumber) =>
        Boolean(
          await whoAnswers(phoneNumber, { data: callData(dataSettings(env)), known, background }),
        ),
    }) ?? null
}

/** A call hears of a person who is called for it; `call`: while it runs. Gives what that person is to do now. */
export function personSays(
  news: PersonNews,
  call: RunningCall | null,
  { recorder, persons, now }: Pick<Surroundings, 'recorder' | 'persons' | 'now'>,
): PersonStep {
  if (call) return call.hearOfPerson(news)
  const { opening } = recorder.journal
  if (opening) {
    const lines = linesAfterEnd(news, recorder.journal.entries(), now())
    for (const line of lines) recorder.write(line)
  }
  const desk = opening && persons(opening)
  if (desk) hearAfterEnd(news, desk)
  return parting(opening?.agent?.voice.locale ?? DEFAULT_LOCALE, null)
}
