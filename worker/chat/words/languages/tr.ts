import type { ChatWords } from '../words.ts'

export const turkish: ChatWords = {
  inWriting:
    'Ziyaretçi başka bir dil kullanmadıkça Türkçe yaz. Bu bir telefon görüşmesi değil, web sayfasındaki yazılı bir sohbet: yanıtlarını kısa tut.',
  noAnswer: 'Üzgünüm, şu anda yanıt veremiyorum. Lütfen yeniden deneyin.',
  personAsked: 'Bu görüşmeyi sürdürmesi için bir kişi çağrıldı. Yanıtı burada verecek.',
  personIsHere: (name) => `${name} şimdi burada.`,
  backWithAgent: 'Görüşmeyi asistan sürdürüyor.',
  limitReached: 'Bu görüşme en uzun hâline ulaştı. Lütfen yeni bir görüşme başlatın.',
  ended: 'Bu görüşme sona erdi.',
  tooFast: 'Bir seferde çok fazla mesaj geldi. Lütfen biraz bekleyin.',
  dayIsOver: 'Bugün burada daha fazla soru yanıtlanamıyor. Lütfen yarın yeniden gelin.',
  notAgain: 'Şu anda yeniden yazılabilecek bir yanıt yok.',
  tooLong: 'Bir mesaj en çok 4.000 karakter olabilir.',
  unreadable: 'Bu anlaşılamadı.',
  tryAgain: 'Burada bir sorun oluştu. Lütfen yeniden deneyin.',
}
