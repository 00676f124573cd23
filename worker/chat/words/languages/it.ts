import type { ChatWords } from '../words.ts'

export const italian: ChatWords = {
  inWriting:
    'Scrivi in italiano, a meno che il visitatore non usi un’altra lingua. È una chat scritta su una pagina web, non una telefonata: rispondi in modo breve.',
  noAnswer: 'Mi dispiace, al momento non posso rispondere. La preghiamo di riprovare.',
  personAsked: 'È stato chiesto a una persona di continuare questa conversazione. Risponderà qui.',
  personIsHere: (name) => `${name} è qui.`,
  backWithAgent: 'L’assistente continua questa conversazione.',
  limitReached:
    'Questa conversazione ha raggiunto la lunghezza massima. La preghiamo di iniziarne una nuova.',
  ended: 'Questa conversazione è terminata.',
  tooFast: 'È arrivato molto tutto insieme. La preghiamo di attendere un momento.',
  dayIsOver: 'Oggi qui non si può più rispondere a domande. La preghiamo di tornare domani.',
  notAgain: 'Al momento non c’è una risposta che si possa riscrivere.',
  tooLong: 'Un messaggio può avere al massimo 4.000 caratteri.',
  unreadable: 'Non è stato compreso.',
  tryAgain: 'Qualcosa è andato storto. La preghiamo di riprovare.',
}
