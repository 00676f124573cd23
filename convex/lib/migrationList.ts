/**
 * Every change of a stored shape, in order. A release that changes one adds a migration with the next
 * number and leaves those before it alone. `migrate` is pure, and returns what it does not know as it
 * is: rows that a newer Worker wrote before the migration ran are there already.
 */
import type { GenericValidator, Value } from 'convex/values'
import { zodOutputToConvex } from 'convex-helpers/server/zod4'
import * as z from 'zod'
import type { TableNames } from '../_generated/dataModel.js'
import {
  earlierSettingsSchema,
  fromVersion2,
  fromVersion3,
  fromVersion4,
  settingsOfVersion2,
  settingsOfVersion3,
  settingsOfVersion4,
  upcastSettings,
} from '../model/earlier/agent.ts'
import { earlierCallSchema, upcastCall } from '../model/earlier/call.ts'
import { addAmounts } from '../model/cost.ts'
import { SCHEMA_VERSION } from '../model/schemaVersion.ts'
import { vAgentRow, vAgentVersionRow, vCallRow, vCallStatsRow } from '../validators/rows.ts'

/** A row without Convex's own fields. */
export type Fields = Record<string, Value | undefined>

export interface Migration {
  number: number
  name: string
  table: TableNames
  /** What its rows were. */
  before: GenericValidator
  /** What they are afterwards. */
  after: GenericValidator
  migrate(fields: Fields): Fields
}

interface Change<Earlier> extends Pick<Migration, 'number' | 'name' | 'table' | 'after'> {
  before: z.ZodType<Earlier>
  migrate(earlier: Earlier): Fields
}

function migration<Earlier>({ before, migrate, ...change }: Change<Earlier>): Migration {
  return {
    ...change,
    before: zodOutputToConvex(before),
    migrate(fields) {
      const earlier = before.safeParse(fields)
      return earlier.success ? migrate(earlier.data) : fields
    },
  }
}

const schemaVersion = SCHEMA_VERSION
const counts = z.record(z.string(), z.number())

const earlierAgent = z.strictObject({
  ...earlierSettingsSchema.shape,
  version: z.number(),
  updatedAt: z.number(),
  updatedBy: z.string(),
})

const earlierVersion = z.strictObject({
  agentId: z.string(),
  version: z.number(),
  settings: earlierSettingsSchema,
  savedAt: z.number(),
  savedBy: z.string(),
})

const agentOfVersion2 = z.strictObject({
  ...settingsOfVersion2.shape,
  schemaVersion: z.literal(2),
  version: z.number(),
  updatedAt: z.number(),
  updatedBy: z.string(),
})

const versionOfVersion2 = earlierVersion.extend({
  schemaVersion: z.literal(2),
  settings: settingsOfVersion2,
})

const agentOfVersion3 = agentOfVersion2.extend({
  ...settingsOfVersion3.shape,
  schemaVersion: z.literal(3),
})

const versionOfVersion3 = earlierVersion.extend({
  schemaVersion: z.literal(3),
  settings: settingsOfVersion3,
})

const agentOfVersion4 = agentOfVersion2.extend({
  ...settingsOfVersion4.shape,
  schemaVersion: z.literal(4),
})

const versionOfVersion4 = earlierVersion.extend({
  schemaVersion: z.literal(4),
  settings: settingsOfVersion4,
})

const earlierCallRow = z.strictObject({ ...earlierCallSchema.shape, revision: z.number() })

const earlierStats = z.strictObject({
  slotStart: z.number(),
  calls: z.number(),
  completed: z.number(),
  failed: z.number(),
  talkSec: z.number(),
  modelCost: z.number(),
  transcriptionCost: z.number(),
  carrierCost: z.number(),
  failures: counts,
  answerMs: counts,
  firstWordMs: counts,
})

export const MIGRATIONS: readonly Migration[] = [
  migration({
    number: 1,
    name: 'Engines have settings of their own',
    table: 'agents',
    after: vAgentRow,
    before: earlierAgent,
    migrate: ({ version, updatedAt, updatedBy, ...settings }) => ({
      ...upcastSettings(settings),
      schemaVersion,
      version,
      updatedAt,
      updatedBy,
    }),
  }),
  migration({
    number: 2,
    name: 'Engines have settings of their own, in every version of an agent',
    table: 'agentVersions',
    after: vAgentVersionRow,
    before: earlierVersion,
    migrate: ({ settings, ...version }) => ({
      ...version,
      schemaVersion,
      settings: upcastSettings(settings),
    }),
  }),
  migration({
    number: 3,
    name: 'Usage in lines, and the carrier’s price in its currency',
    table: 'voiceCalls',
    after: vCallRow,
    before: earlierCallRow,
    migrate: ({ revision, ...call }) => ({ ...upcastCall(call), revision }),
  }),
  migration({
    number: 4,
    name: 'Costs by part and by currency',
    table: 'callStats',
    after: vCallStatsRow,
    before: earlierStats,
    // The sums did not tell currencies apart; nearly every account has one, and it is USD.
    migrate: ({ modelCost, transcriptionCost, carrierCost, ...figures }) => ({
      ...figures,
      schemaVersion,
      isMerged: false,
      share: 0,
      partCosts: addAmounts({}, { model: modelCost, transcription: transcriptionCost }),
      carrierCosts: addAmounts({}, { USD: carrierCost }),
    }),
  }),
  migration({
    number: 5,
    name: 'False interruptions, questions after silence, and dropped lines can be set',
    table: 'agents',
    after: vAgentRow,
    before: agentOfVersion2,
    migrate: ({ version, updatedAt, updatedBy, ...row }) => ({
      ...fromVersion2(row),
      schemaVersion,
      version,
      updatedAt,
      updatedBy,
    }),
  }),
  migration({
    number: 6,
    name: 'The same in every version of an agent',
    table: 'agentVersions',
    after: vAgentVersionRow,
    before: versionOfVersion2,
    migrate: ({ settings, ...version }) => ({
      ...version,
      schemaVersion,
      settings: fromVersion2(settings),
    }),
  }),
  migration({
    number: 7,
    name: 'Agents have tools, and calls consequences',
    table: 'agents',
    after: vAgentRow,
    before: agentOfVersion3,
    migrate: ({ version, updatedAt, updatedBy, ...row }) => ({
      ...fromVersion3(row),
      schemaVersion,
      version,
      updatedAt,
      updatedBy,
    }),
  }),
  migration({
    number: 8,
    name: 'The same in every version of an agent',
    table: 'agentVersions',
    after: vAgentVersionRow,
    before: versionOfVersion3,
    migrate: ({ settings, ...version }) => ({
      ...version,
      schemaVersion,
      settings: fromVersion3(settings),
    }),
  }),
  migration({
    number: 9,
    name: 'Agents put callers through, chat, and take calls over SIP',
    table: 'agents',
    after: vAgentRow,
    before: agentOfVersion4,
    migrate: ({ version, updatedAt, updatedBy, ...row }) => ({
      ...fromVersion4(row),
      schemaVersion,
      version,
      updatedAt,
      updatedBy,
    }),
  }),
  migration({
    number: 10,
    name: 'The same in every version of an agent',
    table: 'agentVersions',
    after: vAgentVersionRow,
    before: versionOfVersion4,
    migrate: ({ settings, ...version }) => ({
      ...version,
      schemaVersion,
      settings: fromVersion4(settings),
    }),
  }),
]

export const LATEST_MIGRATION = MIGRATIONS.length
