import type { Actor } from '../contracts/actor.js'
import type { Dossier } from '../contracts/dossier.js'
import type { Persona } from '../contracts/persona.js'
import type { ReviewedContent } from '../contracts/reviewed-content.js'
import type { SourceNow } from '../evidence/freshness/read-dossier.js'
import { type FieldNow, refreshDossier } from '../evidence/freshness/refresh-dossier.js'
import { checkDossierFile } from '../panels/dossier/parse-dossier.js'
import type { KickOff } from '../panels/panel-actions.js'
import type { DossierVersions } from '../panels/store/dossier-versions.js'
import { UsageError } from '../platform/errors.js'
import { nearest } from '../platform/input/suggestion.js'
import type { Runtime } from '../platform/runtime.js'
import type { Marks } from './changed-sources.js'

export type RefreshParts = {
  runtime: Pick<Runtime, 'now'>
  /** Every tool with a dossier, by slug. */
  slugs: () => Promise<readonly string[]>
  newestDossier: (slug: string) => Promise<Dossier | null>
  dossierVersions: Pick<DossierVersions, 'replace'>
  marksFor: (dossiers: readonly Dossier[]) => Promise<Marks>
  /** What the site shows of the tool now; null where it is not published. */
  published: (slug: string) => Promise<{ recordId: string; content: ReviewedContent } | null>
  /** Reads the sources of a dossier now. */
  readNow: (dossier: Dossier, signal: AbortSignal) => Promise<SourceNow[]>
  personas: () => Promise<readonly Persona[]>
}

/** A source that was read: how it is now, and why where it could not be. */
export type SourceReport = {
  source: string
  title: string
  url: string
  outcome: SourceNow['outcome']
  changes: string[]
  message: string | null
}

/** What a refresh comes to before anything is stored or asked. */
export type Refresh = {
  slug: string
  name: string
  sources: SourceReport[]
  /** The dossier with the new texts; the newest that is stored where nothing changed. */
  dossier: Dossier
  /** The newest that is stored. */
  base: Dossier
  /** What became of its fields. */
  fields: FieldNow[]
  /** The published record whose seats run again; null where the tool is not published. */
  recordId: string | null
  /** The personas whose seats cite a text that the dossier no longer holds, with the jurors that played them. */
  personas: Persona[]
  jurors: string[]
  /** Personas of the record that there are no more, by id. */
  missingPersonas: string[]
}

/**
 * Reads a tool's sources now and works out what a refresh would do: the next version of its dossier, and the seats of its newest published record
 * that cite what changed. Stores nothing but what was fetched. Throws `UsageError` for a tool that there is none of, and where what is left is no
 * dossier.
 */
export async function planRefresh(parts: RefreshParts, slug: string, signal: AbortSignal): Promise<Refresh> {
  const base = await parts.newestDossier(slug)
  if (base === null) throw new UsageError(await unknownTool(parts, slug))
  const [now, published, personas] = await Promise.all([parts.readNow(base, signal), parts.published(slug), parts.personas()])
  const { dossier, fields } = nextDossier(base, now, parts.runtime.now().toISOString().slice(0, 10))
  const cited = published === null ? { personas: [], jurors: [] } : citing(published.content, dossier)
  const known = personas.filter(({ id }) => cited.personas.includes(id))
  return {
    ...{ slug, name: base.tool.name, sources: now.map(toReport), dossier, base, fields },
    recordId: published?.recordId ?? null,
    personas: known,
    jurors: cited.jurors,
    missingPersonas: cited.personas.filter((id) => !known.some((persona) => persona.id === id)),
  }
}

/**
 * Stores the new version of the dossier, where there is one, with what it marks. Throws `UsageError` where another version was stored in the
 * meantime. `by` is left out at the command line.
 */
export async function storeRefresh(parts: RefreshParts, { slug, base, dossier, sources }: Refresh, by: Actor | undefined): Promise<void> {
  if (dossier.sha256 === base.sha256) return
  const at = parts.runtime.now()
  const marks = await parts.marksFor([dossier])
  const changed = sources.flatMap(({ source, outcome }) => (outcome === 'changed' ? [source] : []))
  const result = await parts.dossierVersions.replace({
    dossier,
    base: base.sha256,
    at,
    alongside: (tx) => marks(tx, new Set([dossier.sha256])),
    entry: {
      at: at.toISOString(),
      actor: by ?? { system: 'panel refresh' },
      action: 'refresh a dossier',
      subject: { kind: 'tool', id: slug, recordId: null },
      data: { dossierSha256: dossier.sha256, before: base.sha256, changed },
    },
  })
  if (result.status === 'stale') throw new UsageError(`another dossier of ${slug} was stored just now: refresh it again`)
}

/** The panel that a refresh runs; null where no seat cites what changed. `jurors`: those of the record when none are named. Pure. */
export function panelOfRefresh(
  { dossier, personas, jurors: before }: Refresh,
  { jurors, budgetUsd, by }: { jurors?: readonly string[] | undefined; budgetUsd: number | null; by?: Actor | undefined },
): KickOff | null {
  if (personas.length === 0) return null
  const asked = jurors === undefined || jurors.length === 0 ? before : jurors
  return { dossiers: [dossier], personas, jurors: asked, recordings: null, budgetUsd, ...(by === undefined ? {} : { by }) }
}

async function unknownTool({ slugs }: RefreshParts, slug: string): Promise<string> {
  const known = await slugs()
  const near = nearest(slug, known)
  const hint =
    near !== null
      ? ` Did you mean ${near}?`
      : known.length === 0
        ? ' There is none yet: panel tool add <address>'
        : ` There are: ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}`
  return `there is no tool "${slug.slice(0, 100)}".${hint}`
}

function nextDossier(base: Dossier, now: readonly SourceNow[], today: string): { dossier: Dossier; fields: FieldNow[] } {
  if (!now.some(({ outcome }) => outcome === 'changed')) return { dossier: base, fields: [] }
  // A clock behind that of the dossier's author.
  const { file, fields } = refreshDossier(base, now, today < base.asOf ? base.asOf : today)
  const checked = checkDossierFile(file)
  if ('dossier' in checked) return { dossier: checked.dossier, fields }
  const [first] = checked.findings
  const why = file.facts.length === 0 ? 'none of its facts is in its sources any more' : (first?.message ?? 'it does not hold')
  throw new UsageError(`what is left of the dossier of ${base.tool.slug} is none: ${why}. Write it again from its pages: panel tool add`)
}

/** Who cites a text of the record that the dossier no longer holds. */
function citing({ tools }: ReviewedContent, dossier: Dossier): { personas: string[]; jurors: string[] } {
  const tool = tools.find(({ slug }) => slug === dossier.tool.slug)
  const texts = new Set(dossier.sources.map(({ sha256 }) => sha256))
  const changed = new Set((tool?.sources ?? []).flatMap(({ id, sha256 }) => (texts.has(sha256) ? [] : [id])))
  const seats = (tool?.verdicts ?? []).filter(
    (verdict) => verdict.status === 'drafted' && verdict.evidence.some(({ source }) => changed.has(source)),
  )
  return {
    personas: [...new Set(seats.map(({ persona }) => persona))],
    jurors: [...new Set(seats.flatMap(({ model, jury }) => jury?.jurors.map((juror) => juror.model) ?? [model]))],
  }
}

function toReport(now: SourceNow): SourceReport {
  const { id: source, title, url } = now.source
  const changes = now.outcome === 'changed' ? now.changes : []
  return { source, title, url, outcome: now.outcome, changes, message: 'message' in now ? now.message : null }
}
