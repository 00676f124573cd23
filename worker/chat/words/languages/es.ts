import type { ChatWords } from '../words.ts'

export const europeanSpanish: ChatWords = {
  inWriting:
    'Escribe en español de España, salvo que el visitante use otro idioma. Es un chat escrito en una página web, no una llamada: responde con brevedad.',
  noAnswer: 'Lo siento, ahora mismo no puedo responder. Inténtelo de nuevo, por favor.',
  personAsked: 'Se ha pedido a una persona que continúe esta conversación. Le responderá aquí.',
  personIsHere: (name) => `${name} ya está aquí.`,
  backWithAgent: 'El asistente continúa esta conversación.',
  limitReached: 'Esta conversación ha llegado a su longitud máxima. Empiece una nueva, por favor.',
  ended: 'Esta conversación ha terminado.',
  tooFast: 'Eso ha sido mucho de una vez. Espere un momento, por favor.',
  dayIsOver: 'Hoy ya no se pueden responder más preguntas aquí. Vuelva mañana, por favor.',
  notAgain: 'Ahora no hay ninguna respuesta que se pueda escribir de nuevo.',
  tooLong: 'Un mensaje puede tener como máximo 4.000 caracteres.',
  unreadable: 'Esto no se ha entendido.',
  tryAgain: 'Algo ha fallado aquí. Inténtelo de nuevo, por favor.',
}

export const mexicanSpanish: ChatWords = {
  inWriting:
    'Escribe en español de México, salvo que el visitante use otro idioma. Es un chat escrito en una página web, no una llamada: responde con brevedad.',
  noAnswer: 'Lo siento, en este momento no puedo responder. Por favor, inténtelo de nuevo.',
  personAsked: 'Se le pidió a una persona que continúe esta conversación. Le responderá aquí.',
  personIsHere: (name) => `${name} ya está aquí.`,
  backWithAgent: 'El asistente continúa esta conversación.',
  limitReached: 'Esta conversación llegó a su longitud máxima. Por favor, empiece una nueva.',
  ended: 'Esta conversación terminó.',
  tooFast: 'Eso fue mucho de una vez. Por favor, espere un momento.',
  dayIsOver: 'Hoy ya no se pueden responder más preguntas aquí. Por favor, vuelva mañana.',
  notAgain: 'Ahora no hay ninguna respuesta que se pueda escribir de nuevo.',
  tooLong: 'Un mensaje puede tener 4,000 caracteres como máximo.',
  unreadable: 'Esto no se entendió.',
  tryAgain: 'Algo falló aquí. Por favor, inténtelo de nuevo.',
}
