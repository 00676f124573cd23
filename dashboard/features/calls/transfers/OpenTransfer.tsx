import { PhoneForwarded } from 'lucide-react'
import { Button } from '../../../components/Button.tsx'

/** The button alone, which is there before what it opens has been loaded. */
export function OpenTransfer(props: { disabled: boolean; onClick?: () => void }) {
  return (
    <Button {...props}>
      <PhoneForwarded aria-hidden className="text-accent" />
      Transfer
    </Button>
  )
}
