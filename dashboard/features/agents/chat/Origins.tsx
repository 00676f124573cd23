import { Plus, Trash2 } from 'lucide-react'
import { AddressField } from '../../../components/AddressField.tsx'
import { Button } from '../../../components/Button.tsx'
import { focusTitle } from '../../../lib/focusTitle.ts'
import { originIn } from './originIn.ts'
import type { ChatPartProps } from './part.ts'

const MAX_ORIGINS = 50

/** The pages that may embed the chat. */
export function Origins({ chat, set, errorAt }: ChatPartProps) {
  const { allowedOrigins } = chat
  const put = (origins: string[]) => set({ allowedOrigins: origins })
  return (
    <div className="grid gap-2">
      <h3 className="text-sm font-medium">Allowed origins</h3>
      {allowedOrigins.length === 0 && (
        <p className="text-ink-2">None: only its own page shows the chat.</p>
      )}
      <ul aria-label="Allowed origins" className="grid gap-1 empty:hidden">
        {allowedOrigins.map((origin, at) => (
          <OriginRow
            // oxlint-disable-next-line react/no-array-index-key -- origins have no other identity while they are typed
            key={at}
            number={at + 1}
            origin={origin}
            error={errorAt(`allowedOrigins.${at}`)}
            onOrigin={(typed) => put(allowedOrigins.with(at, typed))}
            onRemove={() => {
              put(allowedOrigins.toSpliced(at, 1))
              focusTitle()
            }}
          />
        ))}
      </ul>
      {allowedOrigins.length < MAX_ORIGINS && (
        <div>
          <Button onClick={() => put([...allowedOrigins, ''])}>
            <Plus aria-hidden />
            Add origin
          </Button>
        </div>
      )}
    </div>
  )
}

interface OriginRowProps {
  number: number
  origin: string
  error: string | undefined
  onOrigin: (origin: string) => void
  onRemove: () => void
}

function OriginRow({ number, origin, error, onOrigin, onRemove }: OriginRowProps) {
  const meant = error ? originIn(origin) : null
  return (
    <li className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <AddressField
          label={`Origin ${number}`}
          help="Scheme and host of your pages, like https://www.example.com."
          error={error}
          remedy={meant ? { label: `Use ${meant}`, act: () => onOrigin(meant) } : null}
          placeholder="https://www.example.com"
          value={origin}
          onValue={onOrigin}
        />
      </div>
      <Button
        look="quiet"
        size="icon"
        className="mt-6"
        aria-label={`Remove origin ${number}`}
        onClick={onRemove}
      >
        <Trash2 aria-hidden />
      </Button>
    </li>
  )
}
