import { type Phrases, words } from '../kinds.ts'

export const spanish: Phrases = {
  patterns: {
    transfer: words(
      '(?:le|te|lo|la|os|les) (?:paso|pongo|comunico|conecto|transfiero|derivo|voy a (?:pasar|poner|comunicar|conectar|transferir)|estoy (?:pasando|transfiriendo|comunicando)|he (?:pasado|transferido))|voy a (?:pasar|comunicar|conectar|transferir)(?:le|te|lo|la)|transfiero (?:su|tu|la) llamada',
    ),
    send_sms: words(
      '(?:(?:le|te|se|os|les) (?:lo |la )?(?:envío|mando|enviaré|mandaré|voy a (?:enviar|mandar)|he (?:enviado|mandado)|estoy (?:enviando|mandando)|acabo de (?:enviar|mandar))|voy a (?:enviar|mandar)(?:le|te|selo))\\b.*(?:sms|mensaje(?: de texto)?|al (?:móvil|celular|teléfono))',
    ),
    book: words(
      '(?:reservo|le reservo|te reservo|agendo|le agendo|te agendo|apunto|le apunto|te apunto)(?: .*)?|(?:he|acabo de|voy a|ya he|ya)\\b.{0,20}(?:reservado|reservar|reservé|agendado|agendar|agendé|apuntado|apuntar)(?:le|te|lo|la)?|(?:está|queda|quedó|quedan)(?: [\\p{L}]+){0,2} (?:reservad[oa]|confirmad[oa]|agendad[oa])',
    ),
    end_call: words(
      '(?:voy a colgar|cuelgo(?: ahora| ya)?|voy a (?:terminar|finalizar) la llamada|(?:termino|finalizo) la llamada)|(?:adiós|hasta luego|hasta pronto|chao)[.! ]*$',
    ),
  },
  noPromise: words(
    'si|puedo|puede|podemos|podría|podríamos|no|quiere|quieres|cuando|antes|desea|deseas|en cuanto|quizá|quizás|tal vez|nadie|tampoco|nunca|gustaría|debo',
  ),
}
