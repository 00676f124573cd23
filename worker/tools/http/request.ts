/** The request that a call of a tool becomes. */
import type { HttpTool } from '../../../convex/model/tools.ts'
import type { AgentFacts, CallFacts } from '../../call/ports.ts'
import { type Arguments, filledAddress, hasBody, withQuery } from './address.ts'

/** What a signed request says of the call beside the arguments. */
export interface Switchboard {
  /** The carrier's id of the call. */
  call: string
  /** The caller's number as the carrier gave it. */
  caller: string
  /** The number that was called. */
  called: string
  agent: { id: string; name: string; version: number }
  tool: string
  /** Only where there is no body: what was asked, so that the signature is one of the whole request. */
  method?: string
  url?: string
}

export interface ToolRequest {
  url: string
  headers: Record<string, string>
  body: string | undefined
  /** What is signed; its receiver reads it in the body, or in the header `switchboard` where there is none. */
  signed: string
}

export type Facts = { call: CallFacts; agent: AgentFacts }

/** The header in which requests without a body say of which call they are. */
export const SWITCHBOARD_HEADER = 'switchboard'

/** Requests that are not signed say nothing of the call: they may go to anybody's API. @throws BadArguments */
export function requestOf(
  tool: Pick<HttpTool, 'name' | 'method' | 'url' | 'signingSecret'>,
  args: Arguments,
  facts: Facts,
): ToolRequest {
  const { method, signingSecret } = tool
  const { url: path, rest } = filledAddress(tool.url, args)
  const about = aboutCall(tool.name, facts)
  const accept = 'application/json, text/plain;q=0.9, */*;q=0.1'
  if (hasBody(method)) {
    const body = JSON.stringify(signingSecret === null ? rest : { ...rest, switchboard: about })
    const headers = { accept, 'content-type': 'application/json' }
    return { url: path, headers, body, signed: body }
  }
  const url = withQuery(path, rest)
  const asked = URL.parse(url)?.href ?? url
  return {
    url,
    headers: { accept },
    body: undefined,
    signed: inAscii(JSON.stringify({ ...about, method, url: asked })),
  }
}

function aboutCall(tool: string, { call, agent }: Facts): Switchboard {
  const { agentId: id, name, version } = agent
  return {
    call: call.callSid,
    caller: call.from,
    called: call.to,
    agent: { id, name, version },
    tool,
  }
}

/** JSON that a header can hold: other characters are written by their numbers. */
function inAscii(json: string): string {
  return json.replaceAll(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
