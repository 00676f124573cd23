/** The key that secrets are sealed with, as it is set and kept: 32 bytes in base64. */
const BYTES = 32

/** `null`: this is no such key. */
export function secretsKeyBytes(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]{43}=?$/.test(text)) return null
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

export const isSecretsKey = (text: string): boolean => secretsKeyBytes(text) !== null

export function newSecretsKey(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(BYTES))))
}
