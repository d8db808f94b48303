import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendEntry, genesisHash, type NewEntry, verifyChain, verifyRecordChain } from '../../../src/audit/audit-chain.js'
import type { AuditEntry } from '../../../src/contracts/audit.js'
import { hashJson } from '../../../src/platform/hash.js'
import { editor } from '../../support/review/rules/sample-review.js'

const entry = (action: string, recordId: string | null, data: NewEntry['data'] = {}): NewEntry => ({
  at: '2026-11-22T10:00:00.000Z',
  actor: recordId === null ? { system: 'worker' } : editor,
  action,
  subject: { kind: recordId === null ? 'user' : 'record', id: recordId ?? 'user_ed', recordId },
  data,
})

function chain(entries: readonly NewEntry[]): AuditEntry[] {
  const log: AuditEntry[] = []
  for (const each of entries) {
    const { recordId } = each.subject
    const lastOfRecord = recordId === null ? null : (log.findLast(({ subject }) => subject.recordId === recordId) ?? null)
    log.push(appendEntry({ last: log.at(-1) ?? null, lastOfRecord }, each))
  }
  return log
}

const log = chain([
  entry('approve', 'rec_1', { contentSha256: 'a' }),
  entry('invite', null),
  entry('approve', 'rec_2'),
  entry('publish', 'rec_1', { nested: { list: [1, 2.5, null, 'é'] } }),
  entry('retract', 'rec_1'),
])

test('each entry names the hash before it, overall and by record', () => {
  expect(log.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
  expect(log[0]?.previousHash).toBe(genesisHash)
  expect(log[3]?.previousHash).toBe(log[2]?.hash)
  expect(log.map(({ previousHashOfRecord }) => previousHashOfRecord)).toEqual([genesisHash, null, genesisHash, log[0]?.hash, log[3]?.hash])
  const { hash, ...rest } = log[3] as AuditEntry
  expect(hashJson(rest)).toBe(hash)
})

test('an untouched log verifies, also after a journey through JSON with its keys in another order', () => {
  expect(verifyChain(log)).toEqual({ status: 'ok', head: { entries: 5, hash: log[4]?.hash } })
  const shuffled = log.map((each) => Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(each))).reverse()))
  expect(verifyChain(shuffled)).toMatchObject({ status: 'ok' })
  expect(verifyChain([])).toEqual({ status: 'ok', head: { entries: 0, hash: genesisHash } })
})

test('the log of one record verifies by itself, and misses none of its entries', () => {
  const own = log.filter(({ subject }) => subject.recordId === 'rec_1')
  expect(verifyRecordChain('rec_1', own)).toMatchObject({ status: 'ok', head: { entries: 3 } })
  expect(verifyRecordChain('rec_1', own.toSpliced(1, 1))).toMatchObject({ status: 'broken', seq: 5 })
  expect(verifyRecordChain('rec_1', own.toReversed())).toMatchObject({ status: 'broken', seq: 5 })
  expect(verifyRecordChain('rec_1', log)).toMatchObject({ status: 'broken', seq: 2, why: 'it is not about rec_1' })
})

const rehash = ({ hash: _hash, ...rest }: AuditEntry): AuditEntry => ({ ...rest, hash: hashJson(rest) })
const at = (index: number) => log[index] as AuditEntry

