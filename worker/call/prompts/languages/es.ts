import type { Prompts } from '../prompts.ts'

export const europeanSpanish: Prompts = {
  sentences: {
    greeting: 'Hola, buenas. ¿En qué puedo ayudarle?',
    unknownNumber: 'Este número no está configurado. Adiós.',
    busy: 'En este momento todas nuestras líneas están ocupadas. Por favor, vuelva a llamar dentro de unos minutos.',
    notConfigured: 'Esta línea todavía no está disponible. Por favor, vuelva a llamar más tarde.',
    failed: 'Disculpe, tenemos un problema técnico y no podemos continuar con esta llamada.',
    transferring: 'Disculpe, tenemos un problema técnico. Ahora mismo le paso con otra persona.',
    nobodyAnswered:
      'Lo siento, ahora mismo nadie puede atender su llamada. Por favor, vuelva a llamar más tarde. Adiós.',
    lineDropped: 'Disculpe, la llamada se ha cortado un momento.',
    stillThere: ['¿Sigue ahí?', 'No le oigo. ¿Sigue al teléfono?'],
    oneMoment: ['Un momento, por favor.', 'Ahora mismo lo compruebo.', 'Deme un segundo.'],
    goodbyes: {
      silence: 'Ya no le oigo, así que voy a terminar la llamada. Adiós.',
      max_duration: 'Lo siento, pero ahora tengo que terminar la llamada. Adiós.',
      plain: 'Gracias por llamar. Adiós.',
    },
    callerWaits: 'Una persona espera al teléfono para hablar con usted.',
    pressOne: 'Pulse 1 para atender la llamada.',
    callerGone: 'Quien llamaba ya no está en la línea. Adiós.',
  },
  instructions: {
    onThePhone:
      'Habla español de España, salvo que la persona que llama pida otro idioma. Estás al teléfono: responde con brevedad.',
    greet: 'Se acaba de contestar la llamada. Saluda a quien llama con una frase corta.',
    stillThere:
      'Quien llama lleva un rato sin decir nada. Pregunta con una frase corta si sigue ahí.',
    lineDropped:
      'La llamada se ha cortado un momento y puede que se haya perdido lo que ha dicho quien llama. Dilo con una frase corta y pídele que lo repita.',
    goOn: 'Te has quedado a mitad de lo que estabas diciendo. Sigue desde ahí, sin repetir lo que ya se ha oído.',
    heardLast: (words) => `Quien llama te ha oído hasta aquí: «${words}»`,
    somethingMissed:
      '(La llamada se ha cortado un momento. Se ha perdido algo de lo que ha dicho quien llama.)',
    calledAgain:
      '(Aquí se cortó la llamada y alguien ha vuelto a llamar desde el mismo número. No le leas ningún dato personal antes de que haya respondido a tu pregunta.)',
    takeUp:
      'La llamada se cortó y quien llama ha vuelto a llamar. No le saludes de nuevo. Di con una frase corta que la llamada se cortó. Haz después una sola pregunta que muestre si es la misma persona y espera la respuesta: antes no leas ningún dato personal.',
    returned:
      'Quien llama vuelve de hablar con una persona. Pregúntale con una frase corta si necesita algo más.',
    oneMoment: 'Lo que estás consultando tarda un poco más. Dilo en pocas palabras.',
    goodbyes: {
      silence:
        'Quien llama lleva mucho tiempo en silencio. Di con una frase corta que vas a terminar la llamada ahora y despídete.',
      max_duration:
        'La llamada ha llegado a su duración máxima. Di con una frase corta que tienes que terminarla ahora y despídete.',
      plain: 'La llamada termina ahora. Despídete de quien llama con una frase corta.',
    },
    keysPressed: (keys) => `(Quien llama ha pulsado ${keys} en el teclado.)`,
    toolTookTooLong: 'La herramienta ha tardado demasiado y se ha abandonado.',
    toolOutcomeUnknown:
      'No se sabe si la herramienta ha hecho su trabajo: la conexión se ha perdido mientras tanto. No vuelvas a usarla sin preguntar antes a quien llama.',
    toolNotDone: 'No se ha hecho: quien llama ha hablado antes de que terminaras. Escucha primero.',
    toolFailed: 'La herramienta ha fallado. Discúlpate y continúa.',
    toolRepeated:
      'Ya has llamado a esta herramienta con los mismos datos y no se ejecutará otra vez. Usa lo que sabes y habla con quien llama.',
    handedOver:
      'Tomas esta llamada de un compañero. Dilo en una frase corta y continúa donde está la conversación, sin volver a preguntar lo que ya se dijo.',
    transfer: {
      begun: (who) =>
        `(Se está llamando a «${who}». Di a quien llama, con una frase corta, que intentas pasarle la llamada. Sigue contigo hasta que alguien la atienda.)`,
      refused: {
        under_way: '(Ya se está llamando a alguien. Pide a quien llama un momento de paciencia.)',
        too_often:
          '(No se llama a nadie más: en esta llamada ya se ha intentado demasiadas veces. Díselo a quien llama con una frase corta y ofrece lo que puedas hacer tú.)',
        not_now: '(Ahora mismo no se puede pasar la llamada. Sigue tú con la conversación.)',
      },
      outcomes: {
        voicemail: (who) => `En «${who}» solo ha contestado una máquina.`,
        busy: (who) => `«${who}» comunica.`,
        no_answer: (who) => `«${who}» no ha contestado.`,
        declined: (who) => `«${who}» no puede atender la llamada.`,
        person_left: (who) => `«${who}» ha colgado antes de que llegara quien llama.`,
        carrier_failed: (who) => `No se ha podido contactar con «${who}» por motivos técnicos.`,
      },
      over: (what) =>
        `(${what} Quien llama sigue contigo: díselo con una frase corta y ofrece lo que puedas hacer en su lugar.)`,
      personLeft: (who) =>
        `Quien llama ha hablado con «${who}», que ha colgado. Pregúntale con una frase corta si necesita algo más.`,
    },
  },
  backchannels:
    'mhm, mm, mmm, hm, hmm, ajá, aha, ah, oh, sí, si, vale, ok, okay, okey, bien, muy bien, bueno, claro, claro que sí, ya, ya veo, ya ya, entiendo, entendido, de acuerdo, exacto, eso, eso es, correcto, perfecto, genial, por supuesto, ah sí',
}

