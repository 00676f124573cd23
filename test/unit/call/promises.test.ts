/** What an agent says that it does, and does not do. */
import { describe, expect, test } from 'vitest'
import { LOCALE_TAGS, type Locale } from '../../../convex/model/locales.ts'
import { promisedIn } from '../../../worker/call/promises/index.ts'
import type { CallRules } from '../../../worker/call/state.ts'
import { audio, committed, done, ready, responds, ScriptedCall, started, words } from './script.ts'

const RULE = { timeoutMs: 5_000, repeatable: false, filler: null }
const TOOLS = { end_call: RULE, hand_off: RULE, send_sms: RULE, book_appointment: RULE }

function talking(locale: Locale = 'en-US', rules: Partial<CallRules> = {}): ScriptedCall {
  const call = new ScriptedCall({ locale, tools: TOOLS, keepsPromises: true, ...rules })
  call.at(0, started)
  call.at(0, ready)
  return call
}

/** The agent says something in an answer of its own; the caller has heard it a second later. */
function says(call: ScriptedCall, text: string, id = 'r1', tool: string | null = null): void {
  const now = call.now + 100
  call.at(now, responds(id))
  call.at(now, words(id, `i${id}`, text))
  call.at(now, audio(id, `i${id}`, 1_000))
  if (tool !== null) calls(call, id, tool)
  call.at(now + 50, done(id))
}

function calls(call: ScriptedCall, id: string, name: string): void {
  const toolCallId = `t${id}`
  call.at(call.now, { type: 'engine.tool_call', responseId: id, toolCallId, name, args: '{}' })
}

/** The tools that the agent was made to call. */
function demanded(call: ScriptedCall): string[] {
  return call.effects.flatMap(({ effect }) =>
    effect.type === 'engine.respond' && effect.request.kind === 'do' ? [effect.request.tool] : [],
  )
}

const unkept = (call: ScriptedCall) =>
  call.journal.flatMap((entry) => (entry.kind === 'unkept' ? [entry.tool] : []))

type Turn = [locale: Locale, text: string, tool: string | null]

/** Twenty turns that promise, and twenty that only seem to. */
const TURNS: readonly Turn[] = [
  ['en-US', 'Of course. I’ll put you through to my colleague now.', 'hand_off'],
  ['en-US', 'Alright, let me transfer you to the sales department.', 'hand_off'],
  ['en-US', 'Great, I’ve booked that for you: Tuesday at ten.', 'book_appointment'],
  ['en-US', 'Perfect. Your appointment is now confirmed for Friday.', 'book_appointment'],
  ['en-US', 'No problem, I’ll text you the address right away.', 'send_sms'],
  ['en-US', 'I have just sent the link to your phone.', 'send_sms'],
  ['en-US', 'Thank you for calling. Goodbye!', 'end_call'],
  ['en-GB', 'Okay, I’m going to hang up now. Take care.', 'end_call'],
  ['de-DE', 'Gerne. Ich verbinde Sie jetzt mit dem Verkauf.', 'hand_off'],
  ['de-DE', 'Ich habe Ihren Termin am Dienstag um zehn eingetragen.', 'book_appointment'],
  ['de-DE', 'Einen Moment, ich schicke Ihnen die Adresse per SMS.', 'send_sms'],
  ['de-DE', 'Vielen Dank für Ihren Anruf. Auf Wiederhören!', 'end_call'],
  ['es-ES', 'Claro, le paso con mi compañera de ventas.', 'hand_off'],
  ['es-ES', 'Perfecto, he reservado la mesa para las nueve.', 'book_appointment'],
  ['es-MX', 'Enseguida le envío la dirección en un mensaje de texto.', 'send_sms'],
  ['es-ES', 'Gracias por su llamada. ¡Adiós!', 'end_call'],
  ['fr-FR', 'Bien sûr, je vous passe ma collègue.', 'hand_off'],
  ['fr-FR', 'C’est fait, j’ai réservé une table pour vingt heures.', 'book_appointment'],
  ['fr-FR', 'Je vous envoie l’adresse par SMS.', 'send_sms'],
  ['fr-FR', 'Merci de votre appel. Au revoir !', 'end_call'],
  ['en-US', 'Would you like me to put you through to a colleague?', null],
  ['en-US', 'If you like, I’ll book that for you.', null],
  ['en-US', 'I’m afraid I can’t transfer you at this hour.', null],
  ['en-US', 'I can text you the address. Shall I do that?', null],
  ['en-US', 'We are open from nine to six. Anything else?', null],
  ['en-US', 'I’ll send you an email with the details.', null],
  ['en-GB', 'I’ll put you on hold for a moment.', null],
  ['en-US', 'I have a free place on Tuesday, which you could book online.', null],
  ['en-US', 'You said goodbye to your old contract last year, is that right?', null],
  ['de-DE', 'Soll ich Sie mit dem Verkauf verbinden?', null],
  ['de-DE', 'Ich kann Ihnen die Adresse gern per SMS schicken.', null],
  ['de-DE', 'Ich habe am Dienstag um zehn noch einen Termin frei.', null],
  ['de-DE', 'Leider kann ich Sie gerade nicht durchstellen.', null],
  ['es-ES', '¿Quiere que le pase con un compañero?', null],
  ['es-ES', 'Si lo desea, le reservo una mesa.', null],
  ['es-MX', 'No puedo enviarle mensajes de texto a ese número.', null],
  ['fr-FR', 'Voulez-vous que je vous passe un collègue ?', null],
  ['fr-FR', 'Je ne peux pas vous envoyer de SMS.', null],
  ['fr-FR', 'Si vous voulez, je réserve une table.', null],
  ['fr-FR', 'Nous sommes ouverts de neuf heures à midi.', null],
]

