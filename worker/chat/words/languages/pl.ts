import type { ChatWords } from '../words.ts'

export const polish: ChatWords = {
  inWriting:
    'Pisz po polsku, chyba że odwiedzający używa innego języka. To czat na stronie internetowej, a nie rozmowa telefoniczna: odpowiadaj krótko.',
  noAnswer: 'Przepraszam, w tej chwili nie mogę odpowiedzieć. Proszę spróbować ponownie.',
  personAsked: 'Poproszono człowieka o kontynuowanie tej rozmowy. Odpowie tutaj.',
  personIsHere: (name) => `${name} jest już tutaj.`,
  backWithAgent: 'Asystent kontynuuje tę rozmowę.',
  limitReached: 'Ta rozmowa osiągnęła największą długość. Proszę rozpocząć nową.',
  ended: 'Ta rozmowa się zakończyła.',
  tooFast: 'To było dużo naraz. Proszę chwilę poczekać.',
  dayIsOver: 'Dziś nie można tu już odpowiedzieć na więcej pytań. Proszę wrócić jutro.',
  notAgain: 'Nie ma teraz odpowiedzi, którą można by napisać na nowo.',
  tooLong: 'Wiadomość może mieć najwyżej 4000 znaków.',
  unreadable: 'Nie zrozumiano tego.',
  tryAgain: 'Coś się nie udało. Proszę spróbować ponownie.',
}
