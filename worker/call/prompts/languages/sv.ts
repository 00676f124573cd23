import type { Prompts } from '../prompts.ts'

export const swedish: Prompts = {
  sentences: {
    greeting: 'Hej! Vad kan jag hjälpa dig med?',
    unknownNumber: 'Det här numret är inte inställt. Hej då.',
    busy: 'Alla våra linjer är upptagna just nu. Ring gärna igen om några minuter.',
    notConfigured: 'Den här linjen är inte i bruk ännu. Ring gärna igen senare.',
    failed: 'Förlåt, vi har ett tekniskt problem och kan inte fortsätta det här samtalet.',
    transferring: 'Förlåt, vi har ett tekniskt problem. Jag kopplar dig vidare nu.',
    nobodyAnswered: 'Tyvärr kan ingen ta ditt samtal just nu. Ring gärna igen senare. Hej då.',
    lineDropped: 'Förlåt, linjen bröts ett ögonblick.',
    stillThere: ['Är du kvar?', 'Jag hör dig inte. Är du kvar på linjen?'],
    oneMoment: ['Ett ögonblick.', 'Jag ska kontrollera det.', 'Vänta lite.'],
    goodbyes: {
      silence: 'Jag hör dig inte längre, så jag avslutar samtalet nu. Hej då.',
      max_duration: 'Tyvärr måste jag avsluta vårt samtal nu. Hej då.',
      plain: 'Tack för att du ringde. Hej då.',
    },
    callerWaits: 'Någon väntar på att få tala med dig.',
    pressOne: 'Tryck 1 för att ta samtalet.',
    callerGone: 'Den som ringde är inte kvar på linjen. Hej då.',
  },
  instructions: {
    onThePhone:
      'Tala svenska om inte den som ringer ber om ett annat språk. Du pratar i telefon: håll dina svar korta.',
    greet: 'Samtalet har just besvarats. Hälsa på den som ringer med en kort mening.',
    stillThere:
      'Den som ringer har varit tyst en stund. Fråga med en kort mening om personen är kvar.',
    lineDropped:
      'Linjen bröts ett ögonblick, och det som den som ringer sade kan ha gått förlorat. Säg det med en kort mening och be personen säga det igen.',
    goOn: 'Du blev avbruten mitt i det du sade. Fortsätt därifrån, utan att upprepa det som redan hördes.',
    heardLast: (words) => `Den som ringer hörde dig hit: ”${words}”`,
    somethingMissed: '(Linjen bröts ett ögonblick. Något som den som ringer sade gick förlorat.)',
    calledAgain:
      '(Här bröts linjen, och någon ringde igen från samma nummer. Läs inte upp något personligt innan din fråga har besvarats.)',
    takeUp:
      'Linjen bröts, och den som ringer har ringt igen. Hälsa inte på nytt. Säg med en kort mening att linjen bröts. Ställ sedan en enda fråga som visar om det är samma person och vänta på svaret: läs inte upp något personligt före det.',
    returned:
      'Den som ringer är tillbaka efter att ha talat med en människa. Fråga med en kort mening om det är något mer.',
    oneMoment: 'Det du letar efter tar lite längre tid. Säg det med några få ord.',
    goodbyes: {
      silence:
        'Den som ringer har varit tyst länge. Säg med en kort mening att du avslutar samtalet nu, och säg hej då.',
      max_duration:
        'Samtalet har nått sin längsta tid. Säg med en kort mening att du måste avsluta det nu, och säg hej då.',
      plain: 'Samtalet avslutas nu. Säg hej då med en kort mening.',
    },
    keysPressed: (keys) => `(Den som ringer tryckte ${keys} på knappsatsen.)`,
    toolTookTooLong: 'Verktyget tog för lång tid och avbröts.',
    toolOutcomeUnknown:
      'Det är inte känt om verktyget gjorde sitt arbete: förbindelsen bröts under tiden. Använd det inte igen utan att fråga den som ringer.',
    toolNotDone: 'Det här gjordes inte: den som ringer talade innan du var färdig. Lyssna först.',
    toolFailed: 'Verktyget misslyckades. Be om ursäkt och fortsätt.',
    toolRepeated:
      'Du har redan anropat det här verktyget med samma uppgifter, och det körs inte igen. Använd det du vet och tala med den som ringer.',
    handedOver:
      'Du tar över det här samtalet från en kollega. Säg det i en kort mening och fortsätt där samtalet står, utan att fråga igen om det som redan sagts.',
    transfer: {
      begun: (who) =>
        `(”${who}” rings upp nu. Säg till den som ringer med en kort mening att du försöker koppla vidare. Den som ringer stannar hos dig tills någon tar samtalet.)`,
      refused: {
        under_way: '(Någon rings redan upp. Be den som ringer om ett ögonblicks tålamod.)',
        too_often:
          '(Ingen mer rings upp: det har försökts för många gånger i det här samtalet. Säg det med en kort mening och erbjud det du själv kan göra.)',
        not_now: '(Samtalet kan inte kopplas vidare just nu. Fortsätt samtalet själv.)',
      },
      outcomes: {
        voicemail: (who) => `Hos ”${who}” svarade bara en maskin.`,
        busy: (who) => `”${who}” är upptagen.`,
        no_answer: (who) => `”${who}” svarade inte.`,
        declined: (who) => `”${who}” kan inte ta samtalet.`,
        person_left: (who) => `”${who}” lade på innan den som ringer var framme.`,
        carrier_failed: (who) => `”${who}” kunde inte nås av tekniska skäl.`,
      },
      over: (what) =>
        `(${what} Den som ringer är kvar hos dig: säg det med en kort mening och erbjud det du kan göra i stället.)`,
      personLeft: (who) =>
        `Den som ringer har talat med ”${who}”, som har lagt på. Fråga med en kort mening om det är något mer.`,
    },
  },
  backchannels:
    'mhm, mm, mmm, hm, hmm, ah, aha, jaha, jaså, oj, oh, ja, jo, japp, ok, okej, okay, bra, just det, precis, visst, självklart, absolut, jag förstår, förstår, förstått, okej då, aha okej, toppen, verkligen, rätt',
}
