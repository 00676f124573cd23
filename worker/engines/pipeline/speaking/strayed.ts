/** Whether other words were said than were asked for; how they are spelt does not count. */
export function isStrayed(asked: string, said: string): boolean {
  return lettersOf(asked) !== lettersOf(said)
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
}
