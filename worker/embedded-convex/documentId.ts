/**
 * Ids of documents: 128 random bits and a mark of the table, so that an id says by itself which table
 * it belongs to, also when its document is gone.
 */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const RANDOM_LENGTH = 26
const MARK_LENGTH = 6

export function newId(table: string): string {
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_LENGTH))
  return Array.from(random, (byte) => ALPHABET[byte % 32]).join('') + tableMark(table)
}

/** Whether the id is one of this table, by its form. */
export function isIdOf(table: string, id: string): boolean {
  return (
    id.length === RANDOM_LENGTH + MARK_LENGTH &&
    id.endsWith(tableMark(table)) &&
    [...id].every((letter) => ALPHABET.includes(letter))
  )
}

/** 30 bits of FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
function tableMark(table: string): string {
  let hash = 0x811c9dc5
  for (const letter of table) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0
  return Array.from({ length: MARK_LENGTH }, (_, at) => ALPHABET[(hash >>> (at * 5)) & 31]).join('')
}
