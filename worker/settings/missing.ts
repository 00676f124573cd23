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
  return [...problems, ...signInProblems(settings)]
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
