import type { Dossier } from '../../contracts/dossier.js'
import type { ReviewedContent, ReviewedVerdict } from '../../contracts/reviewed-content.js'
import type { Revision } from '../../contracts/revision.js'
import type { CitedPassage, PublishedTool, VerdictProvenance } from '../../contracts/site.js'
import { readParagraph } from '../../evidence/paragraphs.js'
import { searchable, storable } from '../../platform/text/search-text.js'
import { recordEditors } from '../../review/rules/four-eyes.js'
import { type Provenance, provenance } from '../../review/rules/provenance.js'
import { type History, modelDraft, toContent } from '../../review/rules/revise.js'
import type { PublishedFigures, PublishedSummary } from '../store/schema.js'
import type { NewPublishedTool } from '../store/site-writes.js'

type ReviewedTool = ReviewedContent['tools'][number]
type DraftedVerdict = Extract<ReviewedVerdict, { status: 'drafted' }>

/** One publication of a record, and what is known of how its words came about. */
export type PublicationInput = {
  recordId: string
  /** Its number in the audit log. */
  seq: number
  content: ReviewedContent
  contentSha256: string
  publishedAt: string
  approval: PublishedTool['approval']
  /** By verdict, as far as they are kept; later ones than those published are left out here. */
  revisions: ReadonlyMap<string, readonly Revision[]>
  /** The dossiers that its tools were reviewed by, with their sources' texts. */
  dossiers: readonly Dossier[]
}

/** A publication's tools as the site keeps them. Pure. */
export function publishedRows(publication: PublicationInput): NewPublishedTool[] {
  const ofRecord = publication.content.tools.flatMap(({ verdicts }) => verdicts.map((verdict) => historyOf(publication, verdict)))
  const editors = recordEditors(ofRecord).length
  return publication.content.tools.map((tool) => publishedRow(publication, { tool, editors }))
}

function publishedRow(publication: PublicationInput, { tool, editors }: { tool: ReviewedTool; editors: number }): NewPublishedTool {
  const { recordId, seq, content, contentSha256, publishedAt } = publication
  const histories = new Map(tool.verdicts.map((verdict) => [verdict.review.verdictId, historyOf(publication, verdict)]))
  const body: PublishedTool = {
    tool,
    personas: content.personas,
    ...comparisonsOf(content, tool.slug),
    recordId,
    contentSha256,
    recordTitle: content.title,
    recordTools: content.tools.map(({ slug }) => slug),
    publishedAt,
    approval: publication.approval,
    editors,
    provenance: tool.verdicts.flatMap((verdict) => provenanceOf(verdict, histories.get(verdict.review.verdictId) ?? [])),
    passages: passagesOf(tool, publication.dossiers),
    ...linksOf(tool, publication.dossiers),
  }
  return toRow(body, { seq, histories })
}

function comparisonsOf({ headToHead = [] }: ReviewedContent, slug: string): Pick<PublishedTool, 'headToHead'> {
  const own = headToHead.filter(({ tools }) => tools.includes(slug))
  return own.length === 0 ? {} : { headToHead: own }
}

/** A published tool with the columns that lists and figures go by, which follow from it and from the verdicts' histories. Pure. */
export function toRow(body: PublishedTool, { seq, histories }: { seq: number; histories: ReadonlyMap<string, History> }): NewPublishedTool {
  const { tool, recordId, contentSha256, recordTitle, publishedAt } = body
  const { slug, name, shortName, vendor, category, tagline, description, panelShip } = tool
  return {
    slug,
    recordId,
    seq,
    publishedAt: new Date(publishedAt),
    name: storable(name),
    category: storable(category),
    searchText: searchable([name, shortName ?? '', vendor, category, tagline, description].join('\n')),
    ships: panelShip.ships,
    calls: panelShip.calls,
    body,
    recordTitle: storable(recordTitle),
    contentSha256,
    sortName: storable(name).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(),
    summary: summaryOf(body),
    figures: figuresOf(body, histories),
  }
}

/** From revision 1 to the one that was published; of a verdict no one touched, none are kept. */
function historyOf({ revisions }: PublicationInput, { review }: ReviewedVerdict): History {
  const kept = revisions.get(review.verdictId) ?? []
  return 'revision' in review ? kept.filter(({ number }) => number <= review.revision) : []
}

