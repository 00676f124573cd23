import type { Prompts } from '../prompts.ts'

export const mandarin: Prompts = {
  sentences: {
    greeting: '您好！请问有什么可以帮您？',
    unknownNumber: '此号码尚未设置。再见。',
    busy: '目前所有线路都在忙。请过几分钟再拨。',
    notConfigured: '此线路尚未开通。请稍后再拨。',
    failed: '抱歉，我们遇到了技术问题，无法继续本次通话。',
    transferring: '抱歉，我们遇到了技术问题。我现在为您转接其他人员。',
    nobodyAnswered: '抱歉，现在没有人能接听您的电话。请稍后再拨。再见。',
    lineDropped: '抱歉，刚才线路中断了一下。',
    stillThere: ['您还在吗？', '我听不到您的声音。您还在线上吗？'],
    oneMoment: ['请稍等。', '我帮您查一下。', '请再等一下。'],
    goodbyes: {
      silence: '我听不到您的声音了，现在就结束通话。再见。',
      max_duration: '抱歉，我现在必须结束通话了。再见。',
      plain: '感谢您的来电。再见。',
    },
  },
  instructions: {
    onThePhone: '请说普通话，除非来电者要求使用其他语言。你正在打电话：回答要简短。',
    greet: '电话刚刚接通。请用一句简短的话问候来电者。',
    stillThere: '来电者已经有一会儿没有说话。请用一句简短的话询问对方是否还在。',
    lineDropped:
      '线路刚才中断了一下，来电者说的话可能没有听到。请用一句简短的话说明，并请对方再说一遍。',
    goOn: '你的话说到一半被中断了。请从那里接着说，不要重复对方已经听到的内容。',
    heardLast: (words) => `来电者听到这里为止：“${words}”`,
    somethingMissed: '（线路刚才中断了一下，来电者说的一些话丢失了。）',
    returned: '来电者刚与人工客服通完话回来。请用一句简短的话询问是否还有其他需要。',
    oneMoment: '你查询的内容还需要一点时间。请用几个字告诉对方。',
    goodbyes: {
      silence: '来电者已经很久没有说话。请用一句简短的话说明你现在要结束通话，并道别。',
      max_duration: '通话已达到最长时间。请用一句简短的话说明你现在必须结束通话，并道别。',
      plain: '通话现在结束。请用一句简短的话向来电者道别。',
    },
    keysPressed: (keys) => `（来电者在键盘上按了 ${keys}。）`,
    toolTookTooLong: '工具耗时过长，已被中止。',
    toolOutcomeUnknown: '期间连接中断，不知道工具是否已完成操作。未经询问来电者，请勿再次调用。',
    toolNotDone: '此操作未执行：你还没说完，来电者就开口了。请先听对方说。',
    toolFailed: '工具执行失败。请道歉并继续对话。',
  },
  backchannels:
    '嗯, 嗯嗯, 嗯哼, 唔, 哦, 噢, 喔, 啊, 呃, 哎, 诶, 对, 对对, 对对对, 对的, 是, 是的, 是是, 是啊, 好, 好的, 好好, 好吧, 好啊, 行, 行吧, 可以, 没错, 明白, 明白了, 知道了, 我知道, 了解, 了解了, 懂了, 原来如此, 这样啊, 当然, ok, okay, 真的',
}
