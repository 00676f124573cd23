/**
 * The countries (ISO 3166-1) whose numbers somebody is likely to type: that of the agent's locale, and
 * those of the browser's languages.
 */
export function likelyCountries(locale: string, languages: readonly string[]): string[] {
  return [...new Set([locale, ...languages].flatMap(countryOf))]
}

/** A language without a country stands for the one where most of its speakers live. */
function countryOf(tag: string): string[] {
  try {
    return [new Intl.Locale(tag).maximize().region ?? []].flat()
  } catch {
    // Browsers tell what their system tells them, like `en-US@posix`, which is no language tag.
    return []
  }
}
