import { z } from 'zod'
import { dateSchema } from '../../../contracts/primitives.js'
import type { AuditFindInput } from '../../../review/audit-actions.js'
import type { DeskDependencies } from '../dependencies.js'
import type { ListDefinition, ListProblem, ListQuery } from '../lists/definition.js'
import { auditPath } from '../paths.js'
import { actionOptions } from './log-words.js'

const dayMs = 24 * 60 * 60_000
const periods: Readonly<Record<string, { label: string; days: number }>> = {
  day: { label: 'The past day', days: 1 },
  week: { label: 'The past 7 days', days: 7 },
  month: { label: 'The past 30 days', days: 30 },
  year: { label: 'The past 365 days', days: 365 },
}

const dayProblem = (day: string) => (dateSchema.safeParse(day).success ? null : 'use a date that exists, written YYYY-MM-DD')

/** The list of the log, with the people that there are to choose from. What has no options is what links of other pages narrow it to. */
export async function logListDefinition({ people }: Pick<DeskDependencies, 'people'>): Promise<ListDefinition> {
  const everyone = await people.list()
  const hidden = (name: string, label: string) => ({ name, label, any: '', options: [] })
  return {
    name: 'log',
    path: auditPath,
    nouns: ['entry', 'entries'],
    searches: 'Tool, or an id',
    filters: [
      {
        ...{ name: 'person', label: 'Person', any: 'Anyone', isOpen: true },
        options: everyone.map(({ id, name }) => ({ value: id, label: name })),
      },
      { ...{ name: 'action', label: 'What was done', any: 'Anything', isOpen: true }, options: actionOptions },
      {
        ...{ name: 'period', label: 'When', any: 'At any time' },
        options: Object.entries(periods).map(([value, { label }]) => ({ value, label })),
      },
      { ...hidden('from', 'From'), problemOf: dayProblem },
      { ...hidden('to', 'To'), problemOf: dayProblem },
      hidden('record', 'Record'),
      hidden('tool', 'Tool'),
      hidden('panel', 'Panel'),
    ],
    sorts: [{ value: 'newest', label: 'Newest first' }],
  }
}

const seqSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/)
  .transform(Number)

/** What is wrong with the place that a query names; empty where nothing is. */
export function logProblems({ cursor }: ListQuery): ListProblem[] {
  const isPlace = cursor === null || seqSchema.safeParse(cursor).success
  return isPlace ? [] : [{ path: 'cursor', message: 'it is not a place of the log: begin at its first page' }]
}

/** What the log is asked for, without how many. */
export function toAuditFilter({ q, filters, cursor }: ListQuery, now: Date): Omit<AuditFindInput, 'limit'> {
  const { person, action, record, from, to } = filters
  const period = Object.hasOwn(periods, filters.period ?? '') ? periods[filters.period ?? ''] : undefined
  const since = period === undefined ? null : new Date(now.getTime() - period.days * dayMs)
  const first = from === undefined ? null : new Date(`${from}T00:00:00.000Z`)
  const begin = since !== null && (first === null || first < since) ? since : first
  const subject = filters.tool ?? filters.panel
  return {
    q,
    ...(person === undefined ? {} : { actor: person }),
    ...(action === undefined ? {} : { action }),
    ...(record === undefined ? {} : { recordId: record }),
    ...(subject === undefined ? {} : { subject }),
    ...(begin === null ? {} : { from: begin }),
    // The day itself is in it.
    ...(to === undefined ? {} : { to: new Date(Date.parse(`${to}T00:00:00.000Z`) + dayMs) }),
    ...(cursor === null ? {} : { before: Number(cursor) }),
  }
}
