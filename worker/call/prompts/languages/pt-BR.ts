import type { Prompts } from '../prompts.ts'

export const brazilianPortuguese: Prompts = {
  sentences: {
    greeting: 'Olá! Como posso ajudar?',
    unknownNumber: 'Este número não está configurado. Até logo.',
    busy: 'Todas as nossas linhas estão ocupadas no momento. Por favor, ligue novamente em alguns minutos.',
    notConfigured: 'Esta linha ainda não está disponível. Por favor, ligue novamente mais tarde.',
    failed: 'Desculpe, estamos com um problema técnico e não podemos continuar esta ligação.',
    transferring: 'Desculpe, estamos com um problema técnico. Vou transferir você agora.',
    nobodyAnswered:
      'Desculpe, ninguém pode atender no momento. Por favor, ligue novamente mais tarde. Até logo.',
    lineDropped: 'Desculpe, a ligação caiu por um instante.',
    stillThere: ['Você ainda está aí?', 'Não estou ouvindo você. Ainda está na linha?'],
    oneMoment: ['Um momento, por favor.', 'Vou verificar para você.', 'Só um instante.'],
    goodbyes: {
      silence: 'Não estou mais ouvindo você, então vou encerrar a ligação. Até logo.',
      max_duration: 'Desculpe, mas preciso encerrar a ligação agora. Até logo.',
      plain: 'Agradecemos a sua ligação. Até logo.',
    },
    callerWaits: 'Há uma pessoa na linha esperando para falar com você.',
    pressOne: 'Pressione 1 para atender a ligação.',
    callerGone: 'A pessoa que ligou não está mais na linha. Até logo.',
  },
  instructions: {
    onThePhone:
      'Fale português do Brasil, a menos que a pessoa que ligou peça outro idioma. Você está ao telefone: responda de forma breve.',
    greet: 'A ligação acabou de ser atendida. Cumprimente quem ligou em uma frase curta.',
    stillThere:
      'Quem ligou está em silêncio há algum tempo. Pergunte em uma frase curta se a pessoa ainda está aí.',
    lineDropped:
      'A ligação caiu por um instante, e o que a pessoa disse pode ter se perdido. Diga isso em uma frase curta e peça para repetir.',
    goOn: 'Você foi cortado no meio do que estava dizendo. Continue dali, sem repetir o que já foi ouvido.',
    heardLast: (words) => `A pessoa ouviu você até aqui: “${words}”`,
    somethingMissed: '(A ligação caiu por um instante. Algo que a pessoa disse se perdeu.)',
    calledAgain:
      '(Aqui a ligação caiu, e alguém ligou de novo do mesmo número. Não leia nada pessoal antes que a pessoa responda à sua pergunta.)',
    takeUp:
      'A ligação caiu, e a pessoa ligou de novo. Não a cumprimente outra vez. Diga em uma frase curta que a ligação caiu. Depois faça uma única pergunta que mostre se é a mesma pessoa e espere a resposta: antes disso, não leia nada pessoal.',
    returned:
      'Quem ligou voltou de uma conversa com um atendente. Pergunte em uma frase curta se há mais alguma coisa.',
    oneMoment:
      'O que você está consultando vai demorar um pouco mais. Diga isso em poucas palavras.',
    goodbyes: {
      silence:
        'Quem ligou está em silêncio há muito tempo. Diga em uma frase curta que vai encerrar a ligação agora e despeça-se.',
      max_duration:
        'A ligação atingiu a duração máxima. Diga em uma frase curta que precisa encerrá-la agora e despeça-se.',
      plain: 'A ligação termina agora. Despeça-se de quem ligou em uma frase curta.',
    },
    keysPressed: (keys) => `(Quem ligou pressionou ${keys} no teclado.)`,
    toolTookTooLong: 'A ferramenta demorou demais e foi interrompida.',
    toolOutcomeUnknown:
      'Não se sabe se a ferramenta fez o seu trabalho: a conexão caiu nesse meio-tempo. Não a chame de novo sem perguntar a quem ligou.',
    toolNotDone: 'Isso não foi feito: quem ligou falou antes de você terminar. Escute primeiro.',
    toolFailed: 'A ferramenta falhou. Peça desculpas e continue.',
    toolRepeated:
      'Você já chamou esta ferramenta com os mesmos dados, e ela não será executada de novo. Use o que você sabe e fale com quem ligou.',
    handedOver:
      'Você assume esta ligação de um colega. Diga isso em uma frase curta e continue de onde a conversa está, sem perguntar de novo o que já foi dito.',
    transfer: {
      begun: (who) =>
        `(“${who}” está sendo chamado agora. Diga a quem ligou, em uma frase curta, que você está tentando transferir. A pessoa fica com você até alguém atender.)`,
      refused: {
        under_way: '(Alguém já está sendo chamado. Peça a quem ligou um momento de paciência.)',
        too_often:
          '(Ninguém mais será chamado: já se tentou vezes demais nesta ligação. Diga isso em uma frase curta e ofereça o que você mesmo pode fazer.)',
        not_now: '(Não é possível transferir a ligação agora. Continue você a conversa.)',
      },
      outcomes: {
        voicemail: (who) => `Em “${who}” só uma máquina atendeu.`,
        busy: (who) => `“${who}” está em outra ligação.`,
        no_answer: (who) => `“${who}” não atendeu.`,
        declined: (who) => `“${who}” não pode atender a ligação.`,
        person_left: (who) => `“${who}” desligou antes de quem ligou chegar.`,
        carrier_failed: (who) => `Não foi possível falar com “${who}” por motivos técnicos.`,
      },
      over: (what) =>
        `(${what} Quem ligou ainda está com você: diga isso em uma frase curta e ofereça o que pode fazer em vez disso.)`,
      personLeft: (who) =>
        `Quem ligou conversou com “${who}”, que desligou. Pergunte em uma frase curta se há mais alguma coisa.`,
    },
  },
  backchannels:
    'mhm, mm, hum, hm, hmm, uhum, aham, ah, ahã, oh, ó, sim, é, ok, okay, tá, tá bom, tá certo, está bem, está bom, certo, isso, isso mesmo, entendi, entendo, claro, beleza, legal, perfeito, exato, exatamente, pois é, ah tá, ah sim, com certeza, verdade, bom, bem',
}
