/** Vendors quote parts of keys in their errors; those texts are shown to operators. */
export function redact(text: string): string {
  return text
    .replaceAll(/\b(sk|whsec|ek)[-_][\w*.-]+/g, '$1-…')
    .replaceAll(/\bBearer\s+\S+/gi, 'Bearer …')
}
