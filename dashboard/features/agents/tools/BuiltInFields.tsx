import { NumberField } from '../../../components/NumberField.tsx'
import { Switch } from '../../../components/Switch.tsx'
import { ownTimeZone } from '../../../lib/format.ts'
import { TextField } from './TextField.tsx'
import type { ToolsPartProps } from './part.ts'

export function BuiltInFields(props: ToolsPartProps) {
  const { tools, set, errorAt } = props
  return (
    <div className="grid grid-cols-1 gap-4">
      <Switch
        label="End the call"
        help="The agent hangs up once it has said goodbye."
        checked={tools.endCall}
        onChecked={(endCall) => set({ endCall })}
      />
      <Switch
        label="Send tones"
        help="The agent presses keys, as in another company's phone menu."
        checked={tools.sendDtmf}
        onChecked={(sendDtmf) => set({ sendDtmf })}
      />
      <Switch
        label="Collect digits"
        help="The caller types numbers on their keypad. Those that are sensitive are kept from the model."
        checked={tools.collectDigits}
        onChecked={(collectDigits) => set({ collectDigits })}
      />
      <Switch
        label="Tell the time"
        help="The agent knows date and time in the time zone below."
        checked={tools.timeZone !== null}
        onChecked={(on) => set({ timeZone: on ? ownTimeZone() : null })}
      />
      {tools.timeZone !== null && (
        <div className="sm:max-w-sm">
          <TextField
            label="Time zone"
            help="As the tz database names it, like Europe/Berlin."
            error={errorAt('timeZone')}
            value={tools.timeZone}
            onValue={(timeZone) => set({ timeZone })}
            isCode
          />
        </div>
      )}
      <SmsFields {...props} />
      <Switch
        label="Keep promises"
        help="An agent that says it will do something, and does not, is asked once to do it."
        checked={tools.keepsPromises}
        onChecked={(keepsPromises) => set({ keepsPromises })}
      />
    </div>
  )
}

function SmsFields({ tools: { sms }, set, errorAt }: ToolsPartProps) {
  return (
    <>
      <Switch
        label="Send text messages"
        help="To the caller's own number, three a call at the most."
        error={errorAt('sms')}
        checked={sms !== null}
        onChecked={(on) => set({ sms: on ? { others: [], perDay: 100 } : null })}
      />
      {sms && (
        <div className="grid grid-cols-1 gap-x-5 gap-y-2 sm:grid-cols-2">
          <NumberField
            label="Messages a day"
            help="Of all calls of this agent."
            error={errorAt('sms.perDay')}
            value={sms.perDay}
            onValue={(perDay) => set({ sms: { ...sms, perDay } })}
          />
          <TextField
            label="Other numbers"
            optional
            help="Who may get one beside the caller, separated by commas."
            error={firstError(errorAt, sms.others.length)}
            value={sms.others.join(',')}
            onValue={(text) => set({ sms: { ...sms, others: numbersIn(text) } })}
            isCode
          />
        </div>
      )}
    </>
  )
}

/** What is between the commas; a comma at the end begins another number. */
const numbersIn = (text: string): string[] =>
  text.trim() === '' ? [] : text.replaceAll(' ', '').split(',')

function firstError(errorAt: ToolsPartProps['errorAt'], count: number): string | undefined {
  const paths = Array.from({ length: count }, (_none, at) => `sms.others.${at}`)
  return ['sms.others', ...paths].map(errorAt).find((error) => error !== undefined)
}
