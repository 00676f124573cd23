/** Where and as whom to ask OpenAI. */
export interface OpenAiAccount {
  apiKey: string
  /** For example `https://api.openai.com/v1`. */
  baseUrl: string
}
