import type { Prompts } from '../prompts.ts'

export const french: Prompts = {
  sentences: {
    greeting: 'Bonjour ! Que puis-je faire pour vous ?',
    unknownNumber: 'Ce numéro n’est pas configuré. Au revoir.',
    busy: 'Toutes nos lignes sont occupées pour le moment. Merci de rappeler dans quelques minutes.',
    notConfigured: 'Cette ligne n’est pas encore en service. Merci de rappeler plus tard.',
    failed:
      'Veuillez nous excuser, nous rencontrons un problème technique et ne pouvons pas poursuivre cet appel.',
    transferring:
      'Veuillez nous excuser, nous rencontrons un problème technique. Je vous mets tout de suite en relation avec quelqu’un.',
    nobodyAnswered:
      'Malheureusement, personne ne peut prendre votre appel pour le moment. Merci de rappeler plus tard. Au revoir.',
    lineDropped: 'Excusez-moi, la communication a été coupée un instant.',
    stillThere: [
      'Êtes-vous toujours là ?',
      'Je ne vous entends pas. Êtes-vous toujours en ligne ?',
    ],
    oneMoment: [
      'Un instant, s’il vous plaît.',
      'Je vérifie cela tout de suite.',
      'Une petite seconde.',
    ],
    goodbyes: {
      silence: 'Je ne vous entends plus, je vais donc mettre fin à l’appel. Au revoir.',
      max_duration: 'Excusez-moi, mais je dois maintenant mettre fin à l’appel. Au revoir.',
      plain: 'Merci de votre appel. Au revoir.',
    },
    callerWaits: 'Une personne souhaite vous parler au téléphone.',
    pressOne: 'Appuyez sur 1 pour prendre l’appel.',
    callerGone: 'La personne qui appelait n’est plus en ligne. Au revoir.',
  },
  instructions: {
    onThePhone:
      'Parle français, sauf si la personne au bout du fil demande une autre langue. Tu es au téléphone : réponds brièvement.',
    greet: 'L’appel vient d’être pris. Salue la personne qui appelle en une phrase courte.',
    stillThere:
      'La personne qui appelle ne dit rien depuis un moment. Demande-lui en une phrase courte si elle est toujours là.',
    lineDropped:
      'La communication a été coupée un instant, et ce que la personne a dit s’est peut-être perdu. Dis-le en une phrase courte et demande-lui de répéter.',
    goOn: 'Tu as été interrompu au milieu de ta phrase. Reprends à cet endroit, sans répéter ce qui a été entendu.',
    heardLast: (words) => `La personne t’a entendu jusqu’ici : « ${words} »`,
    somethingMissed:
      '(La communication a été coupée un instant. Une partie de ce que la personne a dit s’est perdue.)',
    calledAgain:
      '(La ligne a coupé ici, et quelqu’un a rappelé du même numéro. Ne lui relis rien de personnel avant qu’il ait répondu à ta question.)',
    takeUp:
      'La ligne a coupé, et la personne rappelle. Ne la salue pas de nouveau. Dis en une phrase courte que la ligne a coupé. Pose ensuite une seule question qui montre s’il s’agit de la même personne, et attends la réponse : ne lui relis rien de personnel avant.',
    returned:
      'La personne qui appelle revient d’une conversation avec quelqu’un. Demande-lui en une phrase courte s’il y a autre chose.',
    oneMoment: 'Ce que tu cherches prend un peu plus de temps. Dis-le en quelques mots.',
    goodbyes: {
      silence:
        'La personne qui appelle se tait depuis longtemps. Dis en une phrase courte que tu mets fin à l’appel maintenant, et dis au revoir.',
      max_duration:
        'L’appel a atteint sa durée maximale. Dis en une phrase courte que tu dois y mettre fin maintenant, et dis au revoir.',
      plain: 'L’appel se termine maintenant. Dis au revoir en une phrase courte.',
    },
    keysPressed: (keys) => `(La personne qui appelle a appuyé sur ${keys} sur le clavier.)`,
    toolTookTooLong: 'L’outil a pris trop de temps et a été abandonné.',
    toolOutcomeUnknown:
      'On ne sait pas si l’outil a fait son travail : la connexion s’est perdue entre-temps. Ne l’appelle pas de nouveau sans demander à la personne.',
    toolNotDone:
      'Cela n’a pas été fait : la personne a parlé avant que tu aies fini. Écoute-la d’abord.',
    toolFailed: 'L’outil a échoué. Présente tes excuses et continue.',
    toolRepeated:
      'Tu as déjà appelé cet outil avec les mêmes données ; il ne sera pas exécuté de nouveau. Utilise ce que tu sais et parle à ton interlocuteur.',
    handedOver:
      'Tu reprends cet appel d’un collègue. Dis-le en une phrase courte et continue là où en est la conversation, sans redemander ce qui a été dit.',
    transfer: {
      begun: (who) =>
        `(« ${who} » est en train d’être appelé. Dis à la personne, en une phrase courte, que tu essaies de la mettre en relation. Elle reste avec toi jusqu’à ce que quelqu’un prenne l’appel.)`,
      refused: {
        under_way:
          '(Quelqu’un est déjà en train d’être appelé. Demande à la personne un instant de patience.)',
        too_often:
          '(Personne d’autre n’est appelé : on a déjà essayé trop souvent pendant cet appel. Dis-le à la personne en une phrase courte et propose ce que tu peux faire toi-même.)',
        not_now:
          '(La personne ne peut pas être mise en relation pour le moment. Poursuis toi-même la conversation.)',
      },
      outcomes: {
        voicemail: (who) => `Chez « ${who} », seul un répondeur a décroché.`,
        busy: (who) => `« ${who} » est déjà en ligne.`,
        no_answer: (who) => `« ${who} » n’a pas décroché.`,
        declined: (who) => `« ${who} » ne peut pas prendre l’appel.`,
        person_left: (who) => `« ${who} » a raccroché avant que la personne soit là.`,
        carrier_failed: (who) => `« ${who} » n’a pas pu être joint, pour des raisons techniques.`,
      },
      over: (what) =>
        `(${what} La personne est toujours avec toi : dis-le-lui en une phrase courte et propose ce que tu peux faire à la place.)`,
      personLeft: (who) =>
        `La personne a parlé avec « ${who} », qui a raccroché. Demande-lui en une phrase courte s’il y a autre chose.`,
    },
  },
  backchannels:
    'mhm, mm, mmh, hm, hmm, hum, ah, aha, oh, oui, ouais, mouais, ok, okay, d’accord, d accord, bien, très bien, bon, ah bon, bien sûr, je vois, je comprends, compris, exact, exactement, tout à fait, c’est ça, voilà, parfait, super, entendu, vraiment, ah oui, ah d’accord',
}

