import type { EngineRig } from './rig.ts'

/** The echo needs nobody. */
export async function echoRig(): Promise<EngineRig> {
  return {
    settings: { engine: 'echo' },
    accounts: {},
    vendor: null,
    close: async () => {},
  }
}
