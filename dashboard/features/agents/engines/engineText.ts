/** A setting in words: its key, its name, its value. */
export type EngineText = [key: string, label: string, text: string]
