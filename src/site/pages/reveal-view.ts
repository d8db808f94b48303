import type { PublishedTool, VerdictProvenance } from '../../contracts/site.js'
import { mayHideText, revealAll, revealUntil } from '../../platform/html/safe-text.js'
import type { ComparisonView } from '../views/comparison.js'
import type { SiteTool } from '../views/summaries.js'
import type { ToolView } from '../views/tool.js'

type Verdict = PublishedTool['tool']['verdicts'][number]

/**
 * A published tool with every invisible character written out (see `revealInvisible`). That makes texts longer, so the places of their
 * sentences are moved along with them.
 */
export function revealTool(site: SiteTool): SiteTool {
  const known = revealed.get(site)
  if (known !== undefined) return known
  const shown = reveal(site)
  revealed.set(site, shown)
  return shown
}

/** An export shows a tool on many pages. */
const revealed = new WeakMap<SiteTool, SiteTool>()

function reveal(site: SiteTool): SiteTool {
  if (!mayHideText(site)) return site
  const provenance = site.provenance.map((entry) => {
    const verdict = site.tool.verdicts.find(({ review }) => review.verdictId === entry.verdictId)
    return verdict === undefined ? entry : { ...entry, fields: entry.fields.map((field) => moveField(field, verdict)) }
  })
  return revealAll({ ...site, provenance })
}

/** The same for the whole view of a pair. */
export function revealComparison(view: ComparisonView): ComparisonView {
  const [left, right] = view.tools
  return { ...revealAll({ ...view, tools: [] }), tools: [revealTool(left), revealTool(right)] }
}

/** The same for the whole view of a tool. */
export function revealToolView(view: ToolView): ToolView {
  return { ...revealAll({ ...view, current: null }), current: revealTool(view.current) }
}

type Field = VerdictProvenance['fields'][number]

function moveField(field: Field, verdict: Verdict): Field {
  const text = textOfField(verdict, field.field)
  if (text === null) return { ...field, sentences: [] }
  const moved = (place: number) => revealUntil(text, place).length
  return { ...field, sentences: field.sentences.map(({ start, end, by }) => ({ start: moved(start), end: moved(end), by })) }
}

/** The text that a field of a verdict's provenance names, as `verdictProvenanceSchema` spells them; null when the verdict has none. */
export function textOfField(verdict: Verdict, field: string): string | null {
  if (verdict.status === 'unscored') return null
  const [kind = '', name = '', part] = field.split(' ')
  if (kind === 'quote') return verdict.quote
  if (kind === 'answer') return verdict.answers.find(({ ask }) => ask === name)?.answer ?? null
  if (kind === 'evidence') return verdict.evidence[Number(name) - 1]?.shows ?? null
  const prediction = verdict.predictions[Number(name) - 1]
  return (part === 'resolution' ? prediction?.resolution : prediction?.statement) ?? null
}
