import { test as anyTest } from 'vitest'
import { hasLastRelease } from './releases.ts'

/** A test that needs the last release, and is skipped where that is not to be had. */
export const test = hasLastRelease() ? anyTest : anyTest.skip
