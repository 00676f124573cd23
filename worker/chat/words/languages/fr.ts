import type { ChatWords } from '../words.ts'

export const french: ChatWords = {
  inWriting:
    'Écris en français, sauf si le visiteur emploie une autre langue. C’est une discussion écrite sur une page web, pas un appel téléphonique : réponds brièvement.',
  noAnswer: 'Désolé, je ne peux pas répondre pour le moment. Veuillez réessayer.',
  personAsked: 'Une personne a été priée de poursuivre cette conversation. Elle répondra ici.',
  personIsHere: (name) => `${name} est là.`,
  backWithAgent: 'L’assistant poursuit cette conversation.',
  limitReached:
    'Cette conversation a atteint sa longueur maximale. Veuillez en commencer une nouvelle.',
  ended: 'Cette conversation est terminée.',
  tooFast: 'Cela fait beaucoup à la fois. Veuillez patienter un instant.',
  dayIsOver:
    'Il n’est plus possible de répondre à des questions ici aujourd’hui. Revenez demain, s’il vous plaît.',
  notAgain: 'Aucune réponse ne peut être réécrite en ce moment.',
  tooLong: 'Un message peut compter au plus 4 000 caractères.',
  unreadable: 'Cela n’a pas été compris.',
  tryAgain: 'Une erreur s’est produite ici. Veuillez réessayer.',
}

export const canadianFrench: ChatWords = {
  ...french,
  inWriting:
    'Écris en français du Canada, sauf si le visiteur emploie une autre langue. C’est un clavardage sur une page web, pas un appel téléphonique : réponds brièvement.',
  tooLong: 'Un message peut compter au plus 4000 caractères.',
}
