import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('../../../dashboard/styles.css', import.meta.url), 'utf8')

/** The lightness of a token, light and dark, 0 to 1. */
function lightness(token: string): [light: number, dark: number] {
  const value = new RegExp(`--color-${token}: light-dark\\(oklch\\(([\\d.]+) .*?oklch\\(([\\d.]+) `)
  const [, light, dark] = css.match(value) ?? []
  return [Number(light), Number(dark)]
}

/** So that they are told apart in grey. */
const APART = 0.13

test.each([
  ['data', 'data-bad'],
  ['data-pause', 'data-start'],
  ['data-start', 'data-model'],
  ['data-model', 'data-mouth'],
  ['data-mouth', 'data-line'],
  ['data-start', 'data-mouth'],
  ['data-model', 'data-line'],
  ['data-pause', 'data-model'],
  ['data-pause', 'data-line'],
  ['data-start', 'data-line'],
])('%s and %s differ in lightness', (one, other) => {
  const [light, dark] = lightness(one)
  const [otherLight, otherDark] = lightness(other)
  expect(Math.abs(light - otherLight)).toBeGreaterThan(APART)
  expect(Math.abs(dark - otherDark)).toBeGreaterThan(APART)
})
