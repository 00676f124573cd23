import { isSamePlace } from '../lib/samePlace.ts'
import type { Settings } from './schema.ts'

/** One sentence for each thing that is missing, or that the settings do not agree on. */
export function missingSettings(settings: Settings): string[] {
  const problems: string[] = []
  if (!settings.OPENAI_API_KEY) {
    problems.push('OPENAI_API_KEY is not set: calls are answered with an apology.')
  }
  if (!settings.TWILIO_AUTH_TOKEN) {
    problems.push('TWILIO_AUTH_TOKEN is not set: requests from Twilio are refused.')
  }
  if (!settings.PUBLIC_URL) {
    problems.push(
      'PUBLIC_URL is not set: requests from Twilio are refused, as signatures cover it.',
    )
  }
  if (settings.CONVEX_URL && !settings.AUTH_PRIVATE_KEY) {
    problems.push('AUTH_PRIVATE_KEY is not set: Convex will refuse this Worker.')
  }
  return [...problems, ...signInProblems(settings), ...controlProblems(settings)]
}

/** Whoever has such a token may end every call. */
const GOOD_TOKEN_LENGTH = 24

function controlProblems(settings: Settings): string[] {
  const { CONTROL_API_TOKEN: token, CONTROL_API_BASE_URL: service, PUBLIC_URL: own } = settings
  const { CONTROL_API_ACCESS_CLIENT_ID: id, CONTROL_API_ACCESS_CLIENT_SECRET: secret } = settings
  const problems: string[] = []
  if (token && token.length < GOOD_TOKEN_LENGTH) {
    problems.push(`CONTROL_API_TOKEN is short: use ${GOOD_TOKEN_LENGTH} characters or more.`)
  }
  if (service && !token) {
    problems.push(
      'CONTROL_API_TOKEN is not set: the service at CONTROL_API_BASE_URL is asked without it, and /control stays shut.',
    )
  }
  if (service && own && isSamePlace(service, own)) {
    problems.push('CONTROL_API_BASE_URL is this Worker itself: nothing is passed on to it.')
  }
  if (Boolean(id) !== Boolean(secret)) {
    const name = `CONTROL_API_ACCESS_CLIENT_${id ? 'SECRET' : 'ID'}`
    problems.push(`${name} is not set: the control service is asked without a token of Access.`)
  }
  if (id && secret && !service) {
    problems.push('CONTROL_API_BASE_URL is not set: its token of Access has no use.')
  }
  return problems
}

/** Shorter passwords are guessed, however slowly guesses may come. */
const GOOD_PASSWORD_LENGTH = 12

function signInProblems(settings: Settings): string[] {
  const { OPERATOR_PASSWORD: password, SIGN_IN_TOKEN: link } = settings
  const { ACCESS_TEAM_DOMAIN: team, ACCESS_AUD: audience } = settings
  const problems: string[] = []
  if (Boolean(team) !== Boolean(audience)) {
    const name = team ? 'ACCESS_AUD' : 'ACCESS_TEAM_DOMAIN'
    problems.push(`${name} is not set: nobody can sign in by Cloudflare Access.`)
  }
  if (password && password.length < GOOD_PASSWORD_LENGTH) {
    problems.push(`OPERATOR_PASSWORD is short: use ${GOOD_PASSWORD_LENGTH} characters or more.`)
  }
  if (!password && !link && !(team && audience)) {
    problems.push(
      'Nobody can sign in: set OPERATOR_PASSWORD, or ACCESS_TEAM_DOMAIN and ACCESS_AUD.',
    )
  }
  return problems
}
