import { join } from 'node:path'
import type { App } from '../app/open-app.js'
import type { PanelRecord } from '../contracts/record.js'
import { makeFolder } from '../platform/files/make-folder.js'
import { writeWhole } from '../platform/files/write-whole.js'
import { exitCodes } from './exit.js'
import type { RecordFiles } from './record-files.js'
import { renderScorecard } from './scorecard.js'
import type { Session } from './session.js'

type Shown = Pick<Session, 'app' | 'config'>

/** Writes a record as it is stored, and its page with the votes of now, to the folder `records` in the home of the configuration. */
export async function writeRecord(record: PanelRecord, { app, config }: Shown): Promise<RecordFiles> {
  const folder = join(config.home, 'records')
  await makeFolder(folder)
  const files = { record: join(folder, `${record.id}.json`), page: join(folder, `${record.id}.html`) }
  await writeWhole(files.record, `${JSON.stringify(record, null, 2)}\n`)
  await writeWhole(files.page, await renderPage(record, app))
  return files
}

/** The record's page with the votes of now, and its newsletter form closed: the site takes no form that another page sends. */
export async function renderPage(record: PanelRecord, app: Pick<App, 'withVotes'>): Promise<string> {
  const [{ renderComparePage }, { loadPageFonts }] = await Promise.all([
    import('../site/pages/record/compare-page.js'),
    import('../site/pages/record/page-fonts.js'),
  ])
  return renderComparePage(await app.withVotes(record), { subscribeUrl: null, fonts: await loadPageFonts() })
}

/**
 * Prints a record on stdout, as one JSON document as it is stored, or as a scorecard with the votes of now. Returns the exit code that it calls
 * for.
 */
export async function printRecord(
  record: PanelRecord,
  { app, config, json, files, hasPassages = false }: Shown & { json: boolean; files: RecordFiles | null; hasPassages?: boolean },
): Promise<number> {
  const { stdout } = process
  if (json) stdout.write(`${JSON.stringify(record, null, 2)}\n`)
  else {
    const screen = { columns: stdout.columns ?? config.columns, color: stdout.isTTY && stdout.hasColors() }
    stdout.write(renderScorecard(await app.withVotes(record), { ...screen, files, hasPassages }))
  }
  return hasUnscored(record) ? exitCodes.someUnscored : exitCodes.done
}

/** Whether a retry could add to it: a seat has no call, or a juror of one has not. */
function hasUnscored({ totals, tools }: PanelRecord): boolean {
  const drafts = tools.flatMap(({ verdicts }) => verdicts.flatMap(({ jury }) => jury?.drafts ?? []))
  return totals.unscored > 0 || drafts.some(({ status }) => status === 'unscored')
}
