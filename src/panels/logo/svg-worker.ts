import { parentPort, workerData } from 'node:worker_threads'
import { Resvg } from '@resvg/resvg-js'

/** A drawing that was cleaned, and how many pixels its longer side gets. */
export type SvgRequest = { svg: string; side: number }
/** Its size, and it as a PNG; empty where it is a line, of which nothing is drawn. `broken`: it cannot be read. */
export type SvgAnswer = { kind: 'ready' } | { kind: 'drawn'; width: number; height: number; png: Uint8Array } | { kind: 'broken' }

/** Nothing is drawn of a picture that is a line: that is for its reader to refuse. */
const longest = 10

parentPort?.postMessage({ kind: 'ready' } satisfies SvgAnswer)
parentPort?.postMessage(draw(workerData as SvgRequest))

function draw({ svg, side }: SvgRequest): SvgAnswer {
  const font = { loadSystemFonts: false }
  try {
    const { width, height } = new Resvg(svg, { font })
    const isDrawable = width > 0 && height > 0 && Math.max(width, height) <= longest * Math.min(width, height)
    if (!isDrawable) return { kind: 'drawn', width, height, png: new Uint8Array() }
    const fitTo = width >= height ? ({ mode: 'width', value: side } as const) : ({ mode: 'height', value: side } as const)
    return { kind: 'drawn', width, height, png: new Resvg(svg, { font, fitTo }).render().asPng() }
  } catch {
    return { kind: 'broken' }
  }
}
