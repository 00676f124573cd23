import { expect, test } from 'vitest'
import { opened } from '../../../worker/chat/shown.ts'
import { initialChat } from '../../../worker/chat/state.ts'
import { RULES } from './scripted.ts'

test('a window that comes back is told what is gone, also what it never had whole', () => {
  const state = { ...initialChat(RULES, 0), gone: [2] }
  expect(opened(state, 1)).toMatchObject({ type: 'opened', gone: [2] })
})
