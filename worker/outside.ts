import type { Outside } from './accounts.ts'

/** How the addresses and secrets of operators are used here. */
export const outsideOf = (_env: object): Outside => ({ reach: absent, openSecret: absent })

const absent = (): Promise<never> => Promise.reject(new Error('Not here yet.'))
