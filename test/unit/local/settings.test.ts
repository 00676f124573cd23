import { mkdirSync, mkdtempSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { logLine } from '../../local/logLine.ts'
import { loadSettings } from '../../local/settings.ts'
import { lockState, newPhoneToken, phoneTokenOf, runningIn } from '../../local/stateFolder.ts'

/** A project folder with these files in it. */
function folderWith(files: Record<string, string | Uint8Array> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

const fromDevVars = (content: string | Uint8Array) =>
  loadSettings({}, folderWith({ '.dev.vars': content }))

test('the environment goes before the file, and an empty value is none', () => {
  const folder = folderWith({ '.dev.vars': 'PORT=9000\nPUBLIC_URL=a.example\nOPENAI_API_KEY=\n' })
  const settings = loadSettings({ PORT: '9001', PUBLIC_URL: '' }, folder)
  expect(settings.PORT).toBe(9001)
  expect(settings.worker.PUBLIC_URL).toBe('https://a.example')
  expect(settings.vars).toEqual({ PUBLIC_URL: 'a.example' })
  expect(settings.notes).toEqual([])
})

test('.env is read where there is no .dev.vars, and what is not read is told', () => {
  expect(loadSettings({}, folderWith({ '.env': 'PORT=9000' })).PORT).toBe(9000)
  const files = { '.env': 'PORT=1', '.dev.vars': 'PORT=9001', 'worker/.dev.vars': 'PORT=2' }
  const { PORT, notes } = loadSettings({}, folderWith(files))
  expect(PORT).toBe(9001)
  expect(notes).toEqual([
    'worker/.dev.vars is not read: settings stand in .dev.vars beside package.json.',
    '.env is not read, as there is a .dev.vars.',
  ])
})

test('a mark of UTF-8 at the start is no part of the first name', () => {
  expect(fromDevVars('\uFEFFPORT=9000').PORT).toBe(9000)
})

test('UTF-16 is told', () => {
  const utf16 = Buffer.from('\uFEFFPORT=9000', 'utf16le')
  expect(() => fromDevVars(utf16)).toThrow('.dev.vars is not UTF-8')
  expect(() => fromDevVars(utf16.subarray(2))).toThrow('.dev.vars is not UTF-8')
})

test.each([
  ['OPERATOR_PASSWORD=abc#def', 'OPERATOR_PASSWORD in .dev.vars is cut off at its #'],
  ['OPERATOR_PASSWORD=#abc', 'OPERATOR_PASSWORD in .dev.vars is cut off at its #'],
  ['OPERATOR_PASSWORD=ab c#d', 'OPERATOR_PASSWORD in .dev.vars is cut off at its #'],
  ['PORT=9000\nPORT=9001', 'PORT stands twice in .dev.vars'],
  ['PORT: 9000', '.dev.vars has a line that is not NAME=value'],
  ['PORT=eighty', 'PORT is “eighty”: it must be a port from 1 to 65535, for example 8787'],
  ['PORT=0', 'PORT is “0”'],
  ['PORT=70000', 'PORT is “70000”'],
  ['BIND_ADDRESS=everywhere', 'BIND_ADDRESS is “everywhere”: it must be the IP address'],
  ['PUBLIC_URL=http://a.example', 'PUBLIC_URL is “http://a.example”'],
  ['CONVEX_URL=https://happy-animal-123.convex.cloud', 'CONVEX_URL needs AUTH_PRIVATE_KEY'],
])('%j is refused', (line, sentence) => {
  expect(() => fromDevVars(line)).toThrow(sentence)
})

test.each([
  ['OPERATOR_PASSWORD="abc#def"', 'abc#def'],
  ["OPERATOR_PASSWORD='abc#def'  # the password", 'abc#def'],
  ['OPERATOR_PASSWORD=abcdef # the password', 'abcdef'],
  ['export OPERATOR_PASSWORD=abcdef', 'abcdef'],
  ['# A remark: x#y\n\n  \nOPERATOR_PASSWORD="two\nlines#"', 'two\nlines#'],
])('%j means what it says', (line, password) => {
  expect(fromDevVars(line).worker.OPERATOR_PASSWORD).toBe(password)
})

test('everything that is wrong is told at once', () => {
  const lines = 'PORT=x\nLOCATION_HINT=moon\nWEBHOOK_URL=https://a.example'
  expect(() => fromDevVars(lines)).toThrow(/LOCATION_HINT.*\n.*PORT.*\nWEBHOOK_URL is not used/)
})

test('a name that is no setting is told', () => {
  expect(fromDevVars('TWILIO_TOKEN=x\nOPENAI_KEY=x\nTWILIO_AUTH_TOKE=x').notes).toContain(
    'TWILIO_AUTH_TOKE is no setting of Switchboard: did you mean TWILIO_AUTH_TOKEN?',
  )
})

const ABOUT = {
  url: 'http://127.0.0.1:8787',
  publicUrl: 'http://127.0.0.1:8787',
  simulated: { phone: true, model: false, voice: true },
  brainPort: 9003,
  phonePort: 9004,
  sipPhones: 'http://127.0.0.1:9005',
}

/** As another process on this machine has left it. */
function lockOf(pid: number, touchedAgoMs: number): string {
  const folder = folderWith({ 'running.json': JSON.stringify({ pid, ...ABOUT }) })
  const at = new Date(Date.now() - touchedAgoMs)
  utimesSync(join(folder, 'running.json'), at, at)
  return folder
}

/** No system counts so far. */
const NOBODY = 2 ** 30

test('a state folder belongs to one process, until it ends', () => {
  const alive = process.ppid
  const folder = lockOf(alive, 0)
  expect(runningIn(folder)).toMatchObject({ pid: alive, ...ABOUT })
  const complaint = `already runs at http://127.0.0.1:8787 with this state folder (process ${alive})`
  expect(() => lockState(folder, ABOUT)).toThrow(complaint)
  // Its id may be another program's by now.
  expect(runningIn(lockOf(alive, 60_000))).toBeNull()
  const left = lockOf(NOBODY, 0)
  expect(runningIn(left)).toBeNull()
  const unlock = lockState(left, ABOUT)
  const lock: unknown = JSON.parse(readFileSync(join(left, 'running.json'), 'utf8'))
  expect(lock).toMatchObject({ pid: process.pid })
  unlock()
  expect(() => statSync(join(left, 'running.json'))).toThrow('ENOENT')
})

test('the phone of each state folder has a secret of its own, for its owner only', () => {
  const [one, two] = [folderWith(), folderWith()]
  expect(phoneTokenOf(one)).toBeNull()
  const token = newPhoneToken(one)
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(newPhoneToken(one)).toBe(token)
  expect(phoneTokenOf(one)).toBe(token)
  expect(newPhoneToken(two)).not.toBe(token)
  expect(statSync(join(one, 'phone-token')).mode & 0o077).toBe(0)
})

test('a log entry is one line, in colours only where asked for', () => {
  const at = new Date(2026, 0, 2, 3, 4, 5)
  const message = JSON.stringify({
    level: 'error',
    what: 'It failed.',
    callSid: 'CA1',
    at: ['a', 'b'],
  })
  const plain = logLine({ level: 'error', message }, false, at)
  expect(plain).toBe('03:04:05  error  It failed. (callSid: CA1, at: a ← b)')
  expect(logLine({ level: 'error', message }, true, at)).toContain('\u001B[31merror\u001B[39m')
  const foreign = { level: 'warn', message: '\u001B[33mtwo\n\n  lines\u001B[0m\n' }
  expect(logLine(foreign, false, at)).toBe('03:04:05  warn   two lines')
})
