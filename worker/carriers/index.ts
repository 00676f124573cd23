import { browser } from './browser/index.ts'
import type { CarrierModule } from './module.ts'
import { sip } from './sip/index.ts'
import { twilio } from './twilio/index.ts'

/** Every way to reach a caller. */
export const CARRIERS = { twilio, browser, sip } as const satisfies Record<string, CarrierModule>
export type CarrierName = keyof typeof CARRIERS

/** The carrier of this name. A call of a carrier that this release does not know reaches nobody. */
export function carrierNamed(name: string): CarrierModule | null {
  return isCarrierName(name) ? CARRIERS[name] : null
}

function isCarrierName(name: string): name is CarrierName {
  return Object.hasOwn(CARRIERS, name)
}
