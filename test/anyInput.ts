import { configureGlobal } from 'fast-check'

/**
 * What a property is tried with: the same each time, so that a change is to blame for what it breaks, and
 * other inputs each time where `PROPERTY_SEED` is `random`, as `npm run test:thorough` has it.
 */
if (process.env['PROPERTY_SEED'] !== 'random') configureGlobal({ seed: 1 })
