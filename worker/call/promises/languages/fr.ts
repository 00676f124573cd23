import { type Phrases, words } from '../kinds.ts'

export const french: Phrases = {
  patterns: {
    transfer: words(
      "(?:je vous|je te|je vais vous|je vais te) (?:passe|passer|transfère|transférer|mets|mettre en (?:relation|communication)|connecte|connecter|redirige|rediriger)(?! un (?:sms|message))(?: .*)?|je (?:transfère|redirige) (?:votre|ton|l')\\s?appel|je vous ai (?:transféré|passé|mis en relation)e?",
    ),
    send_sms: words(
      "(?:je (?:vous|te|le|l') ?(?:l')?(?:envoie|adresse|ai envoyée?|enverrai)|je (?:vous|te) (?:l'|le |la )?(?:envoie|enverrai|ai envoyée?)|je vais (?:vous|te) (?:l'|le )?envoyer|je viens de (?:vous|te) (?:l'|le )?envoyer)\\b.*(?:sms|texto|message|sur (?:votre|ton) (?:téléphone|portable|mobile))",
    ),
    book: words(
      "je (?:vous |te )?(?:réserve|note|inscris)(?! que)(?: .*)?|j'ai (?:bien )?(?:réservé|noté|inscrit|pris)(?: .*)?(?:rendez-vous|table|chambre|réservation|créneau|place)?|je (?:vais|viens de)\\b.{0,20}(?:réserver|inscrire)|(?:est|sont)(?: [\\p{L}]+){0,2} (?:réservée?s?|confirmée?s?|prise?s?)",
    ),
    end_call: words(
      "(?:je (?:raccroche|vais raccrocher|termine l'appel|mets fin à (?:l'appel|cet appel)))(?: .*)?|(?:au revoir|à bientôt|salut)[.! ]*$",
    ),
  },
  noPromise: words(
    "si|s'il|s'ils|peux|puis|peut|pourrais|pourrait|ne|n'(?:\\p{L}+)|pas|voulez|veux|souhaitez|quand|lorsque|dès que|avant|peut-être|personne|jamais|aimeriez|voudriez|dois",
  ),
}
