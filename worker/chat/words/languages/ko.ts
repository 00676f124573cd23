import type { ChatWords } from '../words.ts'

export const korean: ChatWords = {
  inWriting:
    '방문자가 다른 언어를 쓰지 않는 한 한국어로 쓰세요. 전화가 아니라 웹 페이지의 채팅이므로 짧게 대답하세요.',
  noAnswer: '죄송합니다. 지금은 답변할 수 없습니다. 다시 시도해 주세요.',
  personAsked: '담당자에게 이 대화를 이어 달라고 요청했습니다. 여기에서 답변할 것입니다.',
  personIsHere: (name) => `${name} 님이 참여했습니다.`,
  backWithAgent: '도우미가 이 대화를 이어 갑니다.',
  limitReached: '이 대화는 최대 길이에 도달했습니다. 새 대화를 시작해 주세요.',
  ended: '이 대화는 종료되었습니다.',
  tooFast: '한꺼번에 너무 많이 보냈습니다. 잠시 기다려 주세요.',
  dayIsOver: '오늘은 더 이상 질문에 답변할 수 없습니다. 내일 다시 찾아 주세요.',
  notAgain: '지금 다시 쓸 수 있는 답변이 없습니다.',
  tooLong: '메시지는 최대 4,000자까지 쓸 수 있습니다.',
  unreadable: '이해하지 못했습니다.',
  tryAgain: '문제가 발생했습니다. 다시 시도해 주세요.',
}
