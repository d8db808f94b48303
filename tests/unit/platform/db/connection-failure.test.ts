import { expect, test } from 'vitest'
import { connectionError } from '../../../../src/platform/db/connection-failure.js'

const address = { host: 'db.example', port: 5432, database: 'panels', user: 'ann' }
const coded = (code: string, message: string) => Object.assign(new Error(message), { code })

test.each([
  ['28P01', 'password authentication failed for user "ann"', 'correct the password or the user (ann) in DATABASE_URL'],
  ['3D000', 'database "panels" does not exist', 'createdb panels'],
  ['53300', 'too many connections', 'max_connections'],
  ['57P03', 'the database system is starting up', 'try again in a moment'],
  ['ECONNREFUSED', 'connect ECONNREFUSED 192.0.2.1:5432', 'start that server, or correct DATABASE_URL'],
])('%s: the server, the reason and what to do', (code, message, fix) => {
  const error = connectionError(address, coded(code, message))
  expect(error.what).toBe(`cannot open the database "panels" at db.example:5432 (DATABASE_URL): ${message}`)
  expect(error.fix).toContain(fix)
  expect(error.message).toBe(`${error.what}\n    fix: ${error.fix}`)
})

test('a name that stands for several addresses says what became of each', () => {
  const tried = ['connect ECONNREFUSED ::1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'].map((message) => coded('ECONNREFUSED', message))
  expect(connectionError({ ...address, host: 'localhost' }, new AggregateError(tried)).what).toContain(
    'connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432',
  )
})

test.each([
  ['::1', 'at [::1]:5432'],
  ['/run/postgresql', 'at the socket in /run/postgresql'],
])('the host %s reads as an address', (host, words) => {
  expect(connectionError({ ...address, host }, new Error('no')).what).toContain(words)
})
