/** One entry of a list to choose from. */
export interface Option<Value extends string> {
  value: Value
  label: string
  /** Options with the same group are shown under its name. */
  group?: string
}
