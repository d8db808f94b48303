import type { DossierFile } from '../../contracts/dossier.js'
import type { Proposal, ProposalSource } from '../../contracts/proposal.js'
import { freeId } from './free-id.js'
import { notStated, type ProposalEdits } from './proposal-edits.js'
import { proposeSlug } from './propose-slug.js'

/** Characters of hidden texts that a dossier keeps of each source: it is one document, and that of many sources. */
const mostHidden = 20_000

type Kept = Pick<ProposalEdits, 'sources' | 'cleared'>

/**
 * The dossier that an editor makes of a proposal, to be checked as every dossier is. A source that no field rests on any more stays unless the
 * editor takes it out; a fact keeps its passage. No page says a short name: people gave it, and a known tool keeps its own. Pure.
 */
export function dossierOfProposal(proposal: Proposal, edits: ProposalEdits, shortName: string | null = null): DossierFile {
  const asOf = proposal.readAt.slice(0, 10)
  const { license, entryPrice, plans, rivals } = edits
  return {
    schema: 'panel.dossier/1',
    asOf,
    tool: {
      slug: edits.slug,
      name: edits.name,
      shortName,
      vendor: edits.vendor,
      category: edits.category,
      tagline: edits.tagline,
      description: edits.description,
      ...(edits.website === '' ? {} : { website: edits.website }),
      ...(edits.repository === '' ? {} : { repository: edits.repository }),
    },
    license: {
      name: license.name === '' ? notStated : license.name,
      spdx: orNull(license.spdx),
      commercialUse: license.commercialUse,
      summary: license.summary,
      source: license.source,
    },
    entryPrice: {
      label: entryPrice.label === '' ? notStated : entryPrice.label,
      amountUsd: entryPrice.amountUsd,
      per: orNull(entryPrice.per),
      note: orNull(entryPrice.note),
      asOf,
      source: entryPrice.source,
    },
    ...(plans.length === 0 ? {} : { plans: plans.map(({ per, note, ...plan }) => ({ ...plan, per: orNull(per), note: orNull(note) })) }),
    rivals: rivals.filter((name) => name.trim() !== ''),
    facts: factsOf(edits),
    sources: proposal.sources.flatMap((source) => sourceOf(source, edits)),
  }
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text
}

/** Each with an id made of its first words. */
function factsOf({ facts }: ProposalEdits): DossierFile['facts'] {
  const ids = new Set<string>()
  return facts
    .filter(({ statement }) => statement.trim() !== '')
    .map(({ statement, source, quote }) => {
      const words = (proposeSlug(statement) ?? 'fact').split('-').slice(0, 5).join('-')
      const id = freeId(words, ids)
      ids.add(id)
      return { id, statement, source, quote }
    })
}

function sourceOf(source: ProposalSource, { sources, cleared }: Kept): DossierFile['sources'] {
  const kept = sources.find(({ id }) => id === source.id)
  if (kept === undefined) return []
  const { id, kind, publisher, url, publishedOn, retrievedOn, text } = source
  const capture = source.isPublishedKnown ? source.capture : { ...source.capture, undated: true as const }
  const hidden = hiddenOf(source)
  const harmless = cleared.filter((passage) => passage.source === id).map(({ words, reason }) => ({ words, reason }))
  return [
    {
      ...{ id, kind, title: kept.title, publisher, url, publishedOn, retrievedOn, origin: 'captured', text, capture },
      ...(hidden.length === 0 ? {} : { hidden }),
      ...(harmless.length === 0 ? {} : { cleared: harmless }),
    },
  ]
}

/**
 * What of the hidden texts goes into the dossier: those with a passage that wants to steer, then others in their order, as far as there is room. The
 * proposal has all of them.
 */
function hiddenOf({ hidden, steering }: ProposalSource): ProposalSource['hidden'] {
  const steers = new Set(steering.flatMap(({ piece }) => piece ?? []))
  const first = hidden.filter((_, index) => steers.has(index))
  const others = hidden.filter((_, index) => !steers.has(index))
  let left = mostHidden
  return [...first, ...others].filter(({ text }) => {
    left -= text.length
    return left >= 0
  })
}
