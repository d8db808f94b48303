import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { chooseEncoding, compress } from '../../../../src/web/site/encodings.js'

test.each([
  ['gzip, deflate, br', 'br'],
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0.2, gzip;q=0.9', 'br'],
  ['gzip', 'gzip'],
  ['GZIP;q=1.0', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0, gzip;q=0', 'identity'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['deflate', 'identity'],
  ['', 'identity'],
  [undefined, 'identity'],
])('who accepts %s gets %s', (header, encoding) => {
  expect(chooseEncoding(header)).toBe(encoding)
})

test('what is compressed can be read again', async () => {
  const body = new TextEncoder().encode('ship or skip '.repeat(200))
  expect(brotliDecompressSync(await compress(body, 'br'))).toEqual(Buffer.from(body))
  expect(gunzipSync(await compress(body, 'gzip'))).toEqual(Buffer.from(body))
  expect((await compress(body, 'br', true)).byteLength).toBeLessThan(200)
})
