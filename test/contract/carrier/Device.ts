/** The caller's end of a carrier's stream. */
export interface Device {
  start(callSid: string, token: string): void
  /** One frame; `atMs` is when it was spoken, on the carrier's clock. */
  speak(payload: string, atMs: number): void
  press(digit: '5' | '#'): void
  echo(mark: string): void
  /** Ends the stream as the carrier does. */
  stop(): void
  /** Breaks the stream without a word. */
  breakOff(): void
  /** What came over the stream, in the words of the port. */
  readonly received: readonly Received[]
  until(what: Received['kind'], from?: number): Promise<Received>
  /** The code with which our side closed the stream. */
  readonly closed: Promise<number>
}

export type Received =
  { kind: 'audio'; payload: string } | { kind: 'mark'; name: string } | { kind: 'clear' }
