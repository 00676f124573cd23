/** `q.search(field, text).eq(field, value)…` of `withSearchIndex`. */
import type { Value } from 'convex/values'
import type { SearchDefinition } from './catalog.ts'
import type { Source } from './plan.ts'
import type { SearchFilter } from './searchText.ts'

/** As many as Convex takes. */
const MAX_FILTERS = 8

export class SearchBuilder {
  readonly definition: SearchDefinition
  readonly text: string | null
  readonly filters: readonly SearchFilter[]

  constructor(
    definition: SearchDefinition,
    text: string | null = null,
    filters: readonly SearchFilter[] = [],
  ) {
    this.definition = definition
    this.text = text
    this.filters = filters
  }

  search(field: string, text: string): SearchBuilder {
    const { path, searchField } = this.definition
    if (field !== searchField || this.text !== null) {
      throw new Error(`A search of ${path} has to search \`${searchField}\`, once.`)
    }
    return new SearchBuilder(this.definition, text, this.filters)
  }

  eq(field: string, value: Value | undefined): SearchBuilder {
    const { path, filterFields } = this.definition
    if (!filterFields.includes(field)) throw new Error(`${path} has no filter field \`${field}\`.`)
    if (this.filters.length >= MAX_FILTERS) {
      throw new Error(`A search of ${path} takes at most ${MAX_FILTERS} filters.`)
    }
    return new SearchBuilder(this.definition, this.text, [...this.filters, { field, value }])
  }
}

export function searchOf({ definition, text, filters }: SearchBuilder): Source {
  if (text === null) throw new Error(`A search of ${definition.path} needs \`search\`.`)
  return { kind: 'search', definition, request: { text, filters } }
}
