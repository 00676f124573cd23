/** https://docs.discord.com/developers/resources/webhook#execute-webhook */
const ADDRESS = /^https:\/\/discord\.com(\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]+)\/?$/

/** The path of a Discord webhook's address; `null`: it is none. */
export const discordPath = (address: string): string | null =>
  ADDRESS.exec(address.trim())?.[1] ?? null
