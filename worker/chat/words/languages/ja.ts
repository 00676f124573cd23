import type { ChatWords } from '../words.ts'

export const japanese: ChatWords = {
  inWriting:
    '訪問者がほかの言語を使わないかぎり、日本語で書いてください。これは電話ではなく、ウェブページでのチャットです。短く答えてください。',
  noAnswer: '申し訳ありませんが、ただいまお答えできません。もう一度お試しください。',
  personAsked: '担当者にこの会話の続きを依頼しました。こちらでお答えします。',
  personIsHere: (name) => `${name}が参加しました。`,
  backWithAgent: 'アシスタントがこの会話を続けます。',
  limitReached: 'この会話は最大の長さに達しました。新しい会話を始めてください。',
  ended: 'この会話は終了しました。',
  tooFast: '一度に多くのメッセージが届きました。少しお待ちください。',
  dayIsOver: '本日はこれ以上ご質問にお答えできません。明日またお越しください。',
  notAgain: 'いま書き直せる回答はありません。',
  tooLong: 'メッセージは4,000文字までです。',
  unreadable: '理解できませんでした。',
  tryAgain: '問題が発生しました。もう一度お試しください。',
}