test('of forty turns, those are found that promise, and one response is asked for at a time', () => {
  const found = TURNS.filter(([locale, text, tool]) => {
    const call = talking(locale)
    says(call, text)
    call.until(call.now + 5_000)
    const asked = demanded(call)
    expect(asked.length).toBeLessThanOrEqual(1)
    return tool !== null && asked[0] === tool
  })
  const alarms = TURNS.filter(([locale, text, tool]) => {
    const call = talking(locale)
    says(call, text)
    call.until(call.now + 5_000)
    return tool === null && demanded(call).length > 0
  })
  expect(TURNS.filter(([, , tool]) => tool !== null)).toHaveLength(20)
  expect(TURNS).toHaveLength(40)
  expect(found.length).toBeGreaterThanOrEqual(18)
  expect(alarms.length).toBeLessThanOrEqual(1)
})

describe('an agent that promises', () => {
  test('has two seconds, and is then made to, once', () => {
    const call = talking()
    says(call, 'I’ll text you the address.')
    call.until(2_149)
    expect(demanded(call)).toEqual([])
    call.until(5_000)
    expect(demanded(call)).toEqual(['send_sms'])
    call.at(5_000, responds('r2'))
    calls(call, 'r2', 'send_sms')
    call.at(5_050, done('r2'))
    call.until(9_000)
    expect(unkept(call)).toEqual([])
    expect(call.journal).toContainEqual(
      expect.objectContaining({ name: 'send_sms', asked: 'promise' }),
    )
  })

  test('and calls the tool in the same answer, or soon after, is left alone', () => {
    const same = talking()
    says(same, 'I’ll text you the address.', 'r1', 'send_sms')
    same.until(4_000)
    expect(demanded(same)).toEqual([])
    const soon = talking()
    says(soon, 'I’ll text you the address.')
    soon.at(1_000, responds('r2'))
    calls(soon, 'r2', 'send_sms')
    soon.until(6_000)
    expect(demanded(soon)).toEqual([])
  })

  test('and does not do it when it is made to has not kept its word', () => {
    const call = talking()
    says(call, 'I’ll text you the address.')
    call.until(3_000)
    says(call, 'Done!', 'r2')
    expect(unkept(call)).toEqual(['send_sms'])
    call.until(20_000)
    expect(demanded(call)).toEqual(['send_sms'])
  })

  test('and is hung up on has not kept it either, but for a goodbye', () => {
    const call = talking()
    says(call, 'I’ll text you the address.')
    call.at(1_000, { type: 'carrier.stopped' })
    expect(unkept(call)).toEqual(['send_sms'])
    const goodbye = talking()
    says(goodbye, 'Goodbye!')
    goodbye.at(1_000, { type: 'carrier.stopped' })
    expect(unkept(goodbye)).toEqual([])
  })

  test('may say again what was done before', () => {
    const call = talking()
    says(call, 'I’ll text you the address.', 'r1', 'send_sms')
    call.at(1_000, { type: 'tool.settled', toolCallId: 'tr1', output: 'Sent.', directive: null })
    says(call, 'I’ve sent it to your phone.', 'r2')
    call.at(4_000, committed('c1'))
    says(call, 'Yes, I have sent it to your phone.', 'r3')
    call.until(9_000)
    expect(demanded(call)).toEqual([])
  })

  test('is believed where that is not wanted, or it has no such tool', () => {
    const trusting = talking('en-US', { keepsPromises: false })
    says(trusting, 'I’ll text you the address.')
    trusting.until(5_000)
    const poor = talking('en-US', { tools: { end_call: RULE } })
    says(poor, 'I’ll text you the address.')
    poor.until(5_000)
    expect([...demanded(trusting), ...demanded(poor)]).toEqual([])
  })
})

/** A goodbye and a transfer in every language. */
const EVERYWHERE: Record<string, readonly [goodbye: string, transfer: string]> = {
  en: ['Goodbye.', 'I’m connecting you now.'],
  de: ['Tschüs!', 'Ich stelle Sie durch.'],
  es: ['Hasta luego.', 'Le paso con él.'],
  fr: ['Au revoir.', 'Je vous transfère.'],
  it: ['Arrivederci.', 'La passo al collega.'],
  nl: ['Tot ziens.', 'Ik verbind u door.'],
  pl: ['Do widzenia.', 'Już łączę z kolegą.'],
  pt: ['Tchau.', 'Vou transferir a ligação.'],
  sv: ['Hej då.', 'Jag kopplar dig vidare.'],
  tr: ['Hoşça kalın.', 'Sizi bağlıyorum.'],
  uk: ['До побачення.', 'З’єдную вас з колегою.'],
  ar: ['مع السلامة.', 'سأحولك الآن إلى زميلي.'],
  hi: ['अलविदा।', 'मैं आपको जोड़ रहा हूँ।'],
  ja: ['失礼いたします。', '担当者におつなぎします。'],
  ko: ['안녕히 계세요.', '담당자에게 연결해 드리겠습니다.'],
  zh: ['再见。', '我帮您转接。'],
}

test.each(LOCALE_TAGS)('promises are known in %s', (locale) => {
  const [goodbye = '', transfer = ''] = EVERYWHERE[locale.split('-')[0] ?? ''] ?? []
  const names = Object.keys(TOOLS)
  expect(promisedIn(goodbye, locale, names)?.tool).toBe('end_call')
  expect(promisedIn(transfer, locale, names)?.tool).toBe('hand_off')
  expect(promisedIn('', locale, names)).toBeNull()
})
