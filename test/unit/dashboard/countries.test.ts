import { expect, test } from 'vitest'
import { likelyCountries } from '../../../dashboard/lib/countries.ts'

test('the agent’s country comes first, then those of the browser’s languages, each once', () => {
  expect(likelyCountries('de-DE', ['en-GB', 'de', 'fr-CA'])).toEqual(['DE', 'GB', 'CA'])
})

test('what is no language tag is left out', () => {
  expect(likelyCountries('en-US', ['en-US@posix', 'C.UTF-8', ''])).toEqual(['US'])
})
