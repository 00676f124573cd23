/** What there is to do after a deploy, in the order in which it works. */
import { type DeployFacts, namesKnown } from './deployChecks.ts'

/** `origin`: where the Worker is. */
export function nextSteps(facts: DeployFacts, origin: string): string {
  const names = namesKnown(facts)
  const own = facts.file?.['PUBLIC_URL']?.replace(/\/+$/, '') ?? origin
  const steps = [
    ...settingsStep(names, own),
    ...(names.has('CONVEX_URL') ? [CONVEX] : []),
    signInStep(names, own),
    numberStep(own),
    `See that it answers:\n     curl ${own}/health`,
  ]
  const list = steps.map((step, index) => `  ${index + 1}. ${step}`).join('\n')
  return `What comes next (docs/deployment.md):\n\n${list}\n`
}

/** Without these no call is answered. */
const NEEDED = ['OPENAI_API_KEY', 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'] as const

function settingsStep(names: ReadonlySet<string>, own: string): string[] {
  const missing = NEEDED.filter((name) => !names.has(name)).map((name) => put(name))
  const url = names.has('PUBLIC_URL') ? [] : [`${put('PUBLIC_URL')}   # ${own}`]
  const all = [...url, ...missing]
  return all.length === 0 ? [] : [`Set what is missing:\n${all.join('\n')}`]
}

const put = (name: string): string => `     npx wrangler secret put ${name}`

const CONVEX =
  'Bring the functions and rows at Convex up to date:\n     npx convex deploy\n     npx convex run migrations:run'

function signInStep(names: ReadonlySet<string>, own: string): string {
  if (names.has('ACCESS_TEAM_DOMAIN') && names.has('ACCESS_AUD')) {
    return `Sign in by Cloudflare Access:\n     ${own}/auth/access`
  }
  if (names.has('OPERATOR_PASSWORD')) return `Sign in by the password:\n     ${own}`
  return `Let somebody sign in, then do so at ${own}:\n${put('OPERATOR_PASSWORD')}`
}

const numberStep = (own: string): string =>
  `Make an agent, add the number, and press “Point here” on the page Settings; or write at Twilio, each with POST:
     a call comes in        ${own}/twilio/voice
     primary handler fails  ${own}/twilio/fallback
     call status changes    ${own}/twilio/status`
