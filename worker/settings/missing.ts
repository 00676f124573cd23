import { isSamePlace } from '../lib/samePlace.ts'
import type { SettingName, Settings } from './schema.ts'

/** Whether a setting is set to something usable. */
export type IsSet = (name: SettingName) => boolean

/** One sentence for each thing that is missing, whatever the others hold. */
export function missingSettings(isSet: IsSet): string[] {
  const problems: string[] = []
  if (!isSet('OPENAI_API_KEY')) {
    problems.push('OPENAI_API_KEY is not set: calls are answered with an apology.')
  }
  if (!isSet('TWILIO_AUTH_TOKEN')) {
    problems.push('TWILIO_AUTH_TOKEN is not set: requests from Twilio are refused.')
  }
  if (!isSet('PUBLIC_URL')) {
    problems.push(
      'PUBLIC_URL is not set: requests from Twilio are refused, as signatures cover it.',
    )
  }
  if (isSet('CONVEX_URL') && !isSet('AUTH_PRIVATE_KEY')) {
    problems.push('AUTH_PRIVATE_KEY is not set: Convex will refuse this Worker.')
  }
  return [...problems, ...missingForSignIn(isSet), ...missingForControl(isSet)]
}

function missingForSignIn(isSet: IsSet): string[] {
  const problems: string[] = []
  const [team, audience] = [isSet('ACCESS_TEAM_DOMAIN'), isSet('ACCESS_AUD')]
  if (team !== audience) {
    const name = team ? 'ACCESS_AUD' : 'ACCESS_TEAM_DOMAIN'
    problems.push(`${name} is not set: nobody can sign in by Cloudflare Access.`)
  }
  if (!isSet('OPERATOR_PASSWORD') && !isSet('SIGN_IN_TOKEN') && !(team && audience)) {
    problems.push(
      'Nobody can sign in: set OPERATOR_PASSWORD, or ACCESS_TEAM_DOMAIN and ACCESS_AUD.',
    )
  }
  return problems
}

function missingForControl(isSet: IsSet): string[] {
  const problems: string[] = []
  const service = isSet('CONTROL_API_BASE_URL')
  const id = isSet('CONTROL_API_ACCESS_CLIENT_ID')
  const secret = isSet('CONTROL_API_ACCESS_CLIENT_SECRET')
  if (service && !isSet('CONTROL_API_TOKEN')) {
    problems.push(
      'CONTROL_API_TOKEN is not set: the service at CONTROL_API_BASE_URL is asked without it, and /control stays shut.',
    )
  }
  if (id !== secret) {
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
/** Whoever has such a token may end every call. */
const GOOD_TOKEN_LENGTH = 24

/** One sentence for each thing that is set, and not well. */
export function poorSettings(settings: Settings): string[] {
  const { OPERATOR_PASSWORD: password, CONTROL_API_TOKEN: token } = settings
  const { CONTROL_API_BASE_URL: service, PUBLIC_URL: own } = settings
  const problems: string[] = []
  if (password && password.length < GOOD_PASSWORD_LENGTH) {
    problems.push(`OPERATOR_PASSWORD is short: use ${GOOD_PASSWORD_LENGTH} characters or more.`)
  }
  if (token && token.length < GOOD_TOKEN_LENGTH) {
    problems.push(`CONTROL_API_TOKEN is short: use ${GOOD_TOKEN_LENGTH} characters or more.`)
  }
  if (service && own && isSamePlace(service, own)) {
    problems.push('CONTROL_API_BASE_URL is this Worker itself: nothing is passed on to it.')
  }
  return problems
}
