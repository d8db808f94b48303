import type { NewEntry } from '../audit/audit-chain.js'
import { appendToLog } from '../audit/audit-log.js'
import type { Actor } from '../contracts/actor.js'
import type { Dossier } from '../contracts/dossier.js'
import type { DossierValues, DraftConflicts } from '../contracts/dossier-form.js'
import { dossierOfProposal } from '../evidence/intake/dossier-of-proposal.js'
import { editsOf } from '../evidence/intake/proposal-edits.js'
import type { IntakeStore } from '../evidence/store/intakes.js'
import type { Transaction } from '../platform/db/database.js'
import type { Runtime } from '../platform/runtime.js'
import { dossierOfValues, slugOfValues } from './dossier/form/dossier-of-values.js'
import { type FieldProblem, fieldProblems } from './dossier/form/field-problems.js'
import { findHeldSources } from './dossier/form/held-sources.js'
import { takeLaterReadings } from './dossier/form/later-readings.js'
import { mergeValues } from './dossier/form/merge-values.js'
import { type FormSaved, type SavedForm, saveForm } from './dossier/form/save-form.js'
import { valuesOfDossier } from './dossier/form/values-of-dossier.js'
import { checkDossierValue } from './dossier/parse-dossier.js'
import type { DossierDraft, DossierDraftStore, NewDraft } from './store/dossier-drafts.js'
import type { DossierVersions } from './store/dossier-versions.js'
import type { DossierStore } from './store/dossiers.js'
import type { DossierMarks } from './store/panel-life.js'

/** What a form begins with: nothing, a version of a tool to be followed or copied, or what was read of a tool's addresses. */
export type DraftStart = { origin: 'new' } | { origin: 'edit' | 'duplicate'; sha256: string } | { origin: 'intake'; intakeId: string }

export type DraftKept =
  | { status: 'kept'; dossier: Dossier; isNewTool: boolean }
  | { status: 'unchanged'; slug: string }
  | { status: 'invalid'; problems: FieldProblem[] }
  /** Fields that someone else changed too, in another window or in a newer version: each needs a choice. */
  | { status: 'conflicts' }
  | { status: 'gone' }

export type DossierDrafts = ReturnType<typeof createDossierDrafts>

type Dependencies = {
  drafts: DossierDraftStore
  dossiers: Pick<DossierStore, 'find' | 'versions'>
  intakes: Pick<IntakeStore, 'find' | 'markUsed'>
  dossierVersions: DossierVersions
  marksFor: (dossiers: readonly Dossier[]) => Promise<DossierMarks>
  runtime: Pick<Runtime, 'now'>
}

export type SaveDraft = { id: string; start: DraftStart; form: SavedForm; by: Actor }

/** How often a draft that is saved while it is kept is read again. */
const mostTries = 5