export const canadianFrench: Prompts = {
  sentences: {
    ...french.sentences,
    greeting: 'Bonjour ! Comment puis-je vous aider ?',
    busy: 'Toutes nos lignes sont occupées en ce moment. Veuillez rappeler dans quelques minutes.',
    notConfigured: 'Cette ligne n’est pas encore en service. Veuillez rappeler plus tard.',
    transferring:
      'Veuillez nous excuser, nous éprouvons un problème technique. Je vous transfère tout de suite à quelqu’un.',
    failed:
      'Veuillez nous excuser, nous éprouvons un problème technique et ne pouvons pas poursuivre cet appel.',
    nobodyAnswered:
      'Malheureusement, personne ne peut prendre votre appel en ce moment. Veuillez rappeler plus tard. Au revoir.',
    lineDropped: 'Excusez-moi, la ligne a coupé un instant.',
    goodbyes: {
      ...french.sentences.goodbyes,
      plain: 'Merci d’avoir appelé. Au revoir.',
    },
  },
  instructions: {
    ...french.instructions,
    onThePhone:
      'Parle français du Québec, sauf si la personne au bout du fil demande une autre langue. Tu es au téléphone : réponds brièvement.',
  },
  backchannels: `${french.backchannels}, correct, c’est beau, c’est bon`,
}
