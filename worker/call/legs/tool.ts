import { beginCollecting } from '../collect.ts'
import type { ToolEvent } from '../events.ts'
import type { CallState, Transition } from '../state.ts'
import { toolProgressed, toolSettled } from '../toolCalls.ts'

/** Something happened to a tool that the model called. */
export function toolEvent(state: CallState, event: ToolEvent, now: number): Transition {
  switch (event.type) {
    case 'tool.settled':
      return toolSettled(state, event, now)
    case 'tool.progressed':
      return toolProgressed(state, event, now)
    case 'tool.collects':
      return beginCollecting(state, event, now)
  }
}