test.each<[string, readonly unknown[], number]>([
  ['a changed word', log.with(1, { ...at(1), action: 'promote' }), 2],
  ['a changed time', log.with(2, { ...at(2), at: '2026-11-21T10:00:00.000Z' }), 3],
  ['a changed actor', log.with(3, { ...at(3), actor: { ...editor, name: 'Someone' } }), 4],
  ['changed data', log.with(3, { ...at(3), data: { nested: { list: [1, 2.5, null, 'e'] } } }), 4],
  ['a changed entry hashed again', log.with(1, rehash({ ...at(1), action: 'promote' })), 3],
  ['a deleted entry', log.toSpliced(1, 1), 3],
  ['a deleted first entry', log.slice(1), 2],
  ['two entries swapped', [at(0), at(2), at(1), at(3), at(4)], 3],
  ['two entries swapped and numbered again', [at(0), rehash({ ...at(2), seq: 2 }), rehash({ ...at(1), seq: 3 }), at(3), at(4)], 2],
  ['an entry written twice', [...log.slice(0, 3), at(2), ...log.slice(3)], 3],
  [
    'an entry put in, numbered and hashed',
    [...log.slice(0, 2), rehash({ ...at(1), seq: 3, previousHash: at(1).hash }), ...log.slice(2)],
    3,
  ],
  ['an entry moved to another record', log.with(4, rehash({ ...at(4), subject: { kind: 'record', id: 'rec_2', recordId: 'rec_2' } })), 5],
  ['an entry of the same record passed over', log.with(4, rehash({ ...at(4), previousHashOfRecord: at(0).hash })), 5],
  ['a field added', log.with(2, { ...at(2), note: 'x' } as AuditEntry), 3],
  ['something that is no entry', log.with(2, null as unknown as AuditEntry), 3],
])('found: %s', (_name, tampered, seq) => {
  expect(verifyChain(tampered)).toMatchObject({ status: 'broken', seq, why: expect.stringMatching(/\w/) })
})

test('entries cut off the end are missed when someone noted where the log ended', () => {
  const head = { entries: 5, hash: at(4).hash }
  expect(verifyChain(log, head)).toMatchObject({ status: 'ok' })
  expect(verifyChain(log.slice(0, 3))).toMatchObject({ status: 'ok' })
  expect(verifyChain(log.slice(0, 3), head)).toEqual({ status: 'broken', seq: 3, why: '2 entries are missing after it' })
  expect(verifyChain(log.with(4, rehash({ ...at(4), action: 'keep' })), head)).toMatchObject({ status: 'broken', seq: 5 })
})

const newEntry = fc
  .record({
    action: fc.constantFrom('approve', 'publish', 'edit'),
    recordId: fc.constantFrom('rec_1', 'rec_2', null),
    data: fc.dictionary(fc.constantFrom('a', 'b'), fc.jsonValue()),
  })
  .map(({ action, recordId, data }) => entry(action, recordId, JSON.parse(JSON.stringify(data))))

test('any change of a field, deletion, swap or copy anywhere in a log is found', () => {
  fc.assert(
    fc.property(
      fc.array(newEntry, { minLength: 2, maxLength: 8 }),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('change', 'delete', 'swap', 'copy'),
      (entries, a, b, how) => {
        const made = chain(entries)
        expect(verifyChain(made).status).toBe('ok')
        const head = { entries: made.length, hash: made.at(-1)?.hash ?? '' }
        const [first, other] = [a % made.length, b % made.length]
        const [one, two] = [made[first] as AuditEntry, made[other] as AuditEntry]
        fc.pre(how !== 'swap' || first !== other)
        const tampered = {
          change: () => made.with(first, { ...one, action: `${one.action}!` }),
          delete: () => made.toSpliced(first, 1),
          swap: () => made.with(first, two).with(other, one),
          copy: () => made.toSpliced(first, 0, two),
        }[how]()
        expect(verifyChain(tampered, head).status).toBe('broken')
      },
    ),
  )
})

test('a key that parsing drops is neither hashed nor slipped in', () => {
  const data = JSON.parse('{"a":{"__proto__":{"b":1}}}')
  const [made] = chain([entry('approve', 'rec_1', data)])
  expect(verifyChain([made])).toMatchObject({ status: 'ok' })
  expect(verifyChain([{ ...made, data }])).toMatchObject({ status: 'broken', seq: 1 })
})

test('an entry is not chained to another record, and nothing that is no entry is appended', () => {
  expect(() => appendEntry({ last: at(4), lastOfRecord: at(2) }, entry('publish', 'rec_1'))).toThrow(/entry 3 is not about rec_1/)
  expect(() => appendEntry({ last: at(4), lastOfRecord: at(2) }, entry('invite', null))).toThrow(/no record/)
  expect(() => appendEntry({ last: null, lastOfRecord: null }, { ...entry('x', null), at: 'today' })).toThrow()
})
