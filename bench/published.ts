import { loadConfig } from '../src/app/config.js'
import { openApp } from '../src/app/open-app.js'
import type { Actor } from '../src/contracts/actor.js'
import { readDossierFiles } from '../src/panels/dossier/read-dossiers.js'
import { readRecordings } from '../src/panels/ledger/recording-files.js'
import { loadPersonas } from '../src/panels/persona/load-personas.js'
import { packageFiles } from '../src/platform/files/package-files.js'
import { type BenchContext, makeFolder } from './context.js'
import { type Place, queryDatabase } from './servers.js'

/**
 * Publishes the sample comparison by the rules of review: drafted on its recordings, every verdict accepted by one editor, the record
 * approved and published by another, who had no hand in it. Returns the path of its page.
 */
export async function publishSample(context: Pick<BenchContext, 'runtime' | 'folder'>, place: Place): Promise<string> {
  const { runtime } = context
  const folder = await makeFolder(context, 'site-home')
  const config = {
    ...(await loadConfig({ folder, defaultLogLevel: 'warn' })),
    databaseUrl: place.connectionString,
    redisUrl: place.redisUrl,
  }
  const app = await openApp(config, runtime)
  try {
    const [review, people] = await Promise.all([app.review(), app.people()])
    const addEditor = async (name: string): Promise<Actor> => {
      const account = { name, email: `${name.toLowerCase()}@example.com`, password: 'a long bench password 7' }
      const added = await people.add({ actor: { system: 'bench' }, role: 'editor', ...account })
      if (added.status !== 'added') throw new Error(`the editor could not be added: ${added.status}`)
      return { userId: added.userId, name, role: 'editor' }
    }
    const [reviewer, approver] = [await addEditor('Reviewer'), await addEditor('Approver')]
    const recordId = await runSample(app)
    const drafted = await done(review.record(recordId, reviewer))
    for (const { verdictId, revision } of drafted.verdicts) {
      await done(review.accept({ actor: reviewer, recordId, verdictId, base: revision ?? 1 }))
    }
    const { contentSha256 } = await done(review.record(recordId, approver))
    const seen = { actor: approver, recordId, seenSha256: contentSha256 ?? '' }
    await done(review.approve(seen))
    await done(review.publish(seen))
    const site = await app.site()
    await site.refresh()
    const [pair] = (await site.pages()).pairs
    if (pair === undefined) throw new Error('nothing is published')
    return `/compare/${pair.slug}`
  } finally {
    await app.close()
  }
}

async function runSample(app: Awaited<ReturnType<typeof openApp>>): Promise<string> {
  const [dossiers, personas, recordings] = await Promise.all([
    readDossierFiles(packageFiles.sampleDossiers),
    loadPersonas(packageFiles.personas),
    readRecordings(packageFiles.sampleRecordings),
  ])
  const jurors = [...new Set(recordings.recordings.map(({ model }) => model))]
  const worker = await app.work({ providers: [] })
  const { plan } = await app.kickOff({ dossiers, personas, jurors, recordings, budgetUsd: null })
  const record = await app.follow(plan.panelId, () => {})
  await worker.stop({ deadlineMs: 10_000 })
  return record.id
}

async function done<Answer extends { status: string }>(answered: Promise<Answer>): Promise<Extract<Answer, { status: 'done' }>> {
  const answer = await answered
  if (answer.status !== 'done') throw new Error(`a step of review was refused: ${JSON.stringify(answer)}`)
  return answer as Extract<Answer, { status: 'done' }>
}

/** Records of two tools in a category of the copies: ten tools, each compared with the eight newest of the others, make 45 comparisons. */
const recordsOfCategory = 5
const comparisonsOfCategory = 45

/** How many copied records it takes for so many comparisons: whole categories, and the sample's own is one more. Pure. */
export function recordsFor(comparisons: number): number {
  return Math.ceil((comparisons - 1) / comparisonsOfCategory) * recordsOfCategory
}

/**
 * Copies of the published record, from the nth to the last, each of two tools of its own, in categories of ten tools: straight into the tables, for
 * hundreds of panels and their reviews would take hours.
 */
export async function copyRecords({ connectionString }: Place, { from, to }: { from: number; to: number }): Promise<void> {
  const [original] = await queryDatabase<{ id: string; slugs: string[] }>(
    connectionString,
    'SELECT record_id AS id, array_agg(slug ORDER BY slug) AS slugs FROM published_tools WHERE seq > 0 GROUP BY record_id',
  )
  if (original === undefined || to < from) return
  const { id, slugs } = original
  const category = `'Category ' || (n - 1) / ${recordsOfCategory}`
  const renamed = (text: string) =>
    [id, ...slugs].reduce(
      (nested, name) => `replace(${nested}, '${name}', '${name}${name === id ? '' : '-'}' || n)`,
      `replace(${text}, t.category, ${category})`,
    )
  const copied: Record<string, string> = {
    slug: "t.slug || '-' || n",
    record_id: 't.record_id || n',
    seq: '-n',
    published_at: "t.published_at - n * interval '1 minute'",
    is_current: 'true',
    name: "t.name || ' ' || n",
    category,
    search_text: "t.search_text || ' ' || n",
    ships: 't.ships',
    calls: 't.calls',
    body: `${renamed('t.body::text')}::json`,
    kind: 't.kind',
    record_title: "t.record_title || ' ' || n",
    content_sha256: "encode(sha256((t.content_sha256 || n)::bytea), 'hex')",
    sort_name: "t.sort_name || ' ' || n",
    summary: `${renamed('t.summary::text')}::json`,
    figures: 't.figures',
  }
  await queryDatabase(
    connectionString,
    `INSERT INTO published_tools (${Object.keys(copied).join(', ')})
    SELECT ${Object.values(copied).join(', ')} FROM published_tools t, generate_series(${from}, ${to}) n WHERE t.seq > 0`,
  )
}
