import type { OutcomeField } from '../../../../convex/model/afterCall.ts'
import type { Option } from '../../../lib/option.ts'

export const FIELD_TYPES: readonly Option<OutcomeField['type']>[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'choice', label: 'One of several' },
]
