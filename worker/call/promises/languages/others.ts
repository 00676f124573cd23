import { type Phrases, words } from '../kinds.ts'

/** The most usual ways to promise, in languages whose agents are few. */
export const OTHERS: Readonly<Record<string, Phrases>> = {
  it: {
    patterns: {
      transfer: words(
        '(?:la|ti|le) (?:passo|metto in contatto|collego|trasferisco)|trasferisco la (?:sua |tua )?chiamata',
      ),
      send_sms: words(
        '(?:le|ti|glielo|te lo) (?:invio|mando|ho (?:inviato|mandato))\\b.*(?:sms|messaggio)',
      ),
      book: words(
        '(?:ho|le ho|ti ho) (?:prenotato|fissato)|(?:prenoto|fisso)(?: .*)?|(?:è|sono) (?:prenotat|confermat)[oaie]',
      ),
      end_call: words('(?:riaggancio|chiudo la chiamata)|(?:arrivederci|arrivederla|ciao)[.! ]*$'),
    },
    noPromise: words('se|posso|può|potrei|non|vuole|vuoi|quando|prima|appena|forse|nessuno'),
  },
  nl: {
    patterns: {
      transfer: words(
        '(?:ik (?:verbind|zet)|(?:verbind|zet) ik) (?:u|je)\\b.*|ik (?:ga|zal|heb)\\b.*(?:doorverbinden|doorverbonden|doorschakelen)',
      ),
      send_sms: words(
        "(?:ik (?:stuur|ga|zal|heb)|stuur ik)\\b.*(?:sms|sms'je|tekstbericht)(?: .*)?",
      ),
      book: words(
        '(?:ik (?:boek|reserveer)|(?:boek|reserveer) ik)(?: .*)?|ik heb\\b.*(?:geboekt|gereserveerd|ingepland)|(?:is|staat) (?:geboekt|gereserveerd|bevestigd|ingepland)',
      ),
      end_call: words(
        '(?:ik hang (?:nu )?op|ik beëindig (?:nu )?het gesprek)|(?:tot ziens|dag|doei|tot horens)[.! ]*$',
      ),
    },
    noPromise: words(
      'als|kan|kunnen|zou|niet|geen|wilt|wil|wanneer|zodra|voordat|misschien|helaas|niemand',
    ),
  },
  pl: {
    patterns: {
      transfer: words('(?:łączę|przełączam|już łączę|połączę|przełączę)(?: .*)?'),
      send_sms: words(
        '(?:wysyłam|wyślę|wysłał[ae]m|wysłałem)\\b.*(?:sms|sms-a|sms-em|wiadomość)(?: .*)?',
      ),
      book: words(
        '(?:rezerwuję|zarezerwował[ae]m|zarezerwuję|umówił[ae]m|zapisał[ae]m|zapisuję)(?: .*)?|(?:jest|została?) (?:zarezerwowan[yae]|potwierdzon[yae])',
      ),
      end_call: words(
        '(?:rozłączam się|kończę (?:tę )?rozmowę)|(?:do widzenia|do usłyszenia)[.! ]*$',
      ),
    },
    noPromise: words('jeśli|jeżeli|mogę|może|możemy|nie|czy|gdy|kiedy|zanim|niestety|nikt'),
  },
  pt: {
    patterns: {
      transfer: words(
        '(?:vou (?:transferir|passar|ligar|encaminhar)|estou (?:transferindo|a transferir|passando|a passar)|transfiro|passo)(?:-lo|-la|-te)?(?: .*)?',
      ),
      send_sms: words(
        '(?:envio|enviei|vou enviar|vou mandar|mando|mandei|estou (?:enviando|a enviar))(?:-lhe|-te)?\\b.*(?:sms|mensagem|torpedo)(?: .*)?',
      ),
      book: words(
        '(?:reservei|marquei|agendei|vou (?:reservar|marcar|agendar)|reservo|marco|agendo)(?: .*)?|(?:está|ficou|fica) (?:reservad|marcad|agendad|confirmad)[oa]',
      ),
      end_call: words(
        '(?:vou desligar|desligo|vou (?:encerrar|terminar) a (?:ligação|chamada))(?: .*)?|(?:tchau|adeus|até logo)[.! ]*$',
      ),
    },
    noPromise: words(
      'se|posso|pode|podemos|poderia|não|quer|quando|antes|assim que|talvez|ninguém|gostaria',
    ),
  },
  sv: {
    patterns: {
      transfer: words(
        '(?:jag (?:kopplar|ska koppla|har kopplat)|(?:kopplar|då kopplar) jag)(?: .*)?',
      ),
      send_sms: words(
        '(?:jag (?:skickar|ska skicka|har skickat|sms:ar)|skickar jag)\\b.*(?:sms|textmeddelande)(?: .*)?',
      ),
      book: words(
        '(?:jag (?:bokar|ska boka|har bokat|reserverar)|bokar jag)(?: .*)?|är (?:nu )?(?:bokad|bokat|bekräftad|bekräftat|reserverad)',
      ),
      end_call: words('jag (?:lägger på|avslutar samtalet)(?: .*)?|(?:hej då|adjö)[.! ]*$'),
    },
    noPromise: words('om|kan|skulle|inte|ingen|vill|när|innan|så snart|kanske|tyvärr'),
  },
  tr: {
    patterns: {
      transfer: words('(?:bağlıyorum|aktarıyorum|bağlayacağım|aktaracağım|yönlendiriyorum)'),
      send_sms: words('(?:sms|mesaj)\\S*\\s.*(?:gönderiyorum|gönderdim|göndereceğim|atıyorum)'),
      book: words(
        '(?:rezerv\\S*|randevu\\S*)\\s.*(?:yaptım|yapıyorum|aldım|oluşturdum|oluşturuyorum|onaylandı)',
      ),
      end_call: words(
        '(?:kapatıyorum|görüşmeyi sonlandırıyorum)|(?:hoşça kalın|güle güle|görüşmek üzere)[.! ]*$',
      ),
    },
    noPromise: words(
      'eğer|isterseniz|olursa|değil|mı|mi|mu|mü|misiniz|mısınız|önce|maalesef|belki',
    ),
  },
  uk: {
    patterns: {
      transfer: words("(?:з'єдную|переводжу|з'єднаю|переведу|перемикаю)(?: .*)?"),
      send_sms: words(
        '(?:надсилаю|надішлю|надіслав|надіслала|відправляю|відправлю)(?: .*)?(?:sms|смс|повідомлення)(?: .*)?',
      ),
      book: words(
        '(?:бронюю|забронював|забронювала|записую|записав|записала|запишу)(?: .*)?|(?:заброньовано|підтверджено)',
      ),
      end_call: words(
        '(?:кладу слухавку|завершую (?:розмову|дзвінок))|(?:до побачення|бувайте)[.! ]*$',
      ),
    },
    noPromise: words('якщо|можу|можете|не|чи|коли|перш ніж|щойно|на жаль|ніхто|можливо'),
  },
  ar: {
    patterns: {
      transfer: /(?:سأحولك|سأحوّلك|سأوصلك|أحولك الآن|أقوم بتحويلك)/u,
      send_sms: /(?:سأرسل|أرسلت|أرسل)[^.]*(?:رسالة|sms)/u,
      book: /(?:حجزت|سأحجز|تم الحجز|تم تأكيد)/u,
      end_call: /(?:سأنهي المكالمة|مع السلامة[.! ]*$|إلى اللقاء[.! ]*$)/u,
    },
    noPromise: /(?:إذا|هل|لا |لن|لم|يمكنني|عندما|قبل|ربما)/u,
  },
  hi: {
    patterns: {
      transfer: /(?:जोड़ रह[ाी] हूँ|जोड़त[ाी] हूँ|ट्रांसफर कर|स्थानांतरित कर)/u,
      send_sms: /(?:एसएमएस|मैसेज|संदेश)[^।]*(?:भेज रह|भेज दिया|भेजत|भेजूँग)/u,
      book: /(?:बुक कर दिया|बुक कर रह|बुक हो ग|आरक्षित कर)/u,
      end_call: /(?:कॉल समाप्त कर|फ़ोन रख|अलविदा[.!। ]*$|नमस्ते[.!। ]*$)/u,
    },
    noPromise: /(?:अगर|यदि|क्या|नहीं|सकत|जब|पहले|शायद)/u,
  },
  ja: {
    patterns: {
      transfer:
        /(?:おつなぎします|お繋ぎします|おつなぎいたします|転送します|転送いたします|代わります)/u,
      send_sms:
        /(?:sms|ショートメッセージ|メッセージ)[^。]*(?:送ります|お送りします|送信します|送りました|お送りしました|送信しました)/u,
      book: /(?:予約(?:を)?(?:しました|いたしました|します|いたします|完了)|ご予約(?:を)?(?:承りました|お取りしました|確定))/u,
      end_call: /(?:電話を切り|通話を終了し|失礼いたします[。！ ]*$|さようなら[。！ ]*$)/u,
    },
    noPromise: /(?:もし|場合|できません|ません|でしょうか|ましょうか|たら|れば|前に|かもしれ)/u,
  },
  ko: {
    patterns: {
      transfer: /(?:연결해 드리겠습니다|연결해 드릴게요|연결하겠습니다|돌려 드리겠습니다)/u,
      send_sms:
        /(?:문자|sms|메시지)[^.]*(?:보내 드리겠습니다|보내 드릴게요|보냈습니다|보내 드렸습니다|발송했습니다)/u,
      book: /예약[^.]*(?:했습니다|해 드렸습니다|하겠습니다|해 드리겠습니다|완료|확정되었습니다)/u,
      end_call: /(?:전화를 끊겠습니다|통화를 종료하겠습니다|안녕히 계세요[.! ]*$)/u,
    },
    noPromise: /(?:만약|원하시면|면 |않|없|못|까요|전에|아마)/u,
  },
  zh: {
    patterns: {
      transfer: /(?:为您转接|帮您转接|给您转接|把您转|转接给|转给)/u,
      send_sms: /(?:(?:发|发送)(?:了)?[^。]*(?:短信|信息)|短信[^。]*(?:发给您|发送|已发))/u,
      book: /(?:(?:已|已经|帮您|为您|给您)[^。]*(?:预订|预约|订好)|预约成功|预订成功)/u,
      end_call: /(?:挂断电话|结束通话|再见[。！ ]*$)/u,
    },
    noPromise: /(?:如果|要是|可以|能|不|没|吗|之前|等|也许)/u,
  },
}