/** What people do with dossiers that they are writing: save, look, discard, and keep as a tool's next version. */
export function createDossierDrafts(dependencies: Dependencies) {
  const { drafts, runtime } = dependencies
  return {
    find: drafts.find,
    own: drafts.own,
    discard: drafts.discard,
    /** All that is wrong with a form by itself, without what only keeping it tells. */
    check: (values: DossierValues): FieldProblem[] => {
      const checked = checkForm(values)
      return 'problems' in checked ? checked.problems : []
    },
    /** The form as it begins; null where there is no such version or nothing was read. */
    begin: (start: DraftStart): Promise<NewDraft | null> => beginDraft(dependencies, start),
    /**
     * Saves a form as it was sent, over what other windows saved since it was shown: fields that only one side changed are merged, and of a field
     * that both changed the sent text is kept beside the saved one. Null where there is nothing to begin with.
     */
    save: async ({ id, start, form, by }: SaveDraft) => {
      const begun = (await drafts.find(id)) ?? (await beginDraft(dependencies, start))
      if (begun === null) return null
      const decide = (found: { draft: DossierDraft; base: DossierValues | null } | null): { next: NewDraft | null; result: FormSaved } => {
        const draft = found?.draft ?? begun
        const base = found === null ? begun.values : found.base
        const saved = saveForm({ draft, base, form, by: by.name, at: runtime.now().toISOString() })
        if (saved.status === 'refused') return { next: null, result: saved }
        const { origin, slug, intakeId, base: of } = draft
        return { next: { origin, slug, intakeId, base: of, ...saved.state }, result: saved }
      }
      return drafts.change({ id, shown: form, begun: begun.values, by, at: runtime.now(), decide })
    },
    /**
     * Keeps a draft as the next version of its tool, with its entry in the audit log, and takes it away, in one transaction. `values` are those with
     * which it is asked for: a draft that is gone because the same was kept just before is no error.
     */
    keep: async ({ id, values, by }: { id: string; values: DossierValues; by: Actor }): Promise<DraftKept> => {
      for (let tries = 0; tries < mostTries; tries += 1) {
        const kept = await tryToKeep(dependencies, { id, by })
        if (kept === 'again') continue
        const dossier = kept.status === 'gone' ? await newestThatIs(dependencies, values) : null
        return dossier === null ? kept : { status: 'kept', dossier, isNewTool: false }
      }
      throw new Error(`the draft ${id} was saved ${mostTries} times while it was kept`)
    },
  }
}

async function beginDraft({ dossiers, intakes, runtime }: Dependencies, start: DraftStart): Promise<NewDraft | null> {
  const fresh = { conflicts: {}, base: null, slug: null, intakeId: null, origin: start.origin }
  if (start.origin === 'new')
    return { ...fresh, values: { asOf: runtime.now().toISOString().slice(0, 10), 'license.commercialUse': 'unknown' } }
  if (start.origin === 'intake') {
    const proposal = (await intakes.find(start.intakeId))?.proposal ?? null
    if (proposal === null) return null
    const { base } = proposal
    const known = base === null ? null : await dossiers.find(base)
    const values = valuesOfDossier(dossierOfProposal(proposal, editsOf(proposal), known?.tool.shortName))
    const of = { base, slug: base === null ? null : proposal.slug, intakeId: start.intakeId }
    return { ...fresh, values, ...of }
  }
  const dossier = await dossiers.find(start.sha256)
  if (dossier === null) return null
  const values = valuesOfDossier(dossier)
  if (start.origin === 'edit') return { ...fresh, values, base: dossier.sha256, slug: dossier.tool.slug }
  return { ...fresh, values: { ...values, 'tool.slug': '', 'tool.name': '', 'tool.shortName': '' } }
}

/** What a draft began with, to be asked for again. Pure. */
export function startOfDraft({ origin, base, intakeId }: Pick<DossierDraft, 'origin' | 'base' | 'intakeId'>): DraftStart {
  if (origin === 'intake' && intakeId !== null) return { origin, intakeId }
  return origin === 'edit' && base !== null ? { origin, sha256: base } : { origin: 'new' }
}

class DraftMoved extends Error {}