export const mexicanSpanish: Prompts = {
  sentences: {
    ...europeanSpanish.sentences,
    greeting: 'Hola, ¿en qué le puedo ayudar?',
    busy: 'Por el momento todas nuestras líneas están ocupadas. Por favor, llame de nuevo en unos minutos.',
    notConfigured: 'Esta línea todavía no está disponible. Por favor, llame de nuevo más tarde.',
    transferring:
      'Disculpe, tenemos un problema técnico. En un momento le comunico con otra persona.',
    nobodyAnswered:
      'Lo siento, por el momento nadie puede tomar su llamada. Por favor, llame de nuevo más tarde. Hasta luego.',
    lineDropped: 'Disculpe, la llamada se cortó por un momento.',
    stillThere: ['¿Sigue ahí?', 'No alcanzo a escuchar nada. ¿Sigue en la línea?'],
    oneMoment: ['Un momento, por favor.', 'Permítame revisarlo.', 'Deme un segundo.'],
    goodbyes: {
      silence: 'Ya no se escucha nada, así que voy a terminar la llamada. Hasta luego.',
      max_duration: 'Lo siento, pero ahora tengo que terminar la llamada. Hasta luego.',
      plain: 'Gracias por llamar. Hasta luego.',
    },
    callerWaits: 'Hay una persona en la línea que quiere hablar con usted.',
    pressOne: 'Presione 1 para tomar la llamada.',
    callerGone: 'La persona que llamaba ya no está en la línea. Hasta luego.',
  },
  instructions: {
    ...europeanSpanish.instructions,
    transfer: {
      begun: (who) =>
        `(Se está llamando a «${who}». Dile a quien llama, con una frase corta, que estás tratando de comunicarle. Sigue contigo hasta que alguien tome la llamada.)`,
      refused: {
        under_way: '(Ya se está llamando a alguien. Pídele a quien llama un momento de paciencia.)',
        too_often:
          '(No se llama a nadie más: en esta llamada ya se intentó demasiadas veces. Díselo a quien llama con una frase corta y ofrece lo que puedas hacer tú.)',
        not_now:
          '(En este momento no se puede transferir la llamada. Sigue tú con la conversación.)',
      },
      outcomes: {
        voicemail: (who) => `En «${who}» solo contestó una máquina.`,
        busy: (who) => `«${who}» está ocupado.`,
        no_answer: (who) => `«${who}» no contestó.`,
        declined: (who) => `«${who}» no puede tomar la llamada.`,
        person_left: (who) => `«${who}» colgó antes de que llegara quien llama.`,
        carrier_failed: (who) => `No se pudo contactar a «${who}» por motivos técnicos.`,
      },
      over: (what) =>
        `(${what} Quien llama sigue contigo: díselo con una frase corta y ofrece lo que puedas hacer en su lugar.)`,
      personLeft: (who) =>
        `Quien llama habló con «${who}», que ya colgó. Pregúntale con una frase corta si necesita algo más.`,
    },
    onThePhone:
      'Habla español de México, salvo que la persona que llama pida otro idioma. Estás al teléfono: responde con brevedad.',
    lineDropped:
      'La llamada se cortó por un momento y puede que se haya perdido lo que dijo quien llama. Dilo con una frase corta y pídele que lo repita.',
    goOn: 'Te quedaste a la mitad de lo que estabas diciendo. Sigue desde ahí, sin repetir lo que ya se escuchó.',
    heardLast: (words) => `Quien llama te escuchó hasta aquí: «${words}»`,
    somethingMissed:
      '(La llamada se cortó por un momento. Se perdió algo de lo que dijo quien llama.)',
    calledAgain:
      '(Aquí se cortó la llamada y alguien volvió a llamar desde el mismo número. No le leas ningún dato personal antes de que responda a tu pregunta.)',
    takeUp:
      'La llamada se cortó y quien llama volvió a llamar. No lo saludes de nuevo. Di con una frase corta que la llamada se cortó. Después haz una sola pregunta que muestre si es la misma persona y espera la respuesta: antes no leas ningún dato personal.',
    returned:
      'Quien llama regresa de hablar con una persona. Pregúntale con una frase corta si necesita algo más.',
    keysPressed: (keys) => `(Quien llama presionó ${keys} en el teclado.)`,
    toolTookTooLong: 'La herramienta tardó demasiado y se abandonó.',
    toolOutcomeUnknown:
      'No se sabe si la herramienta hizo su trabajo: la conexión se perdió mientras tanto. No vuelvas a usarla sin preguntarle antes a quien llama.',
    toolNotDone: 'No se hizo: quien llama habló antes de que terminaras. Escucha primero.',
    toolFailed: 'La herramienta falló. Discúlpate y continúa.',
    toolRepeated:
      'Ya llamaste a esta herramienta con los mismos datos y no se ejecutará otra vez. Usa lo que sabes y habla con quien llama.',
    handedOver:
      'Recibes esta llamada de un compañero. Dilo en una frase corta y continúa donde va la conversación, sin volver a preguntar lo que ya se dijo.',
  },
  backchannels: `${europeanSpanish.backchannels}, ándale, órale, sale`,
}
