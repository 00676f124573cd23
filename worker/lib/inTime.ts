/** The work's result, or a rejection with `late()` when it takes longer than `ms`; it goes on then. */
export function inTime<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  const tooLate = scheduler.wait(ms).then(() => {
    throw late()
  })
  return Promise.race([work, tooLate])
}
