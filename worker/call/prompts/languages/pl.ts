import type { Prompts } from '../prompts.ts'

export const polish: Prompts = {
  sentences: {
    greeting: 'Dzień dobry! W czym mogę pomóc?',
    unknownNumber: 'Ten numer nie jest skonfigurowany. Do widzenia.',
    busy: 'Wszystkie nasze linie są w tej chwili zajęte. Prosimy zadzwonić ponownie za kilka minut.',
    notConfigured: 'Ta linia nie jest jeszcze uruchomiona. Prosimy zadzwonić później.',
    failed: 'Przepraszamy, mamy problem techniczny i nie możemy kontynuować tej rozmowy.',
    transferring:
      'Przepraszamy, mamy problem techniczny. Za chwilę nastąpi połączenie z inną osobą.',
    nobodyAnswered: 'Niestety nikt nie może teraz odebrać. Prosimy zadzwonić później. Do widzenia.',
    lineDropped: 'Przepraszam, połączenie zostało na chwilę przerwane.',
    stillThere: ['Czy nadal mnie słychać?', 'Nic nie słyszę. Czy jest ktoś na linii?'],
    oneMoment: ['Chwileczkę.', 'Już sprawdzam.', 'Proszę o moment cierpliwości.'],
    goodbyes: {
      silence: 'Nic już nie słyszę, dlatego kończę rozmowę. Do widzenia.',
      max_duration: 'Przepraszam, ale muszę już zakończyć rozmowę. Do widzenia.',
      plain: 'Dziękuję za telefon. Do widzenia.',
    },
    callerWaits: 'Ktoś czeka na linii, aby z Państwem porozmawiać.',
    pressOne: 'Aby odebrać rozmowę, proszę nacisnąć 1.',
    callerGone: 'Osoby dzwoniącej nie ma już na linii. Do widzenia.',
  },
  instructions: {
    onThePhone:
      'Mów po polsku, chyba że osoba dzwoniąca poprosi o inny język. Rozmawiasz przez telefon: odpowiadaj krótko.',
    greet: 'Połączenie zostało właśnie odebrane. Przywitaj osobę dzwoniącą jednym krótkim zdaniem.',
    stillThere:
      'Osoba dzwoniąca od dłuższej chwili nic nie mówi. Zapytaj jednym krótkim zdaniem, czy nadal jest na linii.',
    lineDropped:
      'Połączenie zostało na chwilę przerwane i słowa osoby dzwoniącej mogły przepaść. Powiedz to jednym krótkim zdaniem i poproś o powtórzenie.',
    goOn: 'Twoja wypowiedź została przerwana w połowie. Mów dalej od tego miejsca, nie powtarzając tego, co już było słychać.',
    heardLast: (words) => `Osoba dzwoniąca usłyszała cię do tego miejsca: „${words}”`,
    somethingMissed:
      '(Połączenie zostało na chwilę przerwane. Część tego, co powiedziała osoba dzwoniąca, przepadła.)',
    calledAgain:
      '(Tu połączenie zostało przerwane i ktoś zadzwonił ponownie z tego samego numeru. Nie odczytuj żadnych danych osobowych, zanim nie odpowie na twoje pytanie.)',
    takeUp:
      'Połączenie zostało przerwane i osoba dzwoniąca dzwoni ponownie. Nie witaj jej od nowa. Powiedz jednym krótkim zdaniem, że połączenie zostało przerwane. Potem zadaj jedno pytanie, które pokaże, czy to ta sama osoba, i poczekaj na odpowiedź: wcześniej nie odczytuj żadnych danych osobowych.',
    returned:
      'Osoba dzwoniąca wraca po rozmowie z człowiekiem. Zapytaj jednym krótkim zdaniem, czy potrzebuje czegoś jeszcze.',
    oneMoment: 'To, czego szukasz, potrwa trochę dłużej. Powiedz to w kilku słowach.',
    goodbyes: {
      silence:
        'Osoba dzwoniąca milczy od dawna. Powiedz jednym krótkim zdaniem, że teraz kończysz rozmowę, i pożegnaj się.',
      max_duration:
        'Rozmowa osiągnęła najdłuższy dozwolony czas. Powiedz jednym krótkim zdaniem, że musisz ją teraz zakończyć, i pożegnaj się.',
      plain: 'Rozmowa teraz się kończy. Pożegnaj się jednym krótkim zdaniem.',
    },
    keysPressed: (keys) => `(Osoba dzwoniąca nacisnęła na klawiaturze ${keys}.)`,
    toolTookTooLong: 'Narzędzie działało zbyt długo i zostało przerwane.',
    toolOutcomeUnknown:
      'Nie wiadomo, czy narzędzie wykonało swoją pracę: w tym czasie połączenie zostało utracone. Nie używaj go ponownie bez pytania osoby dzwoniącej.',
    toolNotDone:
      'Tego nie wykonano: osoba dzwoniąca odezwała się, zanim twoja wypowiedź dobiegła końca. Najpierw jej wysłuchaj.',
    toolFailed: 'Narzędzie zawiodło. Przeproś i mów dalej.',
    toolRepeated:
      'To narzędzie zostało już wywołane z tymi samymi danymi i nie zostanie uruchomione ponownie. Użyj tego, co wiesz, i rozmawiaj z dzwoniącym.',
    handedOver:
      'Przejmujesz tę rozmowę od współpracownika. Powiedz to w jednym krótkim zdaniu i mów dalej od miejsca, w którym jest rozmowa, nie pytając ponownie o to, co już powiedziano.',
    transfer: {
      begun: (who) =>
        `(Trwa dzwonienie do: „${who}”. Powiedz osobie dzwoniącej jednym krótkim zdaniem, że próbujesz ją połączyć. Zostaje z tobą, aż ktoś odbierze rozmowę.)`,
      refused: {
        under_way: '(Trwa już dzwonienie do kogoś. Poproś osobę dzwoniącą o chwilę cierpliwości.)',
        too_often:
          '(Nie zadzwonimy już do nikogo: w tej rozmowie próbowano zbyt wiele razy. Powiedz to jednym krótkim zdaniem i zaproponuj, co możesz zrobić samodzielnie.)',
        not_now: '(W tej chwili nie można przełączyć rozmowy. Prowadź ją dalej samodzielnie.)',
      },
      outcomes: {
        voicemail: (who) => `Pod „${who}” zgłosił się tylko automat.`,
        busy: (who) => `Linia „${who}” jest zajęta.`,
        no_answer: (who) => `„${who}” nie odbiera.`,
        declined: (who) => `„${who}” nie może przyjąć rozmowy.`,
        person_left: (who) =>
          `Po stronie „${who}” odłożono słuchawkę, zanim osoba dzwoniąca się połączyła.`,
        carrier_failed: (who) => `Z przyczyn technicznych nie udało się połączyć z „${who}”.`,
      },
      over: (what) =>
        `(${what} Osoba dzwoniąca wciąż jest z tobą: powiedz jej to jednym krótkim zdaniem i zaproponuj, co możesz zrobić zamiast tego.)`,
      personLeft: (who) =>
        `Osoba dzwoniąca rozmawiała z „${who}”; tam odłożono już słuchawkę. Zapytaj jednym krótkim zdaniem, czy potrzebuje czegoś jeszcze.`,
    },
  },
  backchannels:
    'mhm, mm, hm, hmm, aha, ach, ah, o, no tak, tak, tak tak, okej, ok, okay, dobrze, dobra, jasne, rozumiem, zgoda, racja, właśnie, dokładnie, oczywiście, pewnie, super, świetnie, naprawdę, ach tak, w porządku',
}
