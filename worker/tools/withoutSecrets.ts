/** Secrets that come back from where they were sent to: an answer may quote them. */

/** What is shorter could be anything, and taking it out would tell what it is. */
const SHORTEST = 6

/** The text without these secrets, in whichever way a server has written them. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap(spellingsOf)
    // One may be the beginning of another.
    .toSorted((one, other) => other.length - one.length)
  let clean = text
  for (const spelling of new Set(spellings)) clean = clean.replaceAll(spelling, '…')
  return clean
}

function spellingsOf(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret)
  const base64 = btoa(String.fromCharCode(...bytes))
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    base64,
    base64.replaceAll('=', ''),
    base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  ]
}
