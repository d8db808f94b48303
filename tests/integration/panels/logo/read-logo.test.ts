import { deflateSync } from 'node:zlib'
import { Hono } from 'hono'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { cleanSvg } from '../../../../src/panels/logo/clean-svg.js'
import { readLogo as readLogoWithin } from '../../../../src/panels/logo/read-logo.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { startServer } from '../../../../src/web/server.js'

const runtime = createRuntime({ logLevel: 'silent' })
const readLogo = (bytes: Uint8Array) => readLogoWithin(bytes, runtime)
const ns = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
const bytesOf = (text: string) => new TextEncoder().encode(text)
const svg = (inside: string, more = 'viewBox="0 0 10 10"') => bytesOf(`<svg ${ns} ${more}>${inside}</svg>`)
const red = '<rect width="10" height="10" fill="red"/>'
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 10, b: 10, alpha: 1 } } })

/** The colour in the middle of what is kept, as far as it survives a WebP. */
async function middle(bytes: Uint8Array): Promise<number[]> {
  const logo = await readLogo(bytes)
  if ('fix' in logo) throw new Error(logo.message)
  const { data, info } = await sharp(logo.bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * 4
  return [...data.subarray(at, at + 4)].map((value) => Math.round(value / 51) * 51)
}

describe('a picture', () => {
  test.each(['png', 'jpeg', 'webp', 'gif'] as const)('of the form %s is redrawn, within 128 pixels and without metadata', async (form) => {
    const secret = 'who made it and where'
    const sent = await plain(600, 300)
      .withExif({ IFD0: { Copyright: secret } })
      .toFormat(form)
      .toBuffer()
    const logo = await readLogo(sent)
    expect(logo).toMatchObject({ width: 128, height: 64, type: expect.stringMatching(/^image\/(?:png|webp)$/) })
    if ('fix' in logo) return
    expect(logo.bytes.byteLength).toBeLessThan(16_000)
    expect(logo.bytes.includes(secret)).toBe(false)
    expect((await sharp(logo.bytes).metadata()).exif).toBeUndefined()
  })

  test('of noise stays within what a page may carry', async () => {
    const data = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, index) => (index * 2_654_435_761) >>> 13))
    const logo = await readLogo(
      await sharp(data, { raw: { width: 300, height: 300, channels: 3 } })
        .png()
        .toBuffer(),
    )
    expect('bytes' in logo && logo.bytes.byteLength < 20_000).toBe(true)
  })

  test('that is small is not enlarged, and one that moves stands at its first frame', async () => {
    expect(await readLogo(await plain(16, 16).png().toBuffer())).toMatchObject({ width: 16, height: 16 })
    const frames = await Promise.all(
      ['#00ff00', '#ff0000'].map((background) =>
        sharp({ create: { width: 20, height: 20, channels: 4, background } })
          .png()
          .toBuffer(),
      ),
    )
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    expect(await middle(moving)).toEqual([0, 255, 0, 255])
  })

  test('behind a PNG comes nothing else: a page glued to it is gone', async () => {
    const sent = Buffer.concat([await plain(32, 32).png().toBuffer(), bytesOf('<script>alert(1)</script>')])
    const logo = await readLogo(sent)
    expect('bytes' in logo && !logo.bytes.includes('script')).toBe(true)
  })

  test('is taken out of an icon', async () => {
    const png = await plain(48, 48).png().toBuffer()
    const head = Buffer.alloc(22)
    head.writeUInt16LE(1, 2)
    head.writeUInt16LE(1, 4)
    head.writeUInt32LE(png.length, 14)
    head.writeUInt32LE(22, 18)
    expect(await readLogo(Buffer.concat([head, png]))).toMatchObject({ width: 48 })
    expect(await readLogo(head)).toMatchObject({ message: expect.stringContaining('icon') })
  })
})

const halfOf = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)

/** A PNG of a few hundred bytes that says it has so many pixels a side. */
function bomb(side: number): Buffer {
  const crcOf = (bytes: Buffer) => {
    let crc = ~0
    for (const byte of bytes) {
      crc ^= byte
      for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    }
    return ~crc >>> 0
  }
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data])
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    crc.writeUInt32BE(crcOf(body))
    return Buffer.concat([length, body, crc])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 6], 8)
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc(1_000))), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts])
}

