import { expect, test } from 'vitest'
import { originSchema } from '../../../convex/model/chatSettings.ts'

test.each([
  ['https://www.example.com', 'https://www.example.com'],
  ['https://WWW.example.com/', 'https://www.example.com'],
  ['http://localhost:5173', 'http://localhost:5173'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
  ['https://xn--bcher-kva.example', 'https://xn--bcher-kva.example'],
])('%s is an origin', (text, origin) => {
  expect(originSchema.parse(text)).toBe(origin)
})

test.each([
  'https://www.example.com/shop',
  'https://user@www.example.com',
  'javascript://www.example.com',
  'null',
  '*',
  'https://*',
  'https://*.example.com',
  'https://example.com;sandbox',
  "https://example.com'self'",
])('%s is none', (text) => {
  expect(originSchema.safeParse(text).success).toBe(false)
})
