import type { Dossier } from '../../contracts/dossier.js'
import { type DraftedField, draftedFieldSchema } from '../../contracts/facts-reply.js'
import type { MissingField, Proposal, ProposedFields } from '../../contracts/proposal.js'
import type { Runtime } from '../../platform/runtime.js'
import type { ReadSource } from '../read-source.js'
import type { KnownFields } from '../registries/known-outcome.js'
import { findChanges, keepCleared, keepWritten } from './changes.js'
import { checkedFields } from './checked-fields.js'
import type { DraftFacts } from './draft-facts.js'
import { type FindSteering, freezeSource } from './freeze-sources.js'
import { type Gathering, type GatherParts, gatherPages } from './gather-pages.js'
import { proposeSlug } from './propose-slug.js'

export type KnownTool = { slug: string; name: string; category: string }

export type IntakeParts = GatherParts & {
  runtime: Pick<Runtime, 'now'>
  proposeFields: (
    sources: readonly ReadSource[],
    context: { registries: readonly KnownFields[]; toolsInCategory: (category: string | null) => readonly string[] },
  ) => { fields: ProposedFields; missing: MissingField[] }
  findSteering: FindSteering
  /** The tools that the database has. */
  knownTools: () => Promise<readonly KnownTool[]>
  newestDossier: (slug: string) => Promise<Dossier | null>
  /** What was proposed when that dossier was made of a proposal, by its hash; null where it was not. */
  earlierFields: (dossierSha256: string) => Promise<ProposedFields | null>
  /** Null where no model is asked. */
  draftFacts: DraftFacts | null
}

export type IntakeRequest = Gathering & {
  /** The tool that they are about, where it is known; else its name decides. */
  slug?: string | undefined
}

/**
 * Reads a tool's addresses, and what is worth reading behind them, and proposes a dossier. A page that fails is reported and fails nothing else; a
 * field without a passage of a source is left out. Throws only what `signal` aborts with, and what the database throws.
 */
export async function runIntake(parts: IntakeParts, { addresses, slug: about, onPages, signal }: IntakeRequest): Promise<Proposal> {
  const { sources, pages, known, offered } = await gatherPages(parts, { addresses, onPages, signal })
  const toolsInCategory = await findToolsInCategory(parts)
  const { fields: found, missing } = parts.proposeFields(sources, { registries: known, toolsInCategory })
  const toolNames = found.name === null ? [] : [found.name.value]
  const frozen = sources.map((source) => freezeSource(source, toolNames, parts.findSteering))
  const toolName = found.name?.value ?? null
  const asked = { sources: frozen, toolName, wanted: wantedOf(found), signal }
  const drafted = parts.draftFacts === null || frozen.length === 0 ? null : await parts.draftFacts(asked)
  const checked = checkedFields(withDrafted(found, drafted), frozen)
  const slug = about ?? proposeSlug(checked.name?.value ?? null)
  const base = slug === null ? null : await parts.newestDossier(slug)
  const earlier = base === null ? null : await parts.earlierFields(base.sha256)
  const { fields, kept } = base === null ? { fields: checked, kept: {} } : keepWritten(base, { fields: checked, sources: frozen, earlier })
  return {
    schema: 'panel.proposal/1',
    addresses: [...addresses],
    readAt: parts.runtime.now().toISOString(),
    slug,
    base: base?.sha256 ?? null,
    fields,
    ...(Object.keys(kept).length === 0 ? {} : { kept }),
    missing: missing.filter(({ field }) => isStillMissing(field, fields) && !(field in kept)),
    pages,
    offered,
    sources: base === null ? frozen : keepCleared(base, frozen),
    model: drafted?.model ?? null,
    changes: base === null ? [] : findChanges(base, { fields, sources: frozen }),
  }
}

/** The names of the tools of each category that the database has, to be rivals of a new one. */
async function findToolsInCategory({ knownTools }: IntakeParts): Promise<(category: string | null) => readonly string[]> {
  const tools = await knownTools()
  return (category) => tools.flatMap((tool) => (tool.category.toLowerCase() === category?.toLowerCase() ? [tool.name] : []))
}

function withDrafted(found: ProposedFields, drafted: Awaited<ReturnType<DraftFacts>> | null): ProposedFields {
  if (drafted === null) return found
  const known = new Set(found.facts.map(({ found: { source, start } }) => `${source} ${start}`))
  const more = drafted.facts.filter(({ found: { source, start } }) => !known.has(`${source} ${start}`))
  const { fields } = drafted
  return {
    ...found,
    name: found.name ?? fields.name ?? null,
    vendor: found.vendor ?? fields.vendor ?? null,
    category: found.category ?? fields.category ?? null,
    tagline: found.tagline ?? fields.tagline ?? null,
    description: found.description ?? fields.description ?? null,
    license: found.license ?? fields.license ?? null,
    entryPrice: found.entryPrice ?? fields.entryPrice ?? null,
    rivals: found.rivals.length > 0 ? found.rivals : (fields.rivals ?? []),
    facts: [...found.facts, ...more],
  }
}

/** The fields that no rule found, and that a model may fill. Pure. */
export function wantedOf(found: ProposedFields): DraftedField[] {
  return draftedFieldSchema.options.filter((field) => isStillMissing(field, found))
}

function isStillMissing(field: string, fields: ProposedFields): boolean {
  const value = (fields as Record<string, unknown>)[field]
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}
