import type { Prompts } from '../prompts.ts'

export const turkish: Prompts = {
  sentences: {
    greeting: 'Merhaba! Size nasıl yardımcı olabilirim?',
    unknownNumber: 'Bu numara henüz tanımlanmamış. Hoşça kalın.',
    busy: 'Şu anda tüm hatlarımız dolu. Lütfen birkaç dakika sonra tekrar arayın.',
    notConfigured: 'Bu hat henüz kullanıma açılmadı. Lütfen daha sonra tekrar arayın.',
    failed: 'Özür dileriz, teknik bir sorun yaşıyoruz ve bu görüşmeye devam edemiyoruz.',
    transferring: 'Özür dileriz, teknik bir sorun yaşıyoruz. Sizi şimdi bir yetkiliye bağlıyorum.',
    nobodyAnswered:
      'Üzgünüz, şu anda kimse telefona bakamıyor. Lütfen daha sonra tekrar arayın. Hoşça kalın.',
    lineDropped: 'Özür dilerim, hat kısa bir süre kesildi.',
    stillThere: ['Hâlâ orada mısınız?', 'Sizi duyamıyorum. Hâlâ hatta mısınız?'],
    oneMoment: ['Bir dakika lütfen.', 'Hemen kontrol ediyorum.', 'Bir saniye.'],
    goodbyes: {
      silence: 'Artık sizi duyamıyorum, bu yüzden görüşmeyi sonlandırıyorum. Hoşça kalın.',
      max_duration: 'Üzgünüm, görüşmemizi şimdi sonlandırmam gerekiyor. Hoşça kalın.',
      plain: 'Aradığınız için teşekkür ederim. Hoşça kalın.',
    },
    callerWaits: 'Bir arayan sizinle görüşmek için bekliyor.',
    pressOne: 'Görüşmeyi almak için 1 tuşuna basın.',
    callerGone: 'Arayan artık hatta değil. Hoşça kalın.',
  },
  instructions: {
    onThePhone:
      'Arayan kişi başka bir dil istemedikçe Türkçe konuş. Telefondasın: yanıtlarını kısa tut.',
    greet: 'Çağrı az önce yanıtlandı. Arayanı kısa bir cümleyle selamla.',
    stillThere: 'Arayan bir süredir konuşmuyor. Hâlâ hatta olup olmadığını kısa bir cümleyle sor.',
    lineDropped:
      'Hat kısa bir süre kesildi ve arayanın söyledikleri kaybolmuş olabilir. Bunu kısa bir cümleyle söyle ve tekrar etmesini rica et.',
    goOn: 'Sözün yarıda kesildi. Duyulanı tekrarlamadan kaldığın yerden devam et.',
    heardLast: (words) => `Arayan seni buraya kadar duydu: “${words}”`,
    somethingMissed: '(Hat kısa bir süre kesildi. Arayanın söylediklerinden bir kısmı kayboldu.)',
    calledAgain:
      '(Burada hat kesildi ve aynı numaradan yeniden arandı. Soruna yanıt verilmeden kişisel hiçbir bilgiyi okuma.)',
    takeUp:
      'Hat kesildi ve arayan yeniden aradı. Onu yeni bir aramaymış gibi karşılama. Hattın kesildiğini kısa bir cümleyle söyle. Sonra aynı kişi olup olmadığını gösteren tek bir soru sor ve yanıtı bekle: ondan önce kişisel hiçbir bilgiyi okuma.',
    returned:
      'Arayan bir görevliyle konuşup geri döndü. Başka bir isteği olup olmadığını kısa bir cümleyle sor.',
    oneMoment: 'Aradığın bilgi biraz daha zaman alıyor. Bunu birkaç kelimeyle söyle.',
    goodbyes: {
      silence:
        'Arayan uzun süredir sessiz. Görüşmeyi şimdi sonlandıracağını kısa bir cümleyle söyle ve vedalaş.',
      max_duration:
        'Görüşme en uzun süresine ulaştı. Şimdi sonlandırman gerektiğini kısa bir cümleyle söyle ve vedalaş.',
      plain: 'Görüşme şimdi bitiyor. Arayanla kısa bir cümleyle vedalaş.',
    },
    keysPressed: (keys) => `(Arayan tuş takımında ${keys} tuşladı.)`,
    toolTookTooLong: 'Araç çok uzun sürdü ve durduruldu.',
    toolOutcomeUnknown:
      'Aracın işini yapıp yapmadığı bilinmiyor: bu sırada bağlantı koptu. Arayana sormadan onu yeniden kullanma.',
    toolNotDone: 'Bu yapılmadı: sen bitirmeden arayan konuştu. Önce onu dinle.',
    toolFailed: 'Araç başarısız oldu. Özür dile ve devam et.',
    toolRepeated:
      'Bu aracı aynı bilgilerle daha önce çağırdın; yeniden çalıştırılmayacak. Bildiklerini kullan ve arayanla konuş.',
    handedOver:
      'Bu görüşmeyi bir iş arkadaşından devralıyorsun. Bunu kısa bir cümleyle söyle ve söylenenleri yeniden sormadan görüşmenin kaldığı yerden devam et.',
    transfer: {
      begun: (who) =>
        `(“${who}” şu anda aranıyor. Arayana onu bağlamaya çalıştığını kısa bir cümleyle söyle. Biri görüşmeyi alana kadar arayan seninle kalır.)`,
      refused: {
        under_way: '(Zaten biri aranıyor. Arayandan biraz sabır iste.)',
        too_often:
          '(Artık kimse aranmıyor: bu görüşmede çok kez denendi. Bunu kısa bir cümleyle söyle ve kendin yapabileceklerini öner.)',
        not_now: '(Arayan şu anda bağlanamaz. Görüşmeyi kendin sürdür.)',
      },
      outcomes: {
        voicemail: (who) => `“${who}” tarafında yalnızca bir makine yanıt verdi.`,
        busy: (who) => `“${who}” meşgul.`,
        no_answer: (who) => `“${who}” yanıt vermedi.`,
        declined: (who) => `“${who}” görüşmeyi alamıyor.`,
        person_left: (who) => `“${who}” arayan bağlanmadan kapattı.`,
        carrier_failed: (who) => `“${who}” teknik nedenlerle ulaşılamadı.`,
      },
      over: (what) =>
        `(${what} Arayan hâlâ seninle: bunu kısa bir cümleyle söyle ve bunun yerine yapabileceklerini öner.)`,
      personLeft: (who) =>
        `Arayan “${who}” ile konuştu, karşı taraf telefonu kapattı. Başka bir isteği olup olmadığını kısa bir cümleyle sor.`,
    },
  },
  backchannels:
    'hı hı, hıhı, hı, hm, hmm, mhm, mm, ha, hah, aha, ah, evet, he, tamam, peki, oldu, olur, iyi, güzel, tabii, tabi, tabii ki, elbette, anladım, anlıyorum, doğru, aynen, kesinlikle, okey, ok, öyle mi, gerçekten, harika',
}
