import { type Phrases, words } from '../kinds.ts'

export const german: Phrases = {
  patterns: {
    transfer: words(
      '(?:ich (?:verbinde|stelle|leite|gebe|reiche)|(?:verbinde|stelle|leite|gebe|reiche) ich)\\b.*(?:sie|dich|ihren anruf|das gespräch)(?: .*)?|(?:ich (?:werde|habe)|(?:werde|habe) ich)\\b.*(?:verbinden|verbunden|durchstellen|durchgestellt|weiterleiten|weitergeleitet|weiterverbinden|weiterverbunden)',
    ),
    send_sms: words(
      '(?:ich (?:schicke|sende|schreibe|werde|habe)|(?:schicke|sende|schreibe|werde|habe) ich)\\b.*(?:sms|textnachricht|(?:aufs|auf ihr|auf dein) handy)(?: .*)?',
    ),
    book: words(
      '(?:ich (?:buche|reserviere)|(?:buche|reserviere) ich)(?: .*)?|(?:ich trage|trage ich)\\b.* ein|(?:ich (?:werde|habe)|(?:werde|habe) ich)\\b.*(?:gebucht|buchen|reserviert|reservieren|eingetragen|eintragen|vereinbart)|(?:ist|sind)(?: [\\p{L}]+){0,3} (?:gebucht|reserviert|eingetragen|bestätigt)',
    ),
    end_call: words(
      '(?:ich (?:lege|werde)|(?:lege|werde) ich)\\b.*(?:auf|auflegen)|(?:ich beende|beende ich)\\b.*(?:gespräch|anruf|telefonat)|(?:auf wieder(?:hören|sehen)|tschüss?|ade|servus)[.! ]*$',
    ),
  },
  noPromise: words(
    'wenn|falls|sobald|soll|sollen|sollte|kann|können|könnte|könnten|möchten|möchte|würde|würden|nicht|kein|keine|keinen|nie|bevor|leider|vielleicht|erst|niemand',
  ),
}