async function tryToKeep(dependencies: Dependencies, { id, by }: { id: string; by: Actor }): Promise<DraftKept | 'again'> {
  const { drafts, dossierVersions, intakes, marksFor, runtime } = dependencies
  const found = await drafts.find(id)
  if (found === null) return { status: 'gone' }
  const draft = await bringUpToDate(dependencies, found, by)
  if (draft === null) return 'again'
  if (Object.keys(draft.conflicts).length > 0) return { status: 'conflicts' }
  const checked = checkForm(draft.values)
  if ('problems' in checked) return { status: 'invalid', problems: checked.problems }
  const { dossier } = checked
  const at = runtime.now()
  const marks = await marksFor([dossier])
  const { entry, clearings } = await entriesOf(dependencies, draft, { dossier, by, at })
  const alongside = async (tx: Transaction) => {
    if (!(await drafts.remove(tx, draft))) throw new DraftMoved()
    await marks(tx, new Set([dossier.sha256]))
    if (draft.intakeId !== null) await intakes.markUsed(tx, { id: draft.intakeId, dossierSha256: dossier.sha256 })
    for (const clearing of clearings) await appendToLog(tx, clearing)
  }
  const base = isOfItsTool(draft) ? draft.base : null
  try {
    const result = await dossierVersions.replace({ dossier, base, at, alongside, entry })
    if (result.status === 'stale') {
      if (isOfItsTool(draft)) return 'again'
      if (result.current?.sha256 === dossier.sha256) return leaveAsItIs(dependencies, draft, dossier)
      if (draft.origin !== 'intake' || result.current === null) return taken(dossier, result.current)
      return (await followTool(dependencies, draft, { newest: result.current, by, at })) ? takenMeanwhile(result.current) : 'again'
    }
    if (result.status !== 'unchanged') return { status: 'kept', dossier, isNewTool: result.status === 'created' }
    return leaveAsItIs(dependencies, draft, dossier)
  } catch (error) {
    if (error instanceof DraftMoved) return 'again'
    throw error
  }
}

/** The dossier that a form stands for, or all that is wrong with it by itself. Pure. */
function checkForm(values: DossierValues): { dossier: Dossier } | { problems: FieldProblem[] } {
  const form = dossierOfValues(values)
  const held = findHeldSources(values)
  const checked = checkDossierValue(form.document)
  const wrong = 'findings' in checked ? fieldProblems({ ...form, values }, checked.findings) : []
  const problems = [...held, ...wrong]
  return 'findings' in checked || problems.length > 0 ? { problems } : checked
}

/** Takes a draft away that says what its tool's newest version says. */
async function leaveAsItIs({ drafts }: Dependencies, draft: DossierDraft, { tool: { slug } }: Dossier): Promise<DraftKept | 'again'> {
  return (await drafts.discard(draft.id, draft.revision)) ? { status: 'unchanged', slug } : 'again'
}

/** What a form says, where that is the newest version of its tool; null where it is not. */
async function newestThatIs({ dossiers }: Dependencies, values: DossierValues): Promise<Dossier | null> {
  const checked = checkDossierValue(dossierOfValues(values).document)
  if ('findings' in checked) return null
  const { sha256, tool } = checked.dossier
  const [newest] = await dossiers.versions(tool.slug)
  return newest?.sha256 === sha256 ? checked.dossier : null
}

/** Another slug is another tool: the form was not made beside any dossier of it. */
function isOfItsTool({ slug, values }: DossierDraft): boolean {
  return slug !== null && slugOfValues(values) === slug
}

type Following = { newest: Dossier; by: Actor; at: Date }

/** Makes what was read of a new tool's addresses the next version of a tool that came meanwhile, once someone keeps it again. False where it was saved since. */
async function followTool({ drafts }: Dependencies, draft: DossierDraft, { newest, by, at }: Following): Promise<boolean> {
  const { origin, intakeId, values, conflicts } = draft
  const next = { origin, intakeId, values, conflicts, slug: newest.tool.slug, base: newest.sha256 }
  const decide = (found: { draft: DossierDraft } | null) => {
    const isAsSeen = found?.draft.revision === draft.revision
    return { next: isAsSeen ? next : null, result: isAsSeen }
  }
  return (await drafts.change({ id: draft.id, shown: { revision: draft.revision, window: '' }, begun: {}, by, at, decide })).result
}

function takenMeanwhile({ tool: { slug, name } }: Dossier): DraftKept {
  const message = `"${slug}" has a dossier that was not there when these pages were read: that of ${name}`
  const fix =
    'look at it; choose another name in addresses if it is another tool, or keep this again to make it the next version of that one'
  return { status: 'invalid', problems: [{ field: 'tool.slug', place: '', message, fix, isOfOthers: true }] }
}

