import { expect, test } from 'vitest'
import { createGroupCommit } from '../../../../src/platform/db/group-commit.js'

/** A database of tests: each statement is held until the test lets it go, with an answer or an error. */
function createHeldStatements() {
  const sent: { rows: string[]; answer: () => void; fail: (error: unknown) => void }[] = []
  const send = (rows: readonly string[]) =>
    new Promise<(row: string) => string>((resolve, reject) => {
      sent.push({ rows: [...rows], answer: () => resolve((row) => `done ${row}`), fail: reject })
    })
  return { sent, send }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))
const refused = (code: string) => Object.assign(new Error(`refused with ${code}`), { code })

function open(sizeOf?: (row: string) => number) {
  const statements = createHeldStatements()
  const commit = createGroupCommit({ send: statements.send, keyOf: (row: string) => row, ...(sizeOf === undefined ? {} : { sizeOf }) })
  /** Lets the nth statement go, and everything that follows from it happen. */
  const answer = async (nth: number) => {
    statements.sent[nth]?.answer()
    await settle()
  }
  const fail = async (nth: number, error: unknown) => {
    statements.sent[nth]?.fail(error)
    await settle()
  }
  return { commit, answer, fail, groups: () => statements.sent.map(({ rows }) => rows) }
}

test('a row that comes while nothing is under way is sent at once, alone', async () => {
  const { commit, answer, groups } = open()
  const done = commit('a')
  await settle()
  expect(groups()).toEqual([['a']])
  await answer(0)
  expect(await done).toBe('done a')
})

test('rows that come meanwhile go as one, in the order of their keys, and each gets its own result', async () => {
  const { commit, answer, groups } = open()
  const all = [commit('b')]
  await settle()
  all.push(commit('d'), commit('c'), commit('a'))
  await settle()
  expect(groups()).toEqual([['b']])
  await answer(0)
  expect(groups()).toEqual([['b'], ['a', 'c', 'd']])
  await answer(1)
  expect(await Promise.all(all)).toEqual(['done b', 'done d', 'done c', 'done a'])
})

test('two rows of one key never share a statement, and keep their order', async () => {
  const sent: string[][] = []
  const commit = createGroupCommit<{ key: string; value: number }, number>({
    send: async (rows) => {
      sent.push(rows.map(({ key, value }) => `${key}${value}`))
      return ({ value }) => value
    },
    keyOf: ({ key }) => key,
  })
  const rows = [1, 2, 3].flatMap((value) => [
    { key: 'a', value },
    { key: 'b', value },
  ])
  expect(await Promise.all(rows.map((row) => commit(row)))).toEqual([1, 1, 2, 2, 3, 3])
  expect(sent).toEqual([
    ['a1', 'b1'],
    ['a2', 'b2'],
    ['a3', 'b3'],
  ])
})

test('a group is no larger than 200 rows, and a heavy row goes with the few that fit beside it', async () => {
  const { commit, answer, groups } = open()
  const all = Array.from({ length: 450 }, (_, n) => commit(String(n).padStart(3, '0')))
  await settle()
  for (const nth of [0, 1, 2]) await answer(nth)
  expect(groups().map((rows) => rows.length)).toEqual([200, 200, 50])
  expect(new Set(await Promise.all(all)).size).toBe(450)

  const heavy = open((row) => (row === 'heavy' ? 20 : 5) * 1024 * 1024)
  const rows = ['heavy', 'a', 'b'].map((row) => heavy.commit(row))
  await settle()
  for (const nth of [0, 1, 2]) await heavy.answer(nth)
  await Promise.all(rows)
  expect(heavy.groups()).toEqual([['heavy'], ['a'], ['b']])
})

test('a bad row fails alone: the others of its group are sent again, each by itself', async () => {
  const sent: string[][] = []
  const commit = createGroupCommit<string, string>({
    send: async (rows) => {
      sent.push([...rows])
      if (rows.includes('bad')) throw refused('22P02')
      return (row) => `done ${row}`
    },
    keyOf: (row) => row,
  })
  const outcomes = await Promise.allSettled(['a', 'bad', 'c'].map((row) => commit(row)))
  expect(sent).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']])
  expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason.message))).toEqual([
    'done a',
    'refused with 22P02',
    'done c',
  ])
})

test.each(['40P01', '40001'])('a group that met %s is sent again row by row', async (code) => {
  const { commit, answer, fail, groups } = open()
  const all = [commit('a'), commit('b')]
  await settle()
  await fail(0, refused(code))
  await answer(1)
  await answer(2)
  expect(await Promise.all(all)).toEqual(['done a', 'done b'])
  expect(groups()).toEqual([['a', 'b'], ['a'], ['b']])
})

test.each([
  ['a connection that broke', Object.assign(new Error('Connection terminated unexpectedly'), {})],
  ['a server that shuts down', refused('57P01')],
  ['a disk that is full', refused('53100')],
])('%s fails every row of the group, and none is sent again: it may have been stored', async (_what, error) => {
  const { commit, answer, fail, groups } = open()
  const outcomes = Promise.allSettled([commit('a'), commit('b')])
  await settle()
  const later = commit('c')
  await fail(0, error)
  expect(await outcomes).toEqual([
    { status: 'rejected', reason: error },
    { status: 'rejected', reason: error },
  ])
  // Those that waited meanwhile are sent all the same.
  await answer(1)
  expect(await later).toBe('done c')
  expect(groups()).toEqual([['a', 'b'], ['c']])
})

test('an answer that cannot be read fails its rows and stops nothing', async () => {
  let calls = 0
  const commit = createGroupCommit<string, string>({
    send: async () => {
      calls += 1
      return (row) => {
        if (calls === 1) throw new Error('no such row in the answer')
        return row
      }
    },
    keyOf: (row) => row,
  })
  await expect(commit('a')).rejects.toThrow('no such row in the answer')
  expect(await commit('b')).toBe('b')
})

test('a signal takes back a row that waits, and none that is under way', async () => {
  const { commit, answer, groups } = open()
  const stop = new AbortController()
  const underWay = commit('a', { signal: stop.signal })
  await settle()
  const waits = commit('b', { signal: stop.signal })
  const other = commit('c')
  stop.abort(new Error('the panel was cancelled'))
  await expect(waits).rejects.toThrow('the panel was cancelled')
  await expect(commit('d', { signal: stop.signal })).rejects.toThrow('the panel was cancelled')
  await answer(0)
  await answer(1)
  expect(await Promise.all([underWay, other])).toEqual(['done a', 'done c'])
  expect(groups()).toEqual([['a'], ['c']])
})
