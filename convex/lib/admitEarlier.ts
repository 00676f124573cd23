import type { TableDefinition } from 'convex/server'
import { v } from 'convex/values'
import { MIGRATIONS } from './migrationList.ts'

/**
 * Lets a table hold rows that a migration is still to change: Convex refuses a deployment whose schema
 * does not fit what is stored, and migrations come with the deployment. Functions are typed by what
 * the rows are afterwards: they may meet others only until `migrations:run` has ended.
 */
export function admitEarlier<Tables extends Record<string, TableDefinition>>(
  tables: Tables,
): Tables {
  for (const [name, table] of Object.entries(tables)) {
    const earlier = MIGRATIONS.filter((migration) => migration.table === name)
    if (earlier.length === 0) continue
    const admitted = v.union(table.validator, ...earlier.map(({ before }) => before))
    Reflect.set(table, 'validator', admitted)
  }
  return tables
}
