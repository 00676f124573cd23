import type { Prompts } from '../prompts.ts'

export const italian: Prompts = {
  sentences: {
    greeting: 'Buongiorno! Come posso aiutarla?',
    unknownNumber: 'Questo numero non è configurato. Arrivederci.',
    busy: 'Al momento tutte le nostre linee sono occupate. La preghiamo di richiamare tra qualche minuto.',
    notConfigured: 'Questa linea non è ancora attiva. La preghiamo di richiamare più tardi.',
    failed: 'Ci scusi, abbiamo un problema tecnico e non possiamo continuare questa chiamata.',
    transferring:
      'Ci scusi, abbiamo un problema tecnico. La metto subito in contatto con qualcuno.',
    nobodyAnswered:
      'Ci dispiace, in questo momento nessuno può rispondere. La preghiamo di richiamare più tardi. Arrivederci.',
    lineDropped: 'Mi scusi, la linea è caduta per un attimo.',
    stillThere: ['È ancora in linea?', 'Non la sento. È ancora al telefono?'],
    oneMoment: ['Un momento, per favore.', 'Controllo subito.', 'Solo un attimo.'],
    goodbyes: {
      silence: 'Non la sento più, quindi chiudo la chiamata. Arrivederci.',
      max_duration: 'Mi dispiace, ma ora devo chiudere la chiamata. Arrivederci.',
      plain: 'Grazie per aver chiamato. Arrivederci.',
    },
    callerWaits: 'Una persona è in attesa di parlare con lei.',
    pressOne: 'Prema 1 per accettare la chiamata.',
    callerGone: 'Chi chiamava non è più in linea. Arrivederci.',
  },
  instructions: {
    onThePhone:
      'Parla italiano, a meno che chi chiama non chieda un’altra lingua. Sei al telefono: rispondi in modo breve.',
    greet: 'La chiamata è appena stata accettata. Saluta chi chiama con una frase breve.',
    stillThere: 'Chi chiama tace da un po’. Chiedi con una frase breve se è ancora in linea.',
    lineDropped:
      'La linea è caduta per un attimo e ciò che ha detto chi chiama potrebbe essersi perso. Dillo con una frase breve e chiedi di ripetere.',
    goOn: 'Sei stato interrotto a metà di quello che stavi dicendo. Riprendi da lì, senza ripetere ciò che si è sentito.',
    heardLast: (words) => `Chi chiama ti ha sentito fin qui: «${words}»`,
    somethingMissed:
      '(La linea è caduta per un attimo. Qualcosa che ha detto chi chiama si è perso.)',
    calledAgain:
      '(Qui è caduta la linea, e qualcuno ha richiamato dallo stesso numero. Non rileggergli nulla di personale prima che abbia risposto alla tua domanda.)',
    takeUp:
      'La linea è caduta e chi chiama ha richiamato. Non salutare di nuovo. Di’ con una frase breve che la linea è caduta. Poi fai una sola domanda che mostri se si tratta della stessa persona e aspetta la risposta: prima non rileggere nulla di personale.',
    returned:
      'Chi chiama è tornato dopo aver parlato con una persona. Chiedi con una frase breve se c’è altro.',
    oneMoment: 'Quello che stai cercando richiede ancora un po’. Dillo in poche parole.',
    goodbyes: {
      silence:
        'Chi chiama tace da molto tempo. Di’ con una frase breve che ora chiudi la chiamata, e saluta.',
      max_duration:
        'La chiamata ha raggiunto la durata massima. Di’ con una frase breve che ora devi chiuderla, e saluta.',
      plain: 'La chiamata finisce ora. Saluta chi chiama con una frase breve.',
    },
    keysPressed: (keys) => `(Chi chiama ha premuto ${keys} sulla tastiera.)`,
    toolTookTooLong: 'Lo strumento ha impiegato troppo tempo ed è stato abbandonato.',
    toolOutcomeUnknown:
      'Non si sa se lo strumento abbia fatto il suo lavoro: nel frattempo la connessione si è persa. Non usarlo di nuovo senza chiederlo a chi chiama.',
    toolNotDone: 'Non è stato fatto: chi chiama ha parlato prima che avessi finito. Prima ascolta.',
    toolFailed: 'Lo strumento non ha funzionato. Scusati e continua.',
    toolRepeated:
      'Hai già chiamato questo strumento con gli stessi dati e non viene eseguito di nuovo. Usa ciò che sai e parla con chi chiama.',
    handedOver:
      'Prendi questa chiamata da un collega. Dillo in una frase breve e continua da dove è arrivata la conversazione, senza richiedere ciò che è stato detto.',
    transfer: {
      begun: (who) =>
        `(«${who}» viene chiamato in questo momento. Di’ a chi chiama, con una frase breve, che stai cercando di metterlo in contatto. Resta con te finché qualcuno non accetta la chiamata.)`,
      refused: {
        under_way: '(Qualcuno viene già chiamato. Chiedi a chi chiama un attimo di pazienza.)',
        too_often:
          '(Non si chiama nessun altro: in questa chiamata si è già provato troppe volte. Dillo a chi chiama con una frase breve e offri ciò che puoi fare tu.)',
        not_now:
          '(In questo momento non si può passare la chiamata. Continua tu la conversazione.)',
      },
      outcomes: {
        voicemail: (who) => `Da «${who}» ha risposto solo una segreteria.`,
        busy: (who) => `«${who}» è occupato.`,
        no_answer: (who) => `«${who}» non ha risposto.`,
        declined: (who) => `«${who}» non può accettare la chiamata.`,
        person_left: (who) => `«${who}» ha riagganciato prima che arrivasse chi chiama.`,
        carrier_failed: (who) => `«${who}» non è raggiungibile per motivi tecnici.`,
      },
      over: (what) =>
        `(${what} Chi chiama è ancora con te: dillo con una frase breve e offri ciò che puoi fare invece.)`,
      personLeft: (who) =>
        `Chi chiama ha parlato con «${who}», che ha riagganciato. Chiedi con una frase breve se c’è altro.`,
    },
  },
  backchannels:
    'mhm, mm, mmm, hm, hmm, ah, aha, oh, eh, sì, si, ok, okay, va bene, bene, certo, capito, ho capito, capisco, d’accordo, giusto, esatto, esattamente, perfetto, già, ecco, infatti, ah ecco, ah sì, davvero, chiaro',
}
