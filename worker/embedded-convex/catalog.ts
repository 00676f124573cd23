/** The schema as the host needs it: which tables there are, what fits into them, how they are indexed. */
import * as z from 'zod'
import { tableNumber } from './documentId.ts'
import { type ValidatorJson, validatorSchema } from './validator.ts'

export interface IndexDefinition {
  /** `table.index`, as ranges and write sets name it. */
  path: string
  fields: readonly string[]
}

export interface SearchDefinition {
  path: string
  searchField: string
  filterFields: readonly string[]
}

export interface TableDefinition {
  name: string
  document: ValidatorJson
  /** By name; with Convex's own `by_id` and `by_creation_time`. */
  indexes: ReadonlyMap<string, IndexDefinition>
  /** By name. */
  searches: ReadonlyMap<string, SearchDefinition>
}

export type Catalog = ReadonlyMap<string, TableDefinition>

const exportedSchema = z.object({
  schemaValidation: z.boolean(),
  tables: z.array(
    z.object({
      tableName: z.string(),
      indexes: z.array(z.object({ indexDescriptor: z.string(), fields: z.array(z.string()) })),
      stagedDbIndexes: z.array(z.unknown()),
      searchIndexes: z.array(
        z.object({
          indexDescriptor: z.string(),
          searchField: z.string(),
          filterFields: z.array(z.string()),
        }),
      ),
      stagedSearchIndexes: z.array(z.unknown()),
      vectorIndexes: z.array(z.object({ indexDescriptor: z.string() })),
      stagedVectorIndexes: z.array(z.unknown()),
      documentType: validatorSchema.nullable(),
    }),
  ),
})
type ExportedTable = z.infer<typeof exportedSchema>['tables'][number]

/**
 * Reads a schema by its `export`, which Convex's own tools read it by but its types leave out. Throws
 * where the schema asks for what this host does not have, by its name.
 */
export function readCatalog(schema: object): Catalog {
  const exported: unknown = Reflect.get(schema, 'export')
  if (typeof exported !== 'function') throw new Error('This is no Convex schema.')
  const json = z.string().parse(Reflect.apply(exported, schema, []))
  const { tables, schemaValidation } = exportedSchema.parse(JSON.parse(json))
  if (!schemaValidation) {
    throw new Error('This host always validates: it does not support `schemaValidation: false`.')
  }
  const names = new Map<number, string>()
  for (const { tableName } of tables) {
    const other = names.get(tableNumber(tableName))
    if (other) throw new Error(`Tables "${other}" and "${tableName}" cannot be in one schema here.`)
    names.set(tableNumber(tableName), tableName)
  }
  return new Map(tables.map((table) => [table.tableName, tableOf(table)]))
}

function tableOf(exported: ExportedTable): TableDefinition {
  const { tableName: name, indexes, searchIndexes, vectorIndexes, documentType } = exported
  const [vector] = vectorIndexes
  if (vector) throw new Error(`This host has no vector indexes: ${name}.${vector.indexDescriptor}.`)
  const { stagedDbIndexes, stagedSearchIndexes, stagedVectorIndexes } = exported
  if (
    [stagedDbIndexes, stagedSearchIndexes, stagedVectorIndexes].some(({ length }) => length > 0)
  ) {
    throw new Error(`This host has no staged indexes: table "${name}".`)
  }
  return {
    name,
    document: documentType ?? { type: 'any' },
    indexes: allIndexes(name, indexes),
    searches: new Map(
      searchIndexes.map(({ indexDescriptor, ...fields }) => [
        indexDescriptor,
        { path: `${name}.${indexDescriptor}`, ...fields },
      ]),
    ),
  }
}

/** Every index ends with the creation time, which is unique here, so that its order is never left to chance. */
function allIndexes(
  table: string,
  declared: { indexDescriptor: string; fields: string[] }[],
): ReadonlyMap<string, IndexDefinition> {
  const index = (name: string, fields: string[]): [string, IndexDefinition] => [
    name,
    { path: `${table}.${name}`, fields },
  ]
  return new Map([
    index('by_id', ['_id']),
    index('by_creation_time', ['_creationTime']),
    ...declared.map(({ indexDescriptor, fields }) =>
      index(indexDescriptor, [...fields, '_creationTime']),
    ),
  ])
}
