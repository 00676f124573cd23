import type { Prompts } from '../prompts.ts'

export const europeanPortuguese: Prompts = {
  sentences: {
    greeting: 'Bom dia! Em que posso ajudar?',
    unknownNumber: 'Este número não está configurado. Adeus.',
    busy: 'De momento, todas as nossas linhas estão ocupadas. Por favor, volte a ligar dentro de alguns minutos.',
    notConfigured: 'Esta linha ainda não está disponível. Por favor, volte a ligar mais tarde.',
    failed: 'Pedimos desculpa, temos um problema técnico e não podemos continuar esta chamada.',
    transferring: 'Pedimos desculpa, temos um problema técnico. Vou passar já a chamada.',
    nobodyAnswered:
      'Lamentamos, mas de momento ninguém pode atender. Por favor, volte a ligar mais tarde. Adeus.',
    lineDropped: 'Peço desculpa, a ligação caiu por um momento.',
    stillThere: ['Ainda está aí?', 'Não consigo ouvir. Ainda está em linha?'],
    oneMoment: ['Um momento, por favor.', 'Vou já verificar.', 'É só um instante.'],
    goodbyes: {
      silence: 'Deixei de ouvir, por isso vou terminar a chamada. Adeus.',
      max_duration: 'Peço desculpa, mas tenho de terminar agora a chamada. Adeus.',
      plain: 'Agradecemos a sua chamada. Adeus.',
    },
    callerWaits: 'Está uma pessoa em linha à espera de falar consigo.',
    pressOne: 'Carregue em 1 para atender a chamada.',
    callerGone: 'Quem telefonou já não está em linha. Com licença, até à próxima.',
  },
  instructions: {
    onThePhone:
      'Fala português de Portugal, a não ser que quem telefona peça outra língua. Estás ao telefone: responde de forma breve.',
    greet: 'A chamada acabou de ser atendida. Cumprimenta quem telefona numa frase curta.',
    stillThere:
      'Quem telefona está em silêncio há algum tempo. Pergunta numa frase curta se ainda está aí.',
    lineDropped:
      'A ligação caiu por um momento, e o que foi dito por quem telefona pode ter-se perdido. Diz isso numa frase curta e pede que repita.',
    goOn: 'Foste interrompido a meio do que estavas a dizer. Continua a partir daí, sem repetir o que já se ouviu.',
    heardLast: (words) => `Quem telefona ouviu-te até aqui: «${words}»`,
    somethingMissed:
      '(A ligação caiu por um momento. Perdeu-se algo do que foi dito por quem telefona.)',
    calledAgain:
      '(Aqui a ligação caiu, e alguém voltou a telefonar do mesmo número. Não leias nada de pessoal antes de a tua pergunta ser respondida.)',
    takeUp:
      'A ligação caiu, e quem telefona voltou a ligar. Não cumprimentes de novo. Diz numa frase curta que a ligação caiu. Depois faz uma única pergunta que mostre se é a mesma pessoa e espera pela resposta: antes disso não leias nada de pessoal.',
    returned:
      'Quem telefona voltou de uma conversa com uma pessoa. Pergunta numa frase curta se há mais alguma coisa.',
    oneMoment: 'O que estás a consultar demora mais um pouco. Diz isso em poucas palavras.',
    goodbyes: {
      silence:
        'Quem telefona está em silêncio há muito tempo. Diz numa frase curta que vais terminar agora a chamada e despede-te.',
      max_duration:
        'A chamada atingiu a duração máxima. Diz numa frase curta que tens de a terminar agora e despede-te.',
      plain: 'A chamada termina agora. Despede-te de quem telefona numa frase curta.',
    },
    keysPressed: (keys) => `(Quem telefona carregou em ${keys} no teclado.)`,
    toolTookTooLong: 'A ferramenta demorou demasiado e foi interrompida.',
    toolOutcomeUnknown:
      'Não se sabe se a ferramenta fez o seu trabalho: entretanto, a ligação perdeu-se. Não a uses outra vez sem perguntar a quem telefona.',
    toolNotDone: 'Isto não foi feito: quem telefona falou antes de teres acabado. Ouve primeiro.',
    toolFailed: 'A ferramenta falhou. Pede desculpa e continua.',
    toolRepeated:
      'Já chamaste esta ferramenta com os mesmos dados e ela não é executada outra vez. Usa o que sabes e fala com quem ligou.',
    handedOver:
      'Ficas com esta chamada de um colega. Di-lo numa frase curta e continua onde a conversa está, sem voltar a perguntar o que já foi dito.',
    transfer: {
      begun: (who) =>
        `(Está a ser contactado «${who}». Diz a quem telefona, numa frase curta, que estás a tentar passar a chamada. A pessoa fica contigo até alguém atender.)`,
      refused: {
        under_way:
          '(Já está a ser contactada uma pessoa. Pede a quem telefona um momento de paciência.)',
        too_often:
          '(Não se contacta mais ninguém: nesta chamada já se tentou demasiadas vezes. Di-lo numa frase curta e oferece o que podes fazer tu.)',
        not_now: '(Neste momento não é possível passar a chamada. Continua tu a conversa.)',
      },
      outcomes: {
        voicemail: (who) => `Em «${who}» só atendeu uma máquina.`,
        busy: (who) => `«${who}» está noutra chamada.`,
        no_answer: (who) => `«${who}» não atendeu.`,
        declined: (who) => `«${who}» não pode atender a chamada.`,
        person_left: (who) => `«${who}» desligou antes de quem telefona chegar.`,
        carrier_failed: (who) => `Não foi possível contactar «${who}» por motivos técnicos.`,
      },
      over: (what) =>
        `(${what} Quem telefona continua contigo: di-lo numa frase curta e oferece o que podes fazer em vez disso.)`,
      personLeft: (who) =>
        `Quem telefona falou com «${who}», que já desligou. Pergunta numa frase curta se há mais alguma coisa.`,
    },
  },
  backchannels:
    'mhm, mm, hum, hm, hmm, uhum, ah, aham, oh, sim, ok, okay, está, está bem, está bom, tá bem, certo, pois, pois é, pois claro, claro, percebo, percebi, entendo, compreendo, exato, exatamente, isso, isso mesmo, perfeito, muito bem, ah sim, com certeza, a sério, bom, bem',
}
