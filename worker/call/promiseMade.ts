/** Said but not done: the agent has promised what a tool does, and has not called it. */
export interface PromiseMade {
  tool: string
  /** When the answer that promised was over, epoch ms. */
  at: number
  /** `asked`: the agent is made to keep it. */
  stage: 'made' | 'asked'
}
