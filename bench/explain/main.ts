import { loadConfig } from '../../src/app/config.js'
import { openApp } from '../../src/app/open-app.js'
import { openWeb } from '../../src/app/open-web.js'
import { createWebApp } from '../../src/web/app.js'
import { readArguments } from '../command-line.js'
import { makeFolder } from '../context.js'
import { account, nothingElse, origin, runPanels, signIn } from '../measures/desk.js'
import { publishSample } from '../published.js'
import { queryDatabase } from '../servers.js'
import { withBench } from '../with-bench.js'
import { writeFiles } from '../write-files.js'
import { fillDatabase, seats } from './fill.js'
import { explainBench } from './options.js'
import { readNotice, type Statement } from './plans.js'
import { type PageExplained, renderExplain } from './report.js'

/*
 * `npm run bench:explain`: what each page of desk, API and site asks of a large database, written to docs/benchmarks/explain.md; `-- --to <folder>` for
 * another place.
 */

const { to } = readArguments(explainBench)
const settings = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_format': 'json',
  'auto_explain.log_level': 'notice',
}

await withBench('panel-explain', async (context) => {
  const { runtime, servers, say } = context
  const place = await servers.place('postgres')
  say('publishing the sample, and running some panels')
  const comparison = await publishSample(context, place)
  const folder = await makeFolder(context, 'explain')
  const config = {
    ...(await loadConfig({ folder, defaultLogLevel: 'warn' })),
    databaseUrl: place.connectionString,
    redisUrl: null,
    publicUrl: origin,
  }
  const filling = await openApp(config, runtime)
  const { recordId, seatId } = await runPanels(filling, 10)
  await (await filling.people()).add({ actor: { system: 'bench' }, role: 'admin', ...account })
  await filling.close()
  say(`filling the database with ${seats} seats`)
  await fillDatabase(place)
  const name = new URL(place.connectionString).pathname.slice(1)
  for (const [setting, value] of Object.entries(settings))
    await queryDatabase(place.connectionString, `ALTER DATABASE ${name} SET ${setting} = '${value}'`)

  const app = await openApp(config, runtime)
  try {
    const statements: Statement[] = []
    app.db.$client.on('connect', (client) =>
      client.on('notice', ({ message = '' }) => {
        const statement = readNotice(message)
        if (statement !== null) statements.push(statement)
      }),
    )
    const { mounts } = await openWeb({ app, config, runtime })
    const web = createWebApp({ ...nothingElse(context), mounts, queueBoard: null })
    const cookie = await signIn(web)
    const panelId = `pnl_${recordId.slice('rec_'.length)}`
    const tool = comparison.slice('/compare/'.length).split('-vs-')[0] ?? ''
    const get = async (path: string) => {
      const response = await web.request(`${origin}${path}`, { headers: { cookie } })
      await response.text()
      return response.status
    }
    const pages: PageExplained[] = []
    for (const path of pathsOf({ recordId, seatId, panelId, tool, comparison })) {
      // Pages of the site are kept once they were made.
      if (/^\/(desk|api)/.test(path)) await get(path)
      statements.length = 0
      const startedMs = runtime.monotonicMs()
      const status = await get(path)
      const ms = runtime.monotonicMs() - startedMs
      const shown = path.replace(/(rec|seat|pnl)_[0-9a-z]+/g, '…')
      say(`${status} ${shown}: ${statements.length} statements, ${ms.toFixed(0)} ms`)
      pages.push({ path: shown, status, ms, statements: [...statements] })
    }
    const page = renderExplain({ date: runtime.now().toISOString().slice(0, 10), seats, pages })
    process.stdout.write(page)
    const failed = pages.filter(({ status }) => status !== 200)
    if (failed.length > 0)
      throw new Error(`pages that were not shown: ${failed.map(({ path, status }) => `${path} (${status})`).join(', ')}`)
    for (const file of await writeFiles(to, { 'explain.md': page })) say(`wrote ${file}`)
  } finally {
    await app.close()
    await place.drop()
  }
})

type Shown = { recordId: string; seatId: string; panelId: string; tool: string; comparison: string }

/** Each kind of page that is read, as it is opened first and, of lists, a filtered one. */
function pathsOf({ recordId, seatId, panelId, tool, comparison }: Shown): string[] {
  return [
    '/desk',
    '/desk/panels',
    '/desk/panels?q=tool-s17&state=finished',
    `/desk/panels/${panelId}`,
    '/desk/panels/new',
    '/desk/records',
    '/desk/records?q=tool-s17&sort=title',
    '/desk/records?sort=waiting',
    `/desk/records/${recordId}`,
    `/desk/records/${recordId}/verdicts/${seatId}`,
    '/desk/queue',
    '/desk/tools',
    '/desk/tools?q=tool-s17',
    `/desk/tools/${tool}`,
    '/desk/audit',
    '/desk/community',
    '/desk/newsletter',
    '/desk/newsletter/subscribers',
    '/api/v1/panels',
    `/api/v1/panels/${panelId}`,
    '/api/v1/records',
    `/api/v1/records/${recordId}`,
    '/api/v1/queue',
    '/api/v1/tools',
    `/api/v1/tools/${tool}`,
    `/api/v1/tools/${tool}/versions`,
    `/api/v1/verdicts/${seatId}`,
    '/api/v1/audit',
    '/api/v1/subscribers',
    '/api/v1/views',
    '/api/v1/decisions',
    '/',
    '/?q=haiku',
    '/?sort=ships',
    `/tools/${tool}`,
    comparison,
    '/how-it-works',
    '/feed.json',
    '/sitemap.xml',
    '/weekly',
    `/vote/${tool}`,
  ]
}
