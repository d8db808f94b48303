import type { Actor } from '../contracts/actor.js'
import type { CleanInput, CleanOutcome, CountMarks } from './accept-clean.js'
import type { AssignInput, OnRecord, OnVerdict, QueueInput } from './action-inputs.js'
import type { Invalid, NotDone, NotFound } from './refusals.js'
import type { QueuePage } from './views.js'

/** What can be done with several records at once, and with several verdicts. */
export const recordChanges = ['accept', 'assign', 'retry', 'archive', 'unarchive'] as const
export type RecordChange = (typeof recordChanges)[number]
export const verdictChanges = ['accept', 'assign'] as const
export type VerdictChange = (typeof verdictChanges)[number]

type ItemOutcome = { status: 'done' } | { status: 'unchanged' } | { status: 'refused'; why: string; fix: string }

/** What became of one thing. `verdictId` is null where it is the whole record; `name` is of the verdict, null where that is not known. */
export type ChangedItem = { recordId: string | null; verdictId: string | null; name: string | null } & ItemOutcome

type Terms = {
  actor: Actor
  countMarks: CountMarks
  /** A user id, or null for no one: to whom verdicts are assigned. */
  to: string | null
}
export type RecordsChange = Terms & { change: RecordChange; recordIds: readonly string[] }
export type VerdictsChange = Terms & { change: VerdictChange; verdictIds: readonly string[] }

type Result = NotDone | { status: 'done' | 'unchanged' }

/** The actions on one thing that those on several are made of. */
type Single = {
  archive: (input: OnRecord) => Promise<Result>
  unarchive: (input: OnRecord) => Promise<Result>
  acceptClean: (input: CleanInput) => Promise<{ status: 'done'; outcomes: CleanOutcome[] } | NotFound>
  assign: (input: AssignInput) => Promise<Result>
  retry: (input: OnVerdict) => Promise<Result>
  queue: (input: QueueInput) => Promise<QueuePage>
  recordOfVerdict: (verdictId: string) => Promise<string | null>
}

const pageSize = 200

/**
 * One thing done with several, one after the other: each is a change of its own, by the rules of a single one and with its own entries in the log, so
 * that what is refused of one changes nothing of the others.
 */
export function createManyChanges(single: Single) {
  return {
    /** Of each record, or of each verdict of it that the change is about, what became of it; in the order of the ids. */
    changeRecords: async ({ recordIds, ...terms }: RecordsChange): Promise<ChangedItem[]> => {
      const changed: ChangedItem[] = []
      for (const recordId of recordIds) changed.push(...(await changeRecord(single, { ...terms, recordId })))
      return changed
    },
    /** Of each verdict, what became of it; in the order of the ids. */
    changeVerdicts: async ({ verdictIds, ...terms }: VerdictsChange): Promise<ChangedItem[]> => {
      const changed: ChangedItem[] = []
      const names = new Map<string, ReadonlyMap<string, string>>()
      for (const verdictId of verdictIds) {
        const recordId = await single.recordOfVerdict(verdictId)
        if (recordId === null) changed.push({ recordId, verdictId, name: null, ...toOutcome({ status: 'not found', what: 'verdict' }) })
        else changed.push(...(await changeVerdict(single, { ...terms, recordId, verdictId, names })))
      }
      return changed
    },
  }
}

type OneRecord = Terms & { change: RecordChange; recordId: string }

async function changeRecord(single: Single, { change, actor, recordId, countMarks, to }: OneRecord): Promise<ChangedItem[]> {
  const whole = (result: Result): ChangedItem[] => [{ recordId, verdictId: null, name: null, ...toOutcome(result) }]
  if (change === 'archive' || change === 'unarchive') return whole(await single[change]({ actor, recordId }))
  if (change === 'accept') {
    const result = await single.acceptClean({ actor, recordId, countMarks })
    if (result.status === 'not found') return whole(result)
    if (result.outcomes.length === 0) return whole(nothingToDo('each of its verdicts is accepted already'))
    return result.outcomes.map((outcome) => ({ recordId, ...outcome }))
  }
  const waiting = await waitingOf(single, { actor, recordId, ...(change === 'retry' ? { work: 'unscored', limit: 1 } : {}) })
  if ('status' in waiting) return whole(waiting)
  const [first] = waiting
  if (first === undefined) return whole(nothingToDo(change === 'retry' ? 'each of its seats has a verdict' : 'nothing of it waits'))
  // One seat is enough: its panel takes up every seat without a verdict.
  if (change === 'retry') return whole(await single.retry({ actor, recordId, verdictId: first.verdictId }))
  const changed: ChangedItem[] = []
  for (const { verdictId, name } of waiting) {
    changed.push({ recordId, verdictId, name, ...toOutcome(await single.assign({ actor, recordId, verdictId, to })) })
  }
  return changed
}

type OneVerdict = Terms & OnVerdict & { change: VerdictChange; names: Map<string, ReadonlyMap<string, string>> }

async function changeVerdict(single: Single, { change, actor, recordId, verdictId, countMarks, to, names }: OneVerdict) {
  if (change === 'accept') {
    const result = await single.acceptClean({ actor, recordId, verdictIds: [verdictId], countMarks })
    if (result.status === 'not found') return [{ recordId, verdictId, name: null, ...toOutcome(result) }]
    return result.outcomes.map((outcome) => ({ recordId, ...outcome }))
  }
  const known = names.get(recordId) ?? (await namesOf(single, { actor, recordId }))
  names.set(recordId, known)
  const result = await single.assign({ actor, recordId, verdictId, to })
  return [{ recordId, verdictId, name: known.get(verdictId) ?? null, ...toOutcome(result) }]
}

async function namesOf(single: Single, of: OnRecord): Promise<ReadonlyMap<string, string>> {
  const waiting = await waitingOf(single, of)
  return 'status' in waiting ? new Map() : new Map(waiting.map(({ verdictId, name }) => [verdictId, name]))
}

type Waiting = { verdictId: string; name: string }

/** All that waits of a record, for anyone, read before any of it is changed. */
async function waitingOf({ queue }: Single, { limit = pageSize, ...asked }: QueueInput): Promise<Waiting[] | Invalid> {
  const found: Waiting[] = []
  let cursor: string | undefined
  do {
    const page = await queue({ ...asked, scope: 'all', limit, ...(cursor === undefined ? {} : { cursor }) })
    if (page.status === 'invalid') return page
    found.push(...page.items.map(({ verdictId, persona, tool }) => ({ verdictId, name: `${persona.seat} on ${tool.name}` })))
    cursor = limit < pageSize ? undefined : (page.next ?? undefined)
  } while (cursor !== undefined)
  return found
}

function nothingToDo(why: string): NotDone {
  return { status: 'refused', why, fix: 'leave it as it is' }
}

function toOutcome(result: Result): ItemOutcome {
  switch (result.status) {
    case 'done':
    case 'unchanged':
      return { status: result.status }
    case 'refused':
      return { status: 'refused', why: result.why, fix: result.fix }
    case 'not found':
      return { status: 'refused', why: `there is no such ${result.what}`, fix: 'look at the list as it is now' }
    case 'invalid':
      return { status: 'refused', why: result.problems.map(({ message }) => message).join('; '), fix: 'send it again' }
  }
}
