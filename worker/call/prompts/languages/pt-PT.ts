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
  },
  backchannels:
    'mhm, mm, hum, hm, hmm, uhum, ah, aham, oh, sim, ok, okay, está, está bem, está bom, tá bem, certo, pois, pois é, pois claro, claro, percebo, percebi, entendo, compreendo, exato, exatamente, isso, isso mesmo, perfeito, muito bem, ah sim, com certeza, a sério, bom, bem',
}
