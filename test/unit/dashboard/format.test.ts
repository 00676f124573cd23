import { globSync, readFileSync } from 'node:fs'
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min'
import { expect, test } from 'vitest'
import {
  formatMoney,
  formatMs,
  formatNumber,
  formatShare,
  pageLocale,
} from '../../../dashboard/lib/format.ts'
import { displayPhoneNumber } from '../../../dashboard/lib/phoneNumber.ts'

const dashboard = new URL('../../../dashboard/', import.meta.url).pathname

test('numbers become words in one place', () => {
  const elsewhere = globSync('{*,components,features,lib}/**/*.{ts,tsx}', { cwd: dashboard })
    .filter((path) => path !== 'lib/format.ts')
    .filter((path) =>
      /\bIntl\.\w+Format|\.toFixed\(|\.toLocale/.test(readFileSync(dashboard + path, 'utf8')),
    )
  expect(elsewhere).toEqual([])
})

test('the page is in English, in the kind of it that the browser prefers', () => {
  expect(pageLocale(['de-DE', 'de', 'en-GB', 'en'])).toBe('en-GB')
  expect(pageLocale(['de-DE', 'de'])).toBe('en')
  expect(pageLocale(['ens', 'EN-us'])).toBe('EN-us')
})

test('a share that is not nothing never reads as nothing', () => {
  expect(formatShare(0, 10)).toBe('0 %')
  expect(formatShare(1, 5000)).toBe('< 0.1 %')
  expect(formatShare(1, 30)).toBe('3.3 %')
  expect(formatShare(2, 3)).toBe('67 %')
})

test('lengths, sums and counts', () => {
  expect([240.4, 999.6, 1849].map(formatMs)).toEqual(['240 ms', '1.0 s', '1.8 s'])
  expect(formatNumber(1218)).toBe('1,218')
  expect(formatNumber(0.72, 1)).toBe('0.7')
  expect(formatMoney(0.0123, 'EUR')).toBe('€0.0123')
  expect(formatMoney(2, 'credits')).toBe('2.00 credits')
})

test('a number is spaced after its country code; what is none stays as it is', () => {
  expect(displayPhoneNumber('+12025550147')).toBe('+1 202 555 0147')
  expect(displayPhoneNumber('+442079460018')).toBe('+44 207 946 0018')
  expect(displayPhoneNumber('+35312345678')).toBe('+353 123 4 5678')
  expect(displayPhoneNumber('sip:desk@pbx.example.com')).toBe('sip:desk@pbx.example.com')
  expect(displayPhoneNumber('anonymous')).toBe('anonymous')
})

test('every country code that is assigned is told from the number behind it', () => {
  const codes = [...new Set(getCountries().map((country) => getCountryCallingCode(country)))]
  expect(codes.length).toBeGreaterThan(200)
  const shown = codes.map((code) => displayPhoneNumber(`+${code}2345678`).split(' ')[0])
  expect(shown).toEqual(codes.map((code) => `+${code}`))
})
