import { expect, test } from 'vitest'
import { afterCallSchema } from '../../../convex/model/afterCall.ts'
import { chatSettingsSchema } from '../../../convex/model/chatSettings.ts'
import { sipSettingsSchema } from '../../../convex/model/sipSettings.ts'
import { toolsSchema } from '../../../convex/model/tools.ts'
import { LATER } from '../../../dashboard/lib/useAgents.ts'

test('an agent of the release before has what one has that nobody set', () => {
  expect(LATER).toEqual({
    tools: toolsSchema.parse({}),
    afterCall: afterCallSchema.parse({}),
    chat: chatSettingsSchema.parse({}),
    sip: sipSettingsSchema.parse({}),
  })
})
