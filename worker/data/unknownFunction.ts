/**
 * Whether the data layer has no such function: it runs the code of the release before, as for some time after
 * a deploy. The words are Convex's own.
 */
export function isUnknownFunction(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Could not find public function')
}