/** The model's words a verdict began with: null where people wrote it; where no revision is kept, they are the words as they are. */
function modelContent(verdict: DraftedVerdict, history: History) {
  if (history.length === 0) return verdict.review.writtenBy === 'people' ? null : toContent(verdict)
  return modelDraft(history)?.content ?? null
}

function provenanceOf(verdict: ReviewedVerdict, history: History): VerdictProvenance[] {
  if (verdict.status === 'unscored') return []
  const { fields, quote, all } = provenance({ model: modelContent(verdict, history), current: toContent(verdict) })
  return [{ verdictId: verdict.review.verdictId, fields: fields.map(withoutTexts), quote, all }]
}

/** Each passage that a verdict cites and that was found, once, in the paragraph that it is in. */
function linksOf({ dossierSha256 }: ReviewedTool, dossiers: readonly Dossier[]): Pick<PublishedTool, 'links'> {
  const { website, repository } = dossiers.find(({ sha256 }) => sha256 === dossierSha256)?.tool ?? {}
  if (website === undefined && repository === undefined) return {}
  return { links: { ...(website === undefined ? {} : { website }), ...(repository === undefined ? {} : { repository }) } }
}

function passagesOf({ verdicts, dossierSha256 }: ReviewedTool, dossiers: readonly Dossier[]): CitedPassage[] {
  const sources = dossiers.find(({ sha256 }) => sha256 === dossierSha256)?.sources ?? []
  const cited = new Map<string, CitedPassage>()
  for (const item of verdicts.flatMap((verdict) => (verdict.status === 'drafted' ? verdict.evidence : []))) {
    const source = sources.find(({ id }) => id === item.source)
    if (item.status !== 'found' || source === undefined) continue
    const { start, end } = item
    cited.set(`${source.id} ${start} ${end}`, { source: source.id, start, end, ...readParagraph(source, { start, end }) })
  }
  return [...cited.values()]
}

/** The texts are in the verdict: offsets into them will do. */
function withoutTexts({ field, sentences }: Provenance['fields'][number]): VerdictProvenance['fields'][number] {
  return { field, sentences: sentences.map(({ start, end, by }) => ({ start, end, by })) }
}

function summaryOf({ tool, personas }: PublishedTool): PublishedSummary {
  const { name, shortName, vendor, category, tagline, panelShip, entryPrice, verdicts } = tool
  const calls = verdicts.map(({ persona, model, call }) => ({
    persona,
    seat: personas.find(({ id }) => id === persona)?.seat ?? persona,
    model,
    call,
  }))
  return { name, shortName, vendor, category, tagline, panelShip, calls, entryPrice: entryPrice.label }
}

function figuresOf({ tool, provenance: judged, approval }: PublishedTool, histories: ReadonlyMap<string, History>): PublishedFigures {
  const drafted = tool.verdicts.filter((verdict) => verdict.status === 'drafted')
  const evidence = drafted.flatMap((verdict) => verdict.evidence)
  return {
    verdicts: tool.verdicts.map((verdict) => {
      const { persona, model, origin, call, review } = verdict
      const draft = verdict.status === 'unscored' ? null : modelContent(verdict, histories.get(review.verdictId) ?? [])
      const writtenBy = verdict.status === 'unscored' ? null : verdict.review.writtenBy
      return { id: review.verdictId, persona, model, origin, call, draftCall: draft?.call ?? null, writtenBy }
    }),
    sentences: addCounts(judged.map(({ all }) => all)),
    evidence: { quotes: evidence.length, found: evidence.filter(({ status }) => status === 'found').length },
    deadlines: drafted.flatMap(({ predictions }) => predictions.map(({ deadline }) => deadline)),
    fourEyes: approval.fourEyes,
  }
}

/** Counts of sentences added up; the share is worked out of the sums. Pure. */
export function addCounts(counts: readonly VerdictProvenance['all'][]): VerdictProvenance['all'] {
  const sum = (of: 'model' | 'edited' | 'person' | 'total') => counts.reduce((total, each) => total + each[of], 0)
  const [model, edited, person, total] = [sum('model'), sum('edited'), sum('person'), sum('total')]
  return { model, edited, person, total, changedPercent: total === 0 ? null : Math.round((100 * (edited + person)) / total) }
}
