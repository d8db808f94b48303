import { resolve } from 'node:path'
import { openSiteDocuments } from '../app/site-documents.js'
import { withoutAtEnd } from '../platform/text/text-end.js'
import { type CardChoice, type ExportSummary, exportSite } from '../site/export/export-site.js'
import { digitsOf } from '../site/pages/record/words.js'
import { exitCodes } from './exit.js'
import { withApp } from './session.js'

export type ExportCommandOptions = { url?: string; live?: string | false; cards: CardChoice; json?: boolean }

/** Writes the whole site as files that any host serves. Prints what it wrote. */
export async function exportCommand(folder: string, { url, live, cards, json = false }: ExportCommandOptions): Promise<void> {
  process.exitCode = await withApp(async ({ app, config, runtime }) => {
    const startedMs = runtime.monotonicMs()
    const [site, archive, settings] = await Promise.all([app.siteToExport(), app.archive(), app.settings()])
    const { assets, documents } = await openSiteDocuments({ app, config, runtime, site })
    const issues = await archive.published()
    const summary = await exportSite({
      folder: resolve(folder),
      site,
      documents,
      morePaths: issues.map(({ week }) => `/weekly/${week}`),
      assets,
      identity: await settings.brand(),
      baseUrl: withoutSlash(url ?? config.publicUrl),
      liveUrl: live === false ? null : withoutSlash(live ?? config.publicUrl),
      cards,
    })
    const seconds = Math.round((runtime.monotonicMs() - startedMs) / 100) / 10
    if (json) process.stdout.write(`${JSON.stringify({ folder, ...summary, seconds }, null, 2)}\n`)
    else process.stdout.write(describe(folder, summary))
    if (url === undefined && config.publicUrl === null) {
      process.stderr.write(
        'Without --url or PANEL_PUBLIC_URL the files do not know where they will be: no feeds, no sitemap, no link previews.\n',
      )
    }
    for (const path of summary.missing) process.stderr.write(`A page leads to ${path}, which is not there\n`)
    return summary.missing.length === 0 ? exitCodes.done : exitCodes.failed
  })
}

function withoutSlash(address: string | null): string | null {
  return address === null || address === undefined ? null : withoutAtEnd(address, '/')
}

function describe(folder: string, { pages, tools, comparisons, cards, bytes, written, unchanged, removed }: ExportSummary): string {
  const counts = [
    digitsOf(pages, 'page'),
    digitsOf(comparisons, 'comparison'),
    digitsOf(tools, 'tool'),
    ...(cards > 0 ? [digitsOf(cards, 'card')] : []),
  ]
  const files = [`${written} written`, `${unchanged} unchanged`, ...(removed > 0 ? [`${removed} removed`] : [])]
  return `${folder}: ${counts.join(', ')}; ${(bytes / 1e6).toFixed(1)} MB\nFiles: ${files.join(', ')}\n`
}
