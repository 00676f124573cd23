import { destinationText } from './destinations/destinationWords.ts'
import type { Header, Lookup, ToolSettings } from '../../../../convex/model/tools.ts'

/** An agent's tools in words, by the keys of the settings. */
export function describeTools(tools: ToolSettings): [key: string, label: string, text: string][] {
  const { sms, handOff, http, mcp, lookup, variables } = tools
  return [
    ['endCall', 'End the call', onOff(tools.endCall)],
    ['sendDtmf', 'Send tones', onOff(tools.sendDtmf)],
    ['collectDigits', 'Collect digits', onOff(tools.collectDigits)],
    ['timeZone', 'Tell the time', tools.timeZone ?? 'Off'],
    ['sms', 'Send text messages', sms ? smsText(sms) : 'Off'],
    ['handOff', 'Other agents', listed(handOff.map(({ agentId, when }) => `${agentId}: ${when}`))],
    ['destinations', 'People', listed(tools.destinations.map(destinationText))],
    ['http', 'HTTP tools', listed(http.map(httpText))],
    ['mcp', 'MCP servers', listed(mcp.map(serverText))],
    ['lookup', 'Look callers up', lookup ? lookupText(lookup) : 'Off'],
    [
      'variables',
      'Variables',
      listed(variables.map(({ name, fallback }) => `${name}, else “${fallback}”`)),
    ],
    ['keepsPromises', 'Keep promises', onOff(tools.keepsPromises)],
  ]
}

const onOff = (on: boolean) => (on ? 'On' : 'Off')
const listed = (texts: string[]) => (texts.length === 0 ? 'None' : texts.join('; '))

function smsText({ others, perDay }: { others: string[]; perDay: number }): string {
  const to = others.length === 0 ? '' : `, also to ${others.join(', ')}`
  return `At most ${perDay} a day${to}`
}

function httpText(tool: ToolSettings['http'][number]): string {
  const parts = [
    `${tool.name}: ${tool.method} ${tool.url}`,
    `“${tool.description}”`,
    tool.parameters,
    ...headersText(tool.headers),
    ...(tool.signingSecret === null ? [] : ['signed']),
    `${tool.timeoutMs} ms`,
    ...(tool.repeatable ? ['safe to repeat'] : []),
    ...(tool.filler === '' ? [] : [`says “${tool.filler}”`]),
  ]
  return parts.join(', ')
}

function serverText({ name, url, auth, allowed, timeoutMs, filler }: ToolSettings['mcp'][number]) {
  const names = allowed.map((tool) => `${tool.name} (${tool.fingerprint.slice(0, 8)})`)
  const parts = [
    `${name}: ${url}`,
    ...(auth.kind === 'none' ? [] : [auth.kind === 'bearer' ? 'by token' : `as ${auth.clientId}`]),
    names.length === 0 ? 'no tools' : names.join(' and '),
    `${timeoutMs} ms`,
    ...(filler === '' ? [] : [`says “${filler}”`]),
  ]
  return parts.join(', ')
}

function lookupText({ url, headers, signingSecret }: Lookup): string {
  const signed = signingSecret === null ? [] : ['signed']
  return [url, ...headersText(headers), ...signed].join(', ')
}

/** Of a secret, only that there is one. */
const headersText = (headers: readonly Header[]): string[] =>
  headers.map(({ name, value }) => `${name}: ${value.kind === 'plain' ? value.text : '(secret)'}`)