function taken(dossier: Dossier, current: Dossier | null): DraftKept {
  const { slug } = dossier.tool
  const message = `"${slug}" is the name in addresses of another tool already${current === null ? '' : `: ${current.tool.name}`}`
  return {
    status: 'invalid',
    problems: [{ field: 'tool.slug', place: '', message, fix: 'choose another, or edit the dossier of that tool', isOfOthers: true }],
  }
}

/** The draft over the newest version of its tool: what only that version changed is taken over, what both changed is asked about. Null where it was saved meanwhile. */
async function bringUpToDate(dependencies: Dependencies, draft: DossierDraft, by: Actor): Promise<DossierDraft | null> {
  const { drafts, dossiers, runtime } = dependencies
  if (!isOfItsTool(draft)) return draft
  const [newest] = await dossiers.versions(draft.slug ?? '')
  if (newest === undefined || newest.sha256 === draft.base) return draft
  const [before, current] = await Promise.all([draft.base === null ? null : dossiers.find(draft.base), dossiers.find(newest.sha256)])
  if (current === null) return draft
  const at = runtime.now()
  // Rows have the keys of the draft where they are the same, so that both versions and the draft can be set side by side.
  const base = before === null ? {} : valuesOfDossier(before, draft.values)
  const newestValues = valuesOfDossier(current, { ...draft.values, ...base })
  const sides = takeLaterReadings({ base, theirs: newestValues, yours: draft.values })
  const { values, conflicts } = mergeValues({ base, ...sides })
  const asked = conflicts
    .filter(({ path }) => !path.includes('carried') && !path.endsWith('.id'))
    .map(({ path, yours }): [string, DraftConflicts[string]] => {
      return [path, [{ text: yours, window: '', by: draft.savedBy.name, at: draft.savedAt.toISOString() }]]
    })
  const next = { values, base: newest.sha256, conflicts: { ...draft.conflicts, ...Object.fromEntries(asked) } }
  const decide = (found: { draft: DossierDraft } | null) => {
    const isAsSeen = found?.draft.revision === draft.revision
    return { next: isAsSeen ? next : null, result: isAsSeen }
  }
  const changed = await drafts.change({ id: draft.id, shown: { revision: draft.revision, window: '' }, begun: {}, by, at, decide })
  return changed.result ? changed.draft : null
}

type Keeping = { dossier: Dossier; by: Actor; at: Date }

async function entriesOf(dependencies: Dependencies, draft: DossierDraft, { dossier, by, at }: Keeping) {
  const begun = draft.origin === 'intake' ? await beginDraft(dependencies, startOfDraft(draft)) : null
  const act = { at: at.toISOString(), actor: by, subject: { kind: 'tool' as const, id: dossier.tool.slug, recordId: null } }
  const corrected = begun === null ? null : { intake: draft.intakeId, corrected: correctedParts(begun.values, draft.values) }
  const hash = { dossierSha256: dossier.sha256 }
  const before = draft.base === null ? null : await dependencies.dossiers.find(draft.base)
  const known = new Set(before?.sources.flatMap(({ cleared = [] }) => cleared.map(({ words, reason }) => `${reason}\n${words}`)))
  const clearings = dossier.sources.flatMap(({ id, cleared = [] }) =>
    cleared
      .filter(({ words, reason }) => !known.has(`${reason}\n${words}`))
      .map(({ words, reason }): NewEntry => {
        return { ...act, action: 'clear a passage', data: { dossierSha256: dossier.sha256, source: id, words, reason } }
      }),
  )
  return { entry: { ...act, action: 'add a dossier', data: corrected === null ? hash : { ...hash, ...corrected } }, clearings }
}

/** The parts of the dossier that are not as they were proposed, by name. */
function correctedParts(before: DossierValues, after: DossierValues): string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => (before[path] ?? '') !== (after[path] ?? ''))
  const parts = paths.filter((path) => !path.includes('cleared')).map((path) => path.replace(/^tool\./, '').split('.', 1)[0] ?? '')
  return [...new Set(parts)]
}
