import type { DiscordDeps } from '../aftercall/discord/CallOnDiscord.ts'
import { readConfig } from '../config.ts'
import type { CallBindings } from './CallBindings.ts'
import { OF_INSTALLATION } from './DiscordWebhook.ts'

/** Hands lines to the object of their Discord webhook. */
export function discordIn(env: CallBindings): DiscordDeps {
  const { webhookUrl } = readConfig(env).discord
  return {
    discordOf: ({ afterCall }) => afterCall.discord ?? (webhookUrl && OF_INSTALLATION),
    tellDiscord: (source, call, lines) => env.DISCORD.getByName(source).say(source, call, lines),
  }
}
