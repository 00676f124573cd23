import { Link } from 'wouter'
import { buttonClass } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'

export function NotFoundPage() {
  return (
    <Page title="No such page">
      <EmptyState
        title="Nothing lives at this address"
        action={
          <Link href="/" className={buttonClass({ look: 'primary' })}>
            Go to the start
          </Link>
        }
      >
        The link may be old, or a letter of it got lost.
      </EmptyState>
    </Page>
  )
}
