import type { Call } from '../../../convex/model/call.ts'

/** Who carried the caller's voice. */
export function carrierName({ carrier }: Pick<Call, 'carrier'>): string {
  switch (carrier) {
    case 'twilio':
      return 'Twilio'
    case 'browser':
      return 'The browser'
    default:
      return carrier
  }
}

/** The median of at least one value. */
export function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  const high = sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0
  return (low + high) / 2
}

/** Stored detail of an event, laid out for reading; what is no JSON stays as it is. */
export function readableDetail(detail: string): string {
  try {
    const value: unknown = JSON.parse(detail)
    return JSON.stringify(value, null, 2)
  } catch {
    return detail
  }
}
