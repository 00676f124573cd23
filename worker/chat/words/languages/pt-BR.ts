import type { ChatWords } from '../words.ts'

export const brazilianPortuguese: ChatWords = {
  inWriting:
    'Escreva em português do Brasil, a menos que o visitante use outro idioma. É um chat escrito em uma página da web, não um telefonema: responda de forma breve.',
  noAnswer: 'Desculpe, não consigo responder agora. Tente novamente, por favor.',
  personAsked: 'Uma pessoa foi chamada para continuar esta conversa. Ela vai responder aqui.',
  personIsHere: (name) => `${name} está aqui agora.`,
  backWithAgent: 'O assistente continua esta conversa.',
  limitReached: 'Esta conversa chegou ao tamanho máximo. Comece uma nova, por favor.',
  ended: 'Esta conversa terminou.',
  tooFast: 'Foi muita coisa de uma vez. Espere um momento, por favor.',
  dayIsOver: 'Hoje não é possível responder a mais perguntas aqui. Volte amanhã, por favor.',
  notAgain: 'Não há agora nenhuma resposta que possa ser escrita de novo.',
  tooLong: 'Uma mensagem pode ter no máximo 4.000 caracteres.',
  unreadable: 'Isso não foi entendido.',
  tryAgain: 'Algo deu errado aqui. Tente novamente, por favor.',
}