test.each([
  ['nothing', async () => new Uint8Array(), 'empty'],
  ['a page', async () => bytesOf('<!doctype html><svg></svg>'), 'no picture'],
  ['a PDF', async () => bytesOf('%PDF-1.7'), 'no picture'],
  ['more than a megabyte', async () => new Uint8Array(1_048_577), 'larger than 1 MiB'],
  ['a bomb', async () => bomb(30_000), 'pixels a side|cannot be decoded'],
  ['a bomb of one line', async () => plain(5_000, 3).png().toBuffer(), 'pixels a side'],
  ['a line', async () => plain(400, 3).png().toBuffer(), '10 times'],
  ['half a JPEG', async () => halfOf(await plain(300, 100).jpeg().toBuffer()), 'cut off'],
  ['a head and nothing else', async () => Buffer.from('89504e470d0a1a0a', 'hex'), 'cut off'],
  ['nothing drawn', async () => svg(''), 'nothing is drawn'],
  ['a line drawn', async () => svg(red, 'width="1" height="1000000000"'), '10 times'],
  [
    'an entity',
    async () => bytesOf(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg ${ns}>&x;</svg>`),
    'document type',
  ],
  ['more elements than a logo has', async () => svg(red.repeat(2_001)), '2000 elements'],
  ['groups without end', async () => svg('<g opacity=".5">'.repeat(100)), 'nested'],
])('%s is refused, with what to do', async (_, make, words) => {
  const refused = await readLogo(await make())
  expect(refused).toMatchObject({ message: expect.stringMatching(words), fix: expect.stringMatching(/\.$/) })
})

describe('an SVG', () => {
  test('is drawn, with gradients, clips and its own styles', async () => {
    const gradient = '<linearGradient id="g"><stop stop-color="#00f"/></linearGradient>'
    const drawn = svg(
      `<defs>${gradient}<clipPath id="c"><rect width="9" height="9"/></clipPath></defs><style>.a{fill:url(#g)}</style><rect class="a" clip-path="url(#c)" width="10" height="10"/>`,
    )
    expect(await middle(drawn)).toEqual([0, 0, 255, 255])
  })

  test.each([
    ['a script', '<script>alert(1)</script>', 'alert'],
    ['a handler', '<g onload="alert(1)"/>', 'alert'],
    ['a picture', '<image href="http://127.0.0.1/x.png"/>', '127.0.0.1'],
    ['a file', '<image xlink:href="file:///etc/passwd"/>', 'passwd'],
    [
      'a page within',
      '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="http://x.example"/></body></foreignObject>',
      'x.example',
    ],
    ['a part of another file', '<use href="http://x.example/a.svg#b"/>', 'x.example'],
    ['a fill from elsewhere', '<rect fill="url(http://x.example/#a)"/>', 'x.example'],
    ['a style from elsewhere', '<style>@import "http://x.example/a.css";</style>', 'x.example'],
    ['an instruction', '<?xml-stylesheet href="http://x.example/a.css"?>', 'x.example'],
    ['a pattern', '<pattern id="p"><rect fill="url(#p)"/></pattern>', 'pattern'],
    ['a filter', '<filter id="f"><feTurbulence/></filter><rect filter="url(#f)"/>', 'filter'],
    ['dashes without end', '<path stroke-dasharray=".000001" d="M0 0h9"/>', 'dasharray'],
  ])('is drawn without %s', async (_, inside, gone) => {
    const clean = cleanSvg(new TextDecoder().decode(svg(`${inside}${red}`)))
    expect(clean).toMatchObject({ svg: expect.not.stringContaining(gone) })
    expect(await middle(svg(`${inside}${red}`))).toEqual([255, 0, 0, 255])
  })

  test('that names itself over and over is drawn once: the work does not double with every level', async () => {
    const levels = Array.from({ length: 25 }, (_, n) => `<g id="l${n + 1}"><use href="#l${n}"/><use href="#l${n}"/></g>`).join('')
    const clean = cleanSvg(
      new TextDecoder().decode(svg(`<defs><rect id="l0" width="10" height="10"/>${levels}</defs><use href="#l25"/>${red}`)),
    )
    expect(typeof clean === 'object' && clean.svg.match(/<use/g)).toHaveLength(1)
  })

  test('that takes too long is refused, and others are answered meanwhile', async () => {
    const server = await startServer({ app: new Hono().get('/', (c) => c.text('here')), port: 0, hostname: '127.0.0.1', runtime })
    let answer = ''
    // Its time is over once someone else was answered.
    const sleep = async () => {
      answer = await (await fetch(server.url)).text()
    }
    const lines = Array.from({ length: 20_000 }, (_, n) => `L${(n * 7) % 10} ${(n * 3) % 10}`).join('')
    const slow = svg(`<path fill="none" stroke="red" stroke-width="5" stroke-linejoin="round" stroke-linecap="round" d="M0 0${lines}"/>`)
    expect(await readLogoWithin(slow, { sleep })).toEqual({
      message: 'The SVG takes too long to draw.',
      fix: 'Save it as a PNG, and send that.',
    })
    expect(answer).toBe('here')
    expect(await middle(svg(red))).toEqual([255, 0, 0, 255])
    await server.close({ deadlineMs: 1_000 })
  })
})
