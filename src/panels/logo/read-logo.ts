import { createHash } from 'node:crypto'
import type { Runtime } from '../../platform/runtime.js'
import { cleanSvg } from './clean-svg.js'
import { drawSvg } from './draw-svg.js'
import { largestOfIcon } from './icon-file.js'

/** What is taken: bytes as sent, and pixels a side before anything is decoded. */
export const logoLimits = { bytes: 1_048_576, side: 4_096, svgBytes: 262_144 } as const
/** What is kept: at most so many pixels a side, twice what pages show. */
const keptSide = 128

/** A logo as it is kept and sent. */
export type Logo = {
  type: 'image/png' | 'image/webp'
  bytes: Buffer
  /** Of the bytes. */
  sha256: string
  /** In pixels. */
  width: number
  height: number
}

/** Why a picture is not taken: what is wrong, and what to do, a sentence each. */
export type LogoProblem = { message: string; fix: string }

const forms = 'Send a PNG, JPEG, WebP, GIF, SVG or ICO file'

/**
 * Decodes a picture from anyone and redraws it, without metadata, as at most 128×128 pixels: the smaller of a PNG and a WebP. Of several frames
 * the first counts. What it is follows from its bytes alone; its size is read, and refused, before it is decoded. None keeps the process from other work.
 */
export async function readLogo(bytes: Uint8Array, runtime: Pick<Runtime, 'sleep'>): Promise<Logo | LogoProblem> {
  if (bytes.byteLength === 0) return problem('The file is empty', `${forms}.`)
  if (bytes.byteLength > logoLimits.bytes) return problem('The picture is larger than 1 MiB', 'Send a smaller one.')
  const form = formOf(bytes)
  if (form === null) return problem('The file is no picture that is known here', `${forms}.`)
  try {
    if (form === 'svg') return await readSvg(bytes, runtime)
    const picture = form === 'ico' ? largestOfIcon(bytes) : bytes
    if (picture === null) return problem('The icon has no picture in it that can be read', 'Save it as a PNG, and send that.')
    return await redraw(picture, form === 'ico' ? 'png' : form)
  } catch {
    return problem('The picture cannot be decoded: it is cut off or damaged', 'Save it again, and send that.')
  }
}

function problem(message: string, fix: string): LogoProblem {
  return { message: `${message}.`, fix }
}

type Form = 'png' | 'jpeg' | 'webp' | 'gif' | 'ico' | 'svg'

/** The first bytes of each form in hexadecimal, and where they stand. */
const marks: readonly { form: Form; at: number; bytes: string }[] = [
  { form: 'png', at: 0, bytes: '89504e470d0a1a0a' },
  { form: 'jpeg', at: 0, bytes: 'ffd8ff' },
  { form: 'webp', at: 8, bytes: '574542505650' },
  { form: 'gif', at: 0, bytes: '47494638' },
  { form: 'ico', at: 0, bytes: '00000100' },
]
const svgStart = /^(?:\xEF\xBB\xBF)?\s{0,99}<(?:\?xml|!--|!doctype svg|svg)/i

function formOf(bytes: Uint8Array): Form | null {
  const start = Buffer.from(bytes.subarray(0, 200))
  const mark = marks.find(({ at, bytes: wanted }) => start.subarray(at, at + wanted.length / 2).toString('hex') === wanted)
  return mark?.form ?? (svgStart.test(start.toString('latin1')) ? 'svg' : null)
}

async function readSvg(bytes: Uint8Array, runtime: Pick<Runtime, 'sleep'>): Promise<Logo | LogoProblem> {
  const { svgBytes } = logoLimits
  const fix = 'Save it as a PNG, and send that.'
  if (bytes.byteLength > svgBytes) return problem('The SVG is larger than 256 KiB', fix)
  const clean = cleanSvg(new TextDecoder('utf-8').decode(bytes))
  if (typeof clean === 'string') return problem(`The SVG is not taken: ${clean}`, fix)
  const drawn = await drawSvg({ svg: clean.svg, side: keptSide }, runtime)
  if (drawn.kind === 'slow') return problem('The SVG takes too long to draw', fix)
  if (drawn.kind === 'broken') return problem('The picture cannot be decoded: it is cut off or damaged', 'Save it again, and send that.')
  return shapeProblem(drawn) ?? redraw(drawn.png, 'png')
}

/** Nothing is drawn of a picture that is a line. */
function shapeProblem({ width, height }: { width: number; height: number }): LogoProblem | null {
  if (!(width > 0 && height > 0)) return problem('The picture has no size', 'Save it again, and send that.')
  if (Math.max(width, height) > 10 * Math.min(width, height))
    return problem(
      'The picture is more than 10 times as long as it is high, or the other way round',
      'Send one that is nearer to a square.',
    )
  return null
}

async function redraw(bytes: Uint8Array, form: Exclude<Form, 'svg' | 'ico'>): Promise<Logo | LogoProblem> {
  const sharp = await loadSharp()
  const open = () => sharp(bytes, { limitInputPixels: logoLimits.side ** 2, pages: 1, failOn: 'error' }).timeout({ seconds: 10 })
  const { width = 0, height = 0, format } = await open().metadata()
  if (format !== form) return problem('The file is not what its first bytes say', `${forms}.`)
  if (Math.max(width, height) > logoLimits.side)
    return problem(`The picture has more than ${logoLimits.side} pixels a side`, 'Send a smaller one.')
  const shape = shapeProblem({ width, height })
  if (shape !== null) return shape
  const drawn = await open()
    .autoOrient()
    .resize(keptSide, keptSide, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .png()
    .toBuffer()
  const { channels } = await sharp(drawn).stats()
  if (channels.length === 4 && channels[3]?.max === 0) return problem('The picture is empty: nothing is drawn in it', 'Send another one.')
  const webp = await sharp(drawn).webp({ quality: 85, effort: 4 }).toBuffer()
  const [type, kept] = webp.byteLength < drawn.byteLength ? (['image/webp', webp] as const) : (['image/png', drawn] as const)
  const size = await sharp(kept).metadata()
  return { type, bytes: kept, sha256: createHash('sha256').update(kept).digest('hex'), width: size.width, height: size.height }
}

let loading: Promise<typeof import('sharp')['default']> | null = null

/** With the decoders that are needed, and no other: what was not asked for cannot be attacked. */
function loadSharp() {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({
      operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer', 'VipsForeignLoadNsgifBuffer'],
    })
    sharp.cache(false)
    sharp.concurrency(1)
    return sharp
  })
  return loading
}
