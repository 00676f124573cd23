/** The schema as the host needs it: which tables there are, what fits into them, how they are indexed. */
import * as z from 'zod'
import { type ValidatorJson, validatorSchema } from './validator.ts'

export interface IndexDefinition {
  /** `table.index`, as ranges and write sets name it. */
  path: string
  fields: readonly string[]
}

export interface TableDefinition {
  name: string
  document: ValidatorJson
  /** By name; with Convex's own `by_id` and `by_creation_time`. */
  indexes: ReadonlyMap<string, IndexDefinition>
}

export type Catalog = ReadonlyMap<string, TableDefinition>

const exportedSchema = z.object({
  tables: z.array(
    z.object({
      tableName: z.string(),
      indexes: z.array(z.object({ indexDescriptor: z.string(), fields: z.array(z.string()) })),
      documentType: validatorSchema,
    }),
  ),
})

/** Reads a schema by its `export`, which Convex's own tools read it by but its types leave out. */
export function readCatalog(schema: object): Catalog {
  const exported: unknown = Reflect.get(schema, 'export')
  if (typeof exported !== 'function') throw new Error('This is no Convex schema.')
  const json = z.string().parse(Reflect.apply(exported, schema, []))
  const { tables } = exportedSchema.parse(JSON.parse(json))
  return new Map(
    tables.map(({ tableName, indexes, documentType }) => [
      tableName,
      { name: tableName, document: documentType, indexes: allIndexes(tableName, indexes) },
    ]),
  )
}

/** Every index ends with the creation time and the id, so that its order is never left to chance. */
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
    index('by_creation_time', ['_creationTime', '_id']),
    ...declared.map(({ indexDescriptor, fields }) =>
      index(indexDescriptor, [...fields, '_creationTime', '_id']),
    ),
  ])
}
