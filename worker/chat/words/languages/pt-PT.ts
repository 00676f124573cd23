import type { ChatWords } from '../words.ts'

export const europeanPortuguese: ChatWords = {
  inWriting:
    'Escreve em português de Portugal, a não ser que o visitante use outra língua. É uma conversa escrita numa página web, não um telefonema: responde de forma breve.',
  noAnswer: 'Lamento, neste momento não consigo responder. Por favor, tente novamente.',
  personAsked: 'Foi pedido a uma pessoa que continuasse esta conversa. A resposta virá aqui.',
  personIsHere: (name) => `${name} já está aqui.`,
  backWithAgent: 'O assistente continua esta conversa.',
  limitReached: 'Esta conversa atingiu o tamanho máximo. Por favor, comece uma nova.',
  ended: 'Esta conversa terminou.',
  tooFast: 'Foi muito de uma só vez. Por favor, aguarde um momento.',
  dayIsOver: 'Hoje já não é possível responder a mais perguntas aqui. Por favor, volte amanhã.',
  notAgain: 'Não há agora nenhuma resposta que possa ser escrita de novo.',
  tooLong: 'Uma mensagem pode ter no máximo 4000 caracteres.',
  unreadable: 'Isto não foi compreendido.',
  tryAgain: 'Algo correu mal aqui. Por favor, tente novamente.',
}
