import type { DestinationDraft, ToolsPartProps } from '../part.ts'

/** What a part of the fields of one destination needs. */
export interface DestinationPartProps {
  destination: DestinationDraft
  set: (changes: Partial<DestinationDraft>) => void
  /** By paths within the destination. */
  errorAt: ToolsPartProps['errorAt']
}
