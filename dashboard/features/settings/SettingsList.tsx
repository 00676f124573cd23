import { Badge, type Tone } from '../../components/Badge.tsx'
import { Card } from '../../components/Card.tsx'
import type { Setting } from '../../../convex/model/api.ts'
import { type Standing, standingOf } from './settingStanding.ts'

const STANDINGS: Record<Standing, { words: string; tone: Tone }> = {
  set: { words: 'Set', tone: 'good' },
  default: { words: 'Default', tone: 'neutral' },
  unset: { words: 'Not set', tone: 'neutral' },
  missing: { words: 'Missing', tone: 'warn' },
  wrong: { words: 'Not usable', tone: 'bad' },
}

interface SettingsListProps {
  settings: readonly Setting[]
  problems: readonly string[]
}

export function SettingsList({ settings, problems }: SettingsListProps) {
  return (
    <Card
      title="Settings"
      description="Set as secrets and variables of the Worker, or in .dev.vars; values of secrets are never shown."
    >
      <ul className="divide-y">
        {settings.map((setting) => (
          <SettingItem
            key={setting.name}
            setting={setting}
            standing={standingOf(setting, problems)}
          />
        ))}
      </ul>
    </Card>
  )
}

function SettingItem({ setting, standing }: { setting: Setting; standing: Standing }) {
  const { name, about, value, secret } = setting
  const { words, tone } = STANDINGS[standing]
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 lg:grid-cols-[15rem_minmax(0,1fr)_auto]">
      <h3 className="font-mono text-sm leading-6 font-medium break-all">{name}</h3>
      <div className="min-w-0 max-lg:order-last max-lg:col-span-2">
        <p className="text-ink-2">{about}</p>
        {value !== undefined && <p className="font-mono text-sm break-all">{value}</p>}
        {secret && standing === 'set' && <p className="text-sm text-ink-2">Kept secret</p>}
      </div>
      <Badge tone={tone}>{words}</Badge>
    </li>
  )
}
