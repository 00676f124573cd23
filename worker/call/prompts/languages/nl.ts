import type { Prompts } from '../prompts.ts'

export const dutch: Prompts = {
  sentences: {
    greeting: 'Goedendag! Waarmee kan ik u helpen?',
    unknownNumber: 'Dit nummer is niet ingesteld. Tot ziens.',
    busy: 'Al onze lijnen zijn op dit moment bezet. Belt u over een paar minuten nog eens.',
    notConfigured: 'Deze lijn is nog niet in gebruik. Belt u later nog eens.',
    failed: 'Sorry, we hebben een technisch probleem en kunnen dit gesprek niet voortzetten.',
    transferring: 'Sorry, we hebben een technisch probleem. Ik verbind u nu door.',
    nobodyAnswered: 'Helaas kan er nu niemand opnemen. Belt u later nog eens. Tot ziens.',
    lineDropped: 'Sorry, de verbinding viel even weg.',
    stillThere: ['Bent u er nog?', 'Ik hoor u niet. Bent u nog aan de lijn?'],
    oneMoment: ['Een ogenblik, alstublieft.', 'Ik kijk het even na.', 'Een momentje.'],
    goodbyes: {
      silence: 'Ik hoor u niet meer en beëindig nu het gesprek. Tot ziens.',
      max_duration: 'Het spijt me, maar ik moet ons gesprek nu beëindigen. Tot ziens.',
      plain: 'Bedankt voor het bellen. Tot ziens.',
    },
    callerWaits: 'Een beller wacht om met u te spreken.',
    pressOne: 'Druk op 1 om het gesprek aan te nemen.',
    callerGone: 'De beller is niet meer aan de lijn. Tot ziens.',
  },
  instructions: {
    onThePhone:
      'Spreek Nederlands, tenzij de beller om een andere taal vraagt. Je bent aan de telefoon: houd je antwoorden kort.',
    greet: 'Het gesprek is net aangenomen. Begroet de beller in één korte zin.',
    stillThere: 'De beller zegt al een tijdje niets. Vraag in één korte zin of die er nog is.',
    lineDropped:
      'De verbinding viel even weg, en wat de beller zei is misschien verloren gegaan. Zeg dat in één korte zin en vraag het nog eens te zeggen.',
    goOn: 'Je werd midden in je zin onderbroken. Ga daar verder, zonder te herhalen wat al te horen was.',
    heardLast: (words) => `De beller heeft je tot hier gehoord: ‘${words}’`,
    somethingMissed: '(De verbinding viel even weg. Iets wat de beller zei, is verloren gegaan.)',
    calledAgain:
      '(Hier viel de verbinding weg, en iemand belde opnieuw vanaf hetzelfde nummer. Lees niets persoonlijks voor voordat je vraag beantwoord is.)',
    takeUp:
      'De verbinding viel weg en de beller belt opnieuw. Begroet hem niet nog eens. Zeg in één korte zin dat de verbinding wegviel. Stel daarna één vraag waaruit blijkt of het dezelfde persoon is en wacht op het antwoord: lees daarvoor niets persoonlijks voor.',
    returned:
      'De beller is terug van een gesprek met een medewerker. Vraag in één korte zin of er nog iets is.',
    oneMoment: 'Wat je opzoekt duurt iets langer. Zeg dat in een paar woorden.',
    goodbyes: {
      silence:
        'De beller is al lang stil. Zeg in één korte zin dat je het gesprek nu beëindigt, en neem afscheid.',
      max_duration:
        'Het gesprek heeft zijn langste duur bereikt. Zeg in één korte zin dat je het nu moet beëindigen, en neem afscheid.',
      plain: 'Het gesprek eindigt nu. Neem in één korte zin afscheid van de beller.',
    },
    keysPressed: (keys) => `(De beller drukte op de toetsen ${keys}.)`,
    toolTookTooLong: 'Het hulpmiddel deed er te lang over en is afgebroken.',
    toolOutcomeUnknown:
      'Het is niet bekend of het hulpmiddel zijn werk heeft gedaan: de verbinding viel intussen weg. Gebruik het niet opnieuw zonder het de beller te vragen.',
    toolNotDone: 'Dit is niet gedaan: de beller sprak voordat je klaar was. Luister eerst.',
    toolFailed: 'Het hulpmiddel werkte niet. Bied je excuses aan en ga verder.',
    toolRepeated:
      'Je hebt dit hulpmiddel al met dezelfde gegevens aangeroepen; het wordt niet opnieuw uitgevoerd. Gebruik wat je weet en praat met de beller.',
    handedOver:
      'Je neemt dit gesprek over van een collega. Zeg dat in één korte zin en ga verder waar het gesprek is gebleven, zonder opnieuw te vragen wat al gezegd is.',
    transfer: {
      begun: (who) =>
        `(“${who}” wordt nu gebeld. Zeg de beller in één korte zin dat je probeert door te verbinden. De beller blijft bij jou tot iemand het gesprek aanneemt.)`,
      refused: {
        under_way: '(Er wordt al iemand gebeld. Vraag de beller om een ogenblik geduld.)',
        too_often:
          '(Er wordt niemand meer gebeld: het is in dit gesprek al te vaak geprobeerd. Zeg dat in één korte zin en bied aan wat je zelf kunt doen.)',
        not_now: '(De beller kan nu niet worden doorverbonden. Ga zelf verder met het gesprek.)',
      },
      outcomes: {
        voicemail: (who) => `Bij “${who}” nam alleen een antwoordapparaat op.`,
        busy: (who) => `“${who}” is in gesprek.`,
        no_answer: (who) => `“${who}” nam niet op.`,
        declined: (who) => `“${who}” kan het gesprek niet aannemen.`,
        person_left: (who) => `“${who}” hing op voordat de beller er was.`,
        carrier_failed: (who) => `“${who}” was om technische redenen niet te bereiken.`,
      },
      over: (what) =>
        `(${what} De beller is nog bij jou: zeg het in één korte zin en bied aan wat je in plaats daarvan kunt doen.)`,
      personLeft: (who) =>
        `De beller heeft met “${who}” gesproken; daar is opgehangen. Vraag in één korte zin of er nog iets is.`,
    },
  },
  backchannels:
    'mhm, mm, hm, hmm, hmhm, ah, aha, oh, o, ja, jaja, jawel, jep, oké, oke, ok, okay, goed, prima, precies, klopt, juist, natuurlijk, begrepen, ik begrijp het, ik snap het, duidelijk, ah ja, o ja, zeker, tuurlijk, echt, mooi',
}
