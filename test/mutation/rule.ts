/** A rule of the machine, and how it is broken. */
export interface BrokenRule {
  /** In `worker/call`. */
  file: string
  /** Stands in the file once. */
  replace: string
  by: string
  /** What a call does wrong then. */
  breaks: string
}

/** `file`: without its ending. */
export const rule = (file: string, replace: string, by: string, breaks: string): BrokenRule => ({
  file: `${file}.ts`,
  replace,
  by,
  breaks,
})
