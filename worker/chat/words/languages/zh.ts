import type { ChatWords } from '../words.ts'

export const mandarin: ChatWords = {
  inWriting: '请用中文书写，除非访客使用其他语言。这是网页上的文字聊天，不是电话：回答要简短。',
  noAnswer: '抱歉，我现在无法回答。请再试一次。',
  personAsked: '已请人工继续这次对话，稍后会在这里回复您。',
  personIsHere: (name) => `${name}现在为您服务。`,
  backWithAgent: '助手继续这次对话。',
  limitReached: '这次对话已达到最大长度。请开始新的对话。',
  ended: '这次对话已结束。',
  tooFast: '一次发送的内容太多了。请稍等片刻。',
  dayIsOver: '今天这里无法再回答更多问题。请明天再来。',
  notAgain: '现在没有可以重新书写的回答。',
  tooLong: '一条消息最多 4,000 个字符。',
  unreadable: '未能理解。',
  tryAgain: '这里出了点问题。请再试一次。',
}
