/** Asks whether an edited prompt should become a new version of the agent that it was copied to. */
import { createInterface } from 'node:readline/promises'
import { editedSince, remember, updatePrompt } from './firstAgent.ts'
import type { LocalSettings } from './settings.ts'
import type { WorkerApi } from './workerApi.ts'

/** `npm start -- --update-agent` says yes beforehand. */
export const UPDATE_OPTION = '--update-agent'

export async function offerUpdate(
  api: WorkerApi,
  settings: LocalSettings,
  saidYes: boolean,
): Promise<void> {
  const edited = editedSince(settings)
  if (!edited) return
  const what = `${settings.prompt.from} was edited since the first agent was made of it.`
  if (saidYes || (await agrees(what))) {
    await updatePrompt(api, settings, edited.agentId)
    console.log('The first agent has a new version with the edited prompt.')
  } else if (process.stdin.isTTY) {
    remember(settings, edited.agentId)
  } else {
    console.log(`${what} Make it a new version of the agent: npm start -- ${UPDATE_OPTION}`)
  }
}

/** Nobody can be asked where there is no terminal. */
async function agrees(what: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`${what} Make it a new version of the agent? [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
