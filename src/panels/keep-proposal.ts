import type { NewEntry } from '../audit/audit-chain.js'
import { appendToLog } from '../audit/audit-log.js'
import type { Actor } from '../contracts/actor.js'
import type { Dossier } from '../contracts/dossier.js'
import type { Proposal } from '../contracts/proposal.js'
import { dossierOfProposal } from '../evidence/intake/dossier-of-proposal.js'
import { correctedFields, type ProposalEdits } from '../evidence/intake/proposal-edits.js'
import type { IntakeStore } from '../evidence/store/intakes.js'
import type { Finding } from '../platform/input/yaml-document.js'
import type { Runtime } from '../platform/runtime.js'
import { checkDossierValue } from './dossier/parse-dossier.js'
import { editsPath } from './edits-path.js'
import type { DossierVersions } from './store/dossier-versions.js'
import type { DossierStore } from './store/dossiers.js'
import type { DossierMarks } from './store/panel-life.js'

/** `stale`: another version became current than the one that the editor started from. */
export type ProposalKept =
  | { status: 'kept'; dossier: Dossier; isNewTool: boolean }
  | { status: 'invalid'; findings: Finding[] }
  | { status: 'stale'; current: Dossier | null; yours: Dossier }

export type KeepProposalRequest = {
  intakeId: string
  proposal: Proposal
  edits: ProposalEdits
  /** The tool's newest dossier as the editor knows it, by its hash; null for none. */
  base: string | null
  /** Left out at the command line. */
  by?: Actor
}

export type KeepProposal = (request: KeepProposalRequest) => Promise<ProposalKept>

type Dependencies = {
  dossiers: Pick<DossierStore, 'find'>
  dossierVersions: DossierVersions
  intakes: Pick<IntakeStore, 'markUsed'>
  marksFor: (dossiers: readonly Dossier[]) => Promise<DossierMarks>
  runtime: Pick<Runtime, 'now'>
}

/**
 * Makes a dossier of a proposal as an editor corrected it: checked as every dossier is, and stored as a new version of its tool with what it marks,
 * the note in the intake, and what the audit log says of it, in one transaction. Findings name places in the edits.
 */
export function createKeepProposal({ dossiers, dossierVersions, intakes, marksFor, runtime }: Dependencies): KeepProposal {
  return async (request) => {
    const { intakeId, proposal, edits, base } = request
    const unknown = findUnknownNames(proposal, edits)
    const known = base === null ? null : await dossiers.find(base)
    const checked = checkDossierValue(dossierOfProposal(proposal, edits, known?.tool.shortName))
    const findings = 'findings' in checked ? checked.findings.map(inEdits(proposal, edits)) : []
    if ('findings' in checked || unknown.length > 0) return { status: 'invalid', findings: [...unknown, ...findings] }
    const { dossier } = checked
    const at = runtime.now()
    const { entry, clearings } = entriesOf(request, dossier, at)
    const marks = await marksFor([dossier])
    const alongside: Parameters<DossierVersions['replace']>[0]['alongside'] = async (tx) => {
      await marks(tx, new Set([dossier.sha256]))
      await intakes.markUsed(tx, { id: intakeId, dossierSha256: dossier.sha256 })
      for (const clearing of clearings) await appendToLog(tx, clearing)
    }
    const result = await dossierVersions.replace({ dossier, base, at, alongside, entry })
    if (result.status === 'stale') return { status: 'stale', current: result.current, yours: dossier }
    return { status: 'kept', dossier, isNewTool: result.status === 'created' }
  }
}

/** The base that goes without saying: the dossier that the proposal was compared with, or none for another tool than that. Pure. */
export function baseOfProposal(proposal: Pick<Proposal, 'slug' | 'base'>, { slug }: Pick<ProposalEdits, 'slug'>): string | null {
  return slug === proposal.slug ? proposal.base : null
}

function entriesOf({ intakeId, proposal, edits, by }: KeepProposalRequest, dossier: Dossier, now: Date) {
  const subject = { kind: 'tool' as const, id: dossier.tool.slug, recordId: null }
  const act = { at: now.toISOString(), actor: by ?? { system: 'panel tool add' }, subject }
  const data = { dossierSha256: dossier.sha256, intake: intakeId, corrected: correctedFields(proposal, edits) }
  const clearings = edits.cleared.map(
    ({ source, words, reason }): NewEntry => ({
      ...act,
      action: 'clear a passage',
      data: { dossierSha256: dossier.sha256, source, words, reason },
    }),
  )
  return { entry: { ...act, action: 'add a dossier', data }, clearings }
}

/** What the edits name and the proposal does not have: the dossier would go without it, and no one would know. */
function findUnknownNames(proposal: Proposal, { sources, cleared }: ProposalEdits): Finding[] {
  const known = new Map(proposal.sources.map((source) => [source.id, source]))
  const kept = new Set(sources.map(({ id }) => id))
  const unknownSources = sources.flatMap(({ id }, index): Finding[] => {
    if (known.has(id)) return []
    const message = `sources[${index}].id names no source of the proposal`
    return [{ path: ['sources', index, 'id'], message, fix: 'write the id of one of its sources, or leave it out' }]
  })
  const unknownPassages = cleared.flatMap(({ source, words }, index): Finding[] => {
    const passages = kept.has(source) ? (known.get(source)?.steering ?? []) : []
    if (passages.some((passage) => passage.words === words)) return []
    const message = `cleared[${index}] names no passage that was found in a source that stays`
    return [{ path: ['cleared', index], message, fix: 'write the id of the source, and the words as the proposal has them' }]
  })
  return [...unknownSources, ...unknownPassages]
}

function inEdits(proposal: Proposal, edits: ProposalEdits) {
  return (finding: Finding): Finding => ({ ...finding, path: editsPath(finding.path, { proposal, edits }) })
}
