import type { Machine, TableSize } from '../results.js'

/** How long a statement took, and over which tables PostgreSQL plans to go from end to end. In milliseconds. */
export type StatementTimes = { name: string; samples: number; medianMs: number; p95Ms: number; goesThrough: string[] }

/** What was found in a ledger of so many seats. `indexes` are those of the ledger's tables. */
export type ScaleStage = {
  seats: number
  fillSeconds: number
  databaseBytes: number
  tables: TableSize[]
  indexes: { index: string; bytes: number }[]
  statements: StatementTimes[]
}

/** The same rows in one table and in one for each month: what a look-up by key, a new row, and the end of a month take. */
export type PartitionTrial = {
  rows: number
  months: number
  bytes: number
  copySeconds: number
  lookUp: { whole: StatementTimes; byMonth: StatementTimes }
  insert: { whole: StatementTimes; byMonth: StatementTimes }
  dropMonthMs: number
  rowsOfMonth: number
  /** The same month taken out of the one table by DELETE, and what its VACUUM took after that. */
  deleteMonthMs: number
  vacuumMs: number
}

export type ScaleResults = {
  schema: 'panel.scale/1'
  date: string
  version: string
  loadBefore: number
  machine: Machine
  stages: ScaleStage[]
  partitions: PartitionTrial | null
}
