import { createLogUpdate } from 'log-update'
import pc from 'picocolors'
import type { PageReport } from '../contracts/proposal.js'
import { clip } from '../platform/text/clip.js'
import { isolate } from '../platform/text/text-direction.js'

/** Shows how pages are read: a live list on a terminal, one plain line a page elsewhere. */
export function createPageProgress({ stream, monotonicMs }: { stream: NodeJS.WriteStream; monotonicMs: () => number }) {
  const startedMs = monotonicMs()
  const elapsed = () => `${((monotonicMs() - startedMs) / 1000).toFixed(1)} s`
  const colors = pc.createColors(stream.isTTY && stream.hasColors())
  if (!stream.isTTY) {
    const told = new Set<string>()
    return {
      update: (pages: readonly PageReport[]) => {
        for (const page of pages.filter(isOver)) {
          if (told.has(page.url)) continue
          told.add(page.url)
          stream.write(`${elapsed()}  ${lineOf(page, colors)}\n`)
        }
      },
      stop: () => undefined,
    }
  }
  const live = createLogUpdate(stream)
  return {
    update: (pages: readonly PageReport[]) => {
      const room = Math.max(40, (stream.columns || 80) - 1)
      live(pages.map((page) => clip(lineOf(page, pc.createColors(false)), room)).join('\n'))
    },
    stop: () => live.done(),
  }
}

function isOver({ status }: PageReport): boolean {
  return status !== 'waiting' && status !== 'reading'
}

const words: Record<PageReport['status'], string> = {
  waiting: 'waits',
  reading: '… ',
  read: 'read',
  unchanged: 'unchanged',
  failed: 'FAILED',
}

function lineOf({ url, status, message, fix }: PageReport, colors: ReturnType<typeof pc.createColors>): string {
  const state = status === 'failed' ? colors.red(words.failed) : words[status]
  const why = message === null ? '' : `${isolate(message)}${fix === null ? '' : ` ${isolate(fix)}`}`
  // Most messages name the address themselves.
  const named = message?.includes(url) ? '' : `${isolate(url)}${message === null ? '' : ': '}`
  return `${state}  ${named}${why}`
}
