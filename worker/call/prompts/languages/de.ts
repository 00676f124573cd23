import type { Prompts } from '../prompts.ts'

export const german: Prompts = {
  sentences: {
    greeting: 'Guten Tag! Wie kann ich Ihnen helfen?',
    unknownNumber: 'Diese Nummer ist nicht eingerichtet. Auf Wiederhören.',
    busy: 'Zurzeit sind alle Leitungen belegt. Bitte rufen Sie in einigen Minuten noch einmal an.',
    notConfigured:
      'Dieser Anschluss ist noch nicht eingerichtet. Bitte rufen Sie später wieder an.',
    failed:
      'Entschuldigung, wir haben ein technisches Problem und können dieses Gespräch nicht fortsetzen.',
    transferring:
      'Entschuldigung, wir haben ein technisches Problem. Ich verbinde Sie jetzt weiter.',
    nobodyAnswered:
      'Leider kann gerade niemand Ihren Anruf annehmen. Bitte versuchen Sie es später noch einmal. Auf Wiederhören.',
    lineDropped: 'Entschuldigung, die Verbindung war kurz unterbrochen.',
    stillThere: ['Sind Sie noch da?', 'Ich höre Sie nicht. Sind Sie noch in der Leitung?'],
    oneMoment: ['Einen Moment, bitte.', 'Ich sehe gleich nach.', 'Einen kleinen Augenblick.'],
    goodbyes: {
      silence: 'Ich höre Sie leider nicht mehr und beende jetzt das Gespräch. Auf Wiederhören.',
      max_duration: 'Leider muss ich unser Gespräch jetzt beenden. Auf Wiederhören.',
      plain: 'Vielen Dank für Ihren Anruf. Auf Wiederhören.',
    },
    callerWaits: 'Ein Anrufer möchte mit Ihnen sprechen.',
    pressOne: 'Drücken Sie die 1, um das Gespräch anzunehmen.',
    callerGone: 'Der Anrufer ist nicht mehr in der Leitung. Auf Wiederhören.',
  },
  instructions: {
    onThePhone:
      'Sprich Deutsch, außer der Anrufer wünscht eine andere Sprache. Du bist am Telefon: Antworte kurz.',
    greet: 'Das Gespräch wurde gerade angenommen. Begrüße den Anrufer in einem kurzen Satz.',
    stillThere:
      'Der Anrufer hat eine Weile nichts gesagt. Frage in einem kurzen Satz, ob er noch da ist.',
    lineDropped:
      'Die Verbindung war kurz unterbrochen, und was der Anrufer gesagt hat, ist vielleicht verloren gegangen. Sage das in einem kurzen Satz und bitte ihn, es noch einmal zu sagen.',
    goOn: 'Du wurdest mitten im Satz unterbrochen. Sprich dort weiter, ohne zu wiederholen, was schon zu hören war.',
    heardLast: (words) => `So weit hat dich der Anrufer gehört: „${words}“`,
    somethingMissed:
      '(Die Verbindung war kurz unterbrochen. Etwas, das der Anrufer gesagt hat, ging verloren.)',
    calledAgain:
      '(Hier riss die Verbindung ab, und jemand rief von derselben Nummer wieder an. Lies nichts Persönliches vor, bevor deine Frage beantwortet ist.)',
    takeUp:
      'Die Verbindung war abgerissen, und der Anrufer ruft wieder an. Begrüße ihn nicht von neuem. Sage in einem kurzen Satz, dass die Verbindung abgerissen war. Stelle dann eine einzige Frage, die zeigt, ob es dieselbe Person ist, und warte die Antwort ab: Lies vorher nichts Persönliches vor.',
    returned:
      'Der Anrufer ist vom Gespräch mit einem Menschen zurück. Frage in einem kurzen Satz, ob du noch etwas tun kannst.',
    oneMoment: 'Was du nachsiehst, dauert etwas länger. Sage das in wenigen Worten.',
    goodbyes: {
      silence:
        'Der Anrufer schweigt seit langem. Sage in einem kurzen Satz, dass du das Gespräch jetzt beendest, und verabschiede dich.',
      max_duration:
        'Das Gespräch hat seine längste Dauer erreicht. Sage in einem kurzen Satz, dass du es jetzt beenden musst, und verabschiede dich.',
      plain: 'Das Gespräch endet jetzt. Verabschiede dich in einem kurzen Satz vom Anrufer.',
    },
    keysPressed: (keys) => `(Der Anrufer hat am Telefon ${keys} gedrückt.)`,
    toolTookTooLong: 'Das Werkzeug hat zu lange gebraucht und wurde abgebrochen.',
    toolOutcomeUnknown:
      'Es ist nicht bekannt, ob das Werkzeug seine Arbeit getan hat: Die Verbindung ging währenddessen verloren. Rufe es nicht noch einmal auf, ohne den Anrufer zu fragen.',
    toolNotDone:
      'Das wurde nicht ausgeführt: Der Anrufer hat gesprochen, bevor du fertig warst. Höre ihm zuerst zu.',
    toolFailed: 'Das Werkzeug ist fehlgeschlagen. Entschuldige dich und mach weiter.',
    toolRepeated:
      'Du hast dieses Werkzeug schon mit denselben Angaben aufgerufen; es läuft nicht noch einmal. Nutze, was du weißt, und sprich mit dem Anrufer.',
    handedOver:
      'Du übernimmst dieses Gespräch von einem Kollegen. Sage das in einem kurzen Satz und mach dort weiter, wo das Gespräch steht, ohne nach Bekanntem noch einmal zu fragen.',
    transfer: {
      begun: (who) =>
        `(„${who}“ wird jetzt angerufen. Sage dem Anrufer in einem kurzen Satz, dass du ihn zu verbinden versuchst. Er bleibt bei dir, bis jemand das Gespräch annimmt.)`,
      refused: {
        under_way: '(Es wird schon jemand angerufen. Bitte den Anrufer um einen Moment Geduld.)',
        too_often:
          '(Es wird niemand mehr angerufen: In diesem Gespräch wurde es schon zu oft versucht. Sage das dem Anrufer in einem kurzen Satz und biete an, was du selbst tun kannst.)',
        not_now:
          '(Der Anrufer kann gerade nicht verbunden werden. Führe das Gespräch selbst weiter.)',
      },
      outcomes: {
        voicemail: (who) => `Bei „${who}“ meldete sich nur ein Automat.`,
        busy: (who) => `Bei „${who}“ ist besetzt.`,
        no_answer: (who) => `„${who}“ hat nicht abgenommen.`,
        declined: (who) => `„${who}“ kann das Gespräch nicht annehmen.`,
        person_left: (who) => `„${who}“ hat aufgelegt, bevor der Anrufer da war.`,
        carrier_failed: (who) => `„${who}“ war aus technischen Gründen nicht zu erreichen.`,
      },
      over: (what) =>
        `(${what} Der Anrufer ist noch bei dir: Sage es ihm in einem kurzen Satz und biete an, was du stattdessen tun kannst.)`,
      personLeft: (who) =>
        `Der Anrufer hat mit „${who}“ gesprochen; dort wurde aufgelegt. Frage den Anrufer in einem kurzen Satz, ob du noch etwas tun kannst.`,
    },
  },
  backchannels:
    'mhm, mmh, hm, hmm, mh, mm, ah, aha, ach so, achso, ach, oh, ja, jaja, jo, jap, okay, ok, gut, genau, klar, alles klar, na klar, stimmt, richtig, verstehe, ich verstehe, verstanden, schön, super, prima, so so, sicher, natürlich, ah ja, echt, wirklich',
}
