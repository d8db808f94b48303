import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KickOff } from '../app.js'
import type { Config } from '../config.js'
import type { PanelRecord } from '../contracts/record.js'
import { renderComparePage } from '../publish/compare-page.js'
import { loadPageFonts } from '../publish/page-fonts.js'
import { exitCodes } from './exit.js'
import { createProgress } from './progress.js'
import { renderScorecard } from './scorecard.js'
import type { Session } from './session.js'

const drainDeadlineMs = 10_000

/** Where a record and its page were written. */
export type RecordFiles = { record: string; page: string }

/** Kicks a panel off, works on it in this process, and shows its progress on stderr. */
export async function runPanel({ app, runtime }: Session, request: KickOff): Promise<PanelRecord> {
  const worker = await app.work()
  try {
    const plan = await app.kickOff(request)
    const progress = createProgress({ plan, stream: process.stderr, monotonicMs: runtime.monotonicMs })
    try {
      const record = await app.follow(plan.panelId, progress.update)
      progress.finish(record)
      return record
    } finally {
      progress.stop()
    }
  } finally {
    await worker.stop({ deadlineMs: drainDeadlineMs })
  }
}

/** Writes a record and its page to the folder `records` in the home of the configuration. */
export async function writeRecord(record: PanelRecord, { home, publicUrl }: Pick<Config, 'home' | 'publicUrl'>): Promise<RecordFiles> {
  const folder = join(home, 'records')
  await mkdir(folder, { recursive: true })
  const files = { record: join(folder, `${record.id}.json`), page: join(folder, `${record.id}.html`) }
  await writeFile(files.record, `${JSON.stringify(record, null, 2)}\n`)
  await writeFile(files.page, await renderPage(record, publicUrl))
  return files
}

/** The record's page; its newsletter form posts to the public site when there is one. */
export async function renderPage(record: PanelRecord, publicUrl: string | null): Promise<string> {
  const subscribeUrl = publicUrl === null ? null : new URL('/newsletter', publicUrl).href
  return renderComparePage(record, { subscribeUrl, fonts: await loadPageFonts() })
}

/** Prints a record on stdout, as one JSON document or as a scorecard, and returns the exit code that it calls for. */
export function printRecord(record: PanelRecord, { json, files }: { json: boolean; files: RecordFiles | null }): number {
  const { stdout } = process
  if (json) stdout.write(`${JSON.stringify(record, null, 2)}\n`)
  else stdout.write(renderScorecard(record, { columns: stdout.columns ?? null, color: stdout.isTTY && stdout.hasColors(), files }))
  return record.totals.unscored > 0 ? exitCodes.someUnscored : exitCodes.done
}
