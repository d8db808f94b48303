import { mayPassAlone } from './refusal.js'

/** What groups are made of. */
export type GroupCommitOptions<Row, Result> = {
  /** Sends these rows as one statement, in one commit, and gives what reads a row's result out of the answer. */
  send: (rows: readonly Row[]) => Promise<(row: Row) => Result>
  /** What a row locks: two rows of one key never share a statement, and rows are sent in the order of their keys. */
  keyOf: (row: Row) => string
  /** How many bytes a row weighs, about; nothing when left out. */
  sizeOf?: (row: Row) => number
}

/** Sends a row with others, and gives its own result once the commit that holds it is done. */
export type GroupCommit<Row, Result> = (row: Row, options?: { signal?: AbortSignal }) => Promise<Result>

/** A statement of more rows gains nothing: the commit is shared already. */
const mostRows = 200
/** A group heavier than this is sent in parts, but for a single row that is. */
const mostBytes = 8 * 1024 * 1024

type Waiting<Row, Result> = {
  row: Row
  key: string
  resolve: (result: Result) => void
  reject: (error: unknown) => void
  leave: () => void
}

/**
 * Group commit: what many ask of the database at once is gathered while the statement before is under way, and then sent as one. Nothing waits
 * for a timer: a row that comes while nothing is under way is sent at once, alone.
 *
 * Each caller gets its own result or error. When PostgreSQL refuses a group for what is in it (data, constraints, a deadlock), nothing of it was
 * stored, and its rows are sent again one by one, so that a bad one fails alone. When the connection breaks, no one knows whether the group was
 * stored: each caller gets that error, as it would have for a statement of its own, and repeats what is safe to repeat.
 *
 * A signal takes back a row that still waits; one that is under way ends as it ends. Groups of one process follow each other; those of several
 * lock in the order of their keys.
 */
export function createGroupCommit<Row, Result>({ send, keyOf, sizeOf }: GroupCommitOptions<Row, Result>): GroupCommit<Row, Result> {
  let waiting: Waiting<Row, Result>[] = []
  let isSending = false
  const sendAll = async () => {
    isSending = true
    // Those who ask in the same turn go together.
    await Promise.resolve()
    while (waiting.length > 0) {
      const group = takeGroup(waiting, sizeOf)
      const taken = new Set(group)
      waiting = waiting.filter((one) => !taken.has(one))
      for (const { leave } of group) leave()
      await sendGroup(group, send)
    }
    isSending = false
  }
  return (row, { signal } = {}) =>
    new Promise<Result>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const onAbort = () => {
        waiting = waiting.filter((candidate) => candidate !== one)
        reject(signal?.reason)
      }
      const one = { row, key: keyOf(row), resolve, reject, leave: () => signal?.removeEventListener('abort', onAbort) }
      signal?.addEventListener('abort', onAbort, { once: true })
      waiting.push(one)
      if (!isSending) void sendAll()
    })
}

/** The first rows that may share a statement, in the order of their keys. Those of a key that is taken wait for the next. */
function takeGroup<Row, Result>(waiting: readonly Waiting<Row, Result>[], sizeOf: ((row: Row) => number) | undefined) {
  const group = new Map<string, Waiting<Row, Result>>()
  let bytes = 0
  for (const one of waiting) {
    if (group.has(one.key)) continue
    bytes += sizeOf?.(one.row) ?? 0
    if (group.size > 0 && bytes > mostBytes) break
    group.set(one.key, one)
    if (group.size === mostRows) break
  }
  return [...group.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

async function sendGroup<Row, Result>(
  group: readonly Waiting<Row, Result>[],
  send: GroupCommitOptions<Row, Result>['send'],
): Promise<void> {
  try {
    const resultOf = await send(group.map(({ row }) => row))
    for (const { row, resolve } of group) resolve(resultOf(row))
  } catch (error) {
    if (group.length === 1 || !mayPassAlone(error)) {
      for (const { reject } of group) reject(error)
      return
    }
    for (const one of group) await sendGroup([one], send)
  }
}
