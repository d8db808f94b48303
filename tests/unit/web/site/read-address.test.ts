import { expect, test } from 'vitest'
import { readAddress } from '../../../../src/web/site/read-address.js'

const at = (address: string) => readAddress(`http://site.test${address}`)
const keyOf = (address: string) => {
  const read = at(address)
  return read.kind === 'page' ? read.key : read
}

test('a path is its own key, whatever query hangs on it', () => {
  expect(keyOf('/')).toBe('/')
  expect(keyOf('/tools/a-b')).toBe('/tools/a-b')
  expect(keyOf('/tools/a-b?utm_source=letter')).toBe('/tools/a-b')
  expect(keyOf('/%74ools/a-b')).toBe('/tools/a-b')
})

test.each([
  ['/?', '/'],
  ['/?utm_source=letter', '/'],
  ['/?sort=newest&page=1&q=&category=', '/'],
  ['/?sort=sideways', '/'],
  ['/?page=2&q=%20open%20%20weights&x=1', '/?q=open+weights&page=2'],
  ['/?category=Developer+Tools&sort=ship', '/?category=Developer+Tools&sort=ship'],
])('the home page’s query is brought into one form: %s', (address, key) => {
  expect(keyOf(address)).toBe(key)
})

test('searches are distinguished from pages that everyone reads', () => {
  expect(at('/?q=x')).toMatchObject({ isOneOfMany: true, query: { q: 'x', category: null, sort: 'newest', page: 1 } })
  expect(at('/')).toMatchObject({ isOneOfMany: false })
})

test('two chosen tools lead to their one address, a tool beside itself to its page', () => {
  expect(at('/compare?a=zed&b=arc')).toEqual({ kind: 'elsewhere', to: '/compare/arc-vs-zed', status: 303 })
  expect(at('/compare?a=arc&b=zed')).toEqual({ kind: 'elsewhere', to: '/compare/arc-vs-zed', status: 303 })
  expect(at('/compare?a=arc&b=arc')).toEqual({ kind: 'elsewhere', to: '/tools/arc', status: 303 })
  expect(at('/compare')).toEqual({ kind: 'elsewhere', to: '/', status: 303 })
})

test.each([
  ['/tools/arc/', '/tools/arc'],
  ['/tools/arc///?q=1', '/tools/arc'],
])('a slash too many leads to the page: %s', (address, to) => {
  expect(at(address)).toEqual({ kind: 'elsewhere', to, status: 301 })
})

test.each(['//evil.example/', '/\\evil.example/', '/%2F%2Fevil.example/', '/.//evil.example/', '/https://evil.example/'])(
  'no address leads to another site: %s',
  (address) => {
    expect(at(address).kind).not.toBe('elsewhere')
  },
)

test.each([
  ['/?q=a%00b', 400],
  ['/?page=0', 400],
  ['/?page=-1', 400],
  ['/?page=1e9', 400],
  ['/?page=10001', 400],
  ['/tools/%E0%A4%A', 400],
  ['/tools/a%00b', 400],
  ['/%3Fq=cursor', 404],
  ['/tools/a%23b', 404],
  ['/compare?a=arc', 400],
  ['/compare?a=arc&b=../../x', 400],
  ['/compare?a=arc&b=%00', 400],
])('what cannot be an address is refused with words: %s', (address, status) => {
  expect(at(address)).toMatchObject({ kind: 'refused', problem: { status } })
})

test('what is longer than any address is refused', () => {
  const statusOf = (address: string) => {
    const read = at(address)
    return read.kind === 'refused' ? read.problem.status : read.kind
  }
  const [tool, search, category] = ['/tools/', '/?q=', '/?category=']
  expect(statusOf(tool + 'a'.repeat(2_000))).toBe(414)
  expect(statusOf(search + 'a'.repeat(2_000))).toBe(414)
  expect(statusOf(search + 'a'.repeat(101))).toBe(400)
  expect(statusOf(search + 'a'.repeat(100))).toBe('page')
  expect(statusOf(category + 'a'.repeat(81))).toBe(400)
})
