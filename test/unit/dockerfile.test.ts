import { readFileSync } from 'node:fs'
import { validate } from 'dockerfile-utils'
import { DockerfileParser } from 'dockerfile-ast'
import { expect, test } from 'vitest'

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
const DOCKERFILE = read('Dockerfile')
const instructions = DockerfileParser.parse(DOCKERFILE).getInstructions()
const indexOf = (keyword: string) =>
  instructions.findIndex((instruction) => instruction.getInstruction() === keyword)

test('the Dockerfile is without complaint', () => {
  const complaints = validate(DOCKERFILE, { instructionJSONInSingleQuotes: 2 })
  expect(complaints.map(({ message, range }) => [range.start.line + 1, message])).toEqual([])
})

test('the container does not run as root, and tells whether it is well', () => {
  const user = instructions[indexOf('USER')]
  expect(user?.getArgumentsContent()).toBe('node')
  expect(indexOf('USER')).toBeLessThan(indexOf('COPY'))
  expect(indexOf('HEALTHCHECK')).toBeGreaterThan(0)
  expect(indexOf('VOLUME')).toBeGreaterThan(0)
})

test('no secret gets into the image', () => {
  const ignored = read('.dockerignore').split('\n')
  expect(ignored).toEqual(
    expect.arrayContaining(['.dev.vars', '.env', '.switchboard', '.wrangler']),
  )
})
