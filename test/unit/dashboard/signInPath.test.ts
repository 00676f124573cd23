import { expect, test } from 'vitest'
import { nextPath, signInPath } from '../../../dashboard/lib/signInPath.ts'

test('signing in leads back to where one was', () => {
  const path = signInPath({ pathname: '/calls/CA1', search: '?status=failed' })
  expect(nextPath(new URL(path, 'https://here').search)).toBe('/calls/CA1?status=failed')
  expect(signInPath({ pathname: '/', search: '' })).toBe('/sign-in')
})

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  '/sign-in',
])('and never to %s', (next) => {
  expect(nextPath(`?next=${encodeURIComponent(next)}`)).toBe('/')
})
