import type { AfterCall, OutcomeField, Webhook } from '../../../../convex/model/afterCall.ts'
import { FIELD_TYPES } from './fieldTypes.ts'

/** What happens after a call, in words: key, label, text. */
export function describeAfterCall({
  outcome,
  webhooks,
  discord,
}: AfterCall): [string, string, string][] {
  return [
    ['outcome', 'Outcome', outcome ? outcomeText(outcome.model, outcome.fields) : 'Not looked for'],
    ['webhooks', 'Webhooks', webhooks.map(webhookText).join('; ') || 'None'],
    [
      'discord',
      'Discord',
      discord === null ? 'As the installation is set' : `Its own (${discord})`,
    ],
  ]
}

function outcomeText(model: string, fields: readonly OutcomeField[]): string {
  const found = fields.map(fieldText).join('; ')
  return `By ${model || 'the installation’s chat model'}${found && `: ${found}`}`
}

function fieldText({ name, type, description, choices }: OutcomeField): string {
  const label = FIELD_TYPES.find(({ value }) => value === type)?.label ?? type
  const list = choices.length > 0 ? `: ${choices.join(', ')}` : ''
  return `${name} (${label}${list}): ${description}`
}

/** References tell a changed secret, and tell no secret. */
function webhookText({ url, events, secret, earlierSecret }: Webhook): string {
  const signed = earlierSecret === null ? secret : `${secret} and ${earlierSecret}`
  return `${url} (${events.join(', ')}; signed with ${signed})`
}
