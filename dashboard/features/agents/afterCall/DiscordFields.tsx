import { discordStandingSchema } from '../../../../convex/model/api.ts'
import { discordPath } from '../../../../convex/model/discordAddress.ts'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { useRequest } from '../../../lib/useRequest.ts'
import { SecretField } from '../SecretField.tsx'
import type { AfterCallPartProps } from './part.ts'

/** Which Discord channel hears of the agent's calls. The address is a secret: who knows it can post there. */
export function DiscordFields({ afterCall, set, agentId }: AfterCallPartProps) {
  const { discord } = afterCall
  const { value } = useRequest(`/api/discord/${discord ?? 'installation'}`, discordStandingSchema)
  return (
    <div className="grid gap-3">
      {value?.problem && <ErrorNotice message={value.problem} />}
      {discord === null && (
        <p className="text-ink-2">
          Without an address of its own, the agent’s calls go to that of DISCORD_WEBHOOK_URL, if it
          is set.
        </p>
      )}
      <SecretField
        label="Webhook address"
        help="In Discord: the channel’s settings, Integrations, Webhooks."
        agentId={agentId}
        field="afterCall.discord"
        value={discord}
        onValue={(reference) => set({ discord: reference })}
        check={(text) => (discordPath(text) === null ? NOT_DISCORD : null)}
      />
    </div>
  )
}

const NOT_DISCORD = 'Paste the whole address, which begins with https://discord.com/api/webhooks/.'
