/** What a chat window says by itself, in one language. `{name}` and `{n}` are filled in. */
export interface Texts {
  open: string
  close: string
  log: string
  message: string
  placeholder: string
  send: string
  stop: string
  again: string
  copy: string
  copied: string
  /** Before what the visitor said, for screen readers. */
  you: string
  /** Before what a person said who gave no name. */
  person: string
  agentWrites: string
  handedOver: string
  ended: string
  anew: string
  leave: string
  noConnection: string
  sending: string
  notSent: string
  left: string
  tooLong: string
  stopped: string
  failed: string
  unread: string
  lost: string
  unavailable: string
}

/** Fills in the places of a text. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}
