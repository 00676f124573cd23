/** The parts of AudioWorkletGlobalScope that TypeScript's DOM library leaves out. */
declare const sampleRate: number

declare class AudioWorkletProcessor {
  readonly port: MessagePort
}

declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void
