import type { DossierValues } from '../../../contracts/dossier-form.js'
import { sha256Schema, slugSchema } from '../../../contracts/primitives.js'
import type { FieldProblem } from '../../../panels/dossier/form/field-problems.js'
import { nextKey, rowLists, rowPath } from '../../../panels/dossier/form/values.js'
import { type DraftStart, startOfDraft } from '../../../panels/dossier-drafts.js'
import type { DossierDraft } from '../../../panels/store/dossier-drafts.js'
import { actorOf, type DeskContext } from '../env.js'
import { draftPath, toolPath, toolsPath } from '../paths.js'
import { readForm, sendNotFound, sendPlain, textOf } from '../send.js'
import type { DossierDeskDependencies } from './dependencies.js'
import { fieldMessages } from './messages.js'
import { readDossierForm, refuseRows } from './read-form.js'
import { sendDossierForm } from './show.js'
import { filledIn, fillLicense } from './spdx.js'

/** The form of a tool that is not known yet. */
export async function newDossier(c: DeskContext, dependencies: DossierDeskDependencies): Promise<Response> {
  return beginForm(c, dependencies, { origin: 'new' })
}

/** The form of a tool's newest dossier, to make its next version or another tool of it. A draft that the editor has of it is gone on with. */
export function formOfTool(origin: 'edit' | 'duplicate') {
  return async (c: DeskContext, dependencies: DossierDeskDependencies): Promise<Response> => {
    const slug = slugSchema.safeParse(c.req.param('slug'))
    const [newest] = slug.success ? await dependencies.dossiers.versions(slug.data) : []
    if (newest === undefined) return sendNotFound(c, 'tool')
    const own = origin === 'edit' ? await dependencies.dossierDrafts.own(actorOf(c).userId) : []
    const begun = own.find((draft) => draft.slug === newest.slug && draft.origin === 'edit')
    if (begun !== undefined) return c.redirect(draftPath(begun.id), 303)
    return beginForm(c, dependencies, { origin, sha256: newest.sha256 })
  }
}

/** The form filled with what an intake proposes. A draft that the editor has of it is gone on with. */
export async function formOfIntake(c: DeskContext, dependencies: DossierDeskDependencies, intakeId: string): Promise<Response> {
  const own = await dependencies.dossierDrafts.own(actorOf(c).userId)
  const begun = own.find((draft) => draft.intakeId === intakeId)
  return begun === undefined ? beginForm(c, dependencies, { origin: 'intake', intakeId }) : c.redirect(draftPath(begun.id), 303)
}

async function beginForm(c: DeskContext, dependencies: DossierDeskDependencies, start: DraftStart): Promise<Response> {
  const begun = await dependencies.dossierDrafts.begin(start)
  if (begun === null) return sendNotFound(c, 'dossier')
  const id = dependencies.runtime.newId('drf')
  return sendDossierForm(c, dependencies, { id, start, revision: 0, draft: begun, problems: [] })
}

const draftIdPattern = /^drf_[0-9a-z]{8,64}$/

/** A draft that was saved. */
export async function showDraft(c: DeskContext, dependencies: DossierDeskDependencies): Promise<Response> {
  const draft = await findDraft(c, dependencies)
  if (draft === null) return sendGone(c)
  return sendDraft(c, dependencies, draft)
}

type About = { problems?: readonly FieldProblem[]; isChanged?: boolean }

function sendDraft(c: DeskContext, dependencies: DossierDeskDependencies, draft: DossierDraft, { problems = [], isChanged }: About = {}) {
  const shown = { id: draft.id, start: startOfDraft(draft), revision: draft.revision, draft, problems }
  return sendDossierForm(c, dependencies, isChanged === true ? { ...shown, isChanged } : shown)
}

async function findDraft(c: DeskContext, { dossierDrafts }: DossierDeskDependencies): Promise<DossierDraft | null> {
  const id = c.req.param('draftId') ?? ''
  return draftIdPattern.test(id) ? dossierDrafts.find(id) : null
}

/** Saves the form as a draft, adds a row to it, or keeps it; for the page's script it answers with what others changed. */
export async function saveDraft(c: DeskContext, dependencies: DossierDeskDependencies): Promise<Response> {
  const { dossierDrafts } = dependencies
  const id = c.req.param('draftId') ?? ''
  const sent = await readForm(c)
  const start = startOf(sent)
  if (!draftIdPattern.test(id) || start === null) return sendNotFound(c, 'draft')
  const tooMany = refuseRows(sent)
  if (tooMany !== null) return refuse(c, tooMany)
  const todo = textOf(sent, 'do')
  const read = readDossierForm(sent)
  const names = await fillLicense()
  const adding: { field: string | null; filled: string[] } = { field: null, filled: [] }
  const form = {
    ...read,
    // A choice is made by a button: who changes their mind before that loses no text.
    choices: todo === 'autosave' ? {} : read.choices,
    read: (shown: DossierValues) => {
      const written = read.read(shown)
      const named = names(written, shown)
      const row = withRow(named, shown, { todo, today: todayOf(dependencies) })
      adding.field = row.added
      adding.filled = filledIn(written, named)
      return row.values
    },
  }
  const saved = await dossierDrafts.save({ id, start, form, by: actorOf(c) })
  if (saved === null) return sendNotFound(c, 'dossier to begin with')
  const { draft, result } = saved
  if (result.status === 'refused' || draft === null) return refuse(c, result.status === 'refused' ? result.why : 'it could not be saved')
  if (todo === 'autosave') {
    const changes = changesFor(draft, { changed: result.changed, filled: adding.filled, window: form.window, sent })
    const again = textOf(sent, 'recheck') === 'yes' ? { problems: fieldMessages(dossierDrafts.check(draft.values), draft.values) } : {}
    return c.json({ ...changes, ...again })
  }
  if (adding.field !== null) return c.redirect(`${draftPath(id)}#${adding.field}`, 303)
  if (todo !== 'keep' || Object.keys(draft.conflicts).length > 0) return c.redirect(draftPath(id), 303)
  return keepDraft(c, dependencies, draft)
}

async function keepDraft(c: DeskContext, dependencies: DossierDeskDependencies, { id, values }: DossierDraft): Promise<Response> {
  const kept = await dependencies.dossierDrafts.keep({ id, values, by: actorOf(c) })
  if (kept.status === 'kept') return c.redirect(`${toolPath(kept.dossier.tool.slug)}?said=kept`, 303)
  if (kept.status === 'unchanged') return c.redirect(`${toolPath(kept.slug)}?said=unchanged`, 303)
  if (kept.status === 'conflicts') return c.redirect(`${draftPath(id)}#conflicts`, 303)
  const draft = kept.status === 'gone' ? null : await dependencies.dossierDrafts.find(id)
  if (draft === null || kept.status === 'gone') return sendGone(c)
  return sendDraft(c, dependencies, draft, { problems: kept.problems })
}

/** Takes a draft away as it was shown; one that was saved since is shown instead. */
export async function discardDraft(c: DeskContext, dependencies: DossierDeskDependencies): Promise<Response> {
  const revision = textOf(await readForm(c), 'revision')
  const id = c.req.param('draftId') ?? ''
  const isShown = draftIdPattern.test(id) && /^\d{1,9}$/.test(revision)
  if (isShown && (await dependencies.dossierDrafts.discard(id, Number(revision)))) return c.redirect(toolsPath, 303)
  const draft = await findDraft(c, dependencies)
  return draft === null ? c.redirect(toolsPath, 303) : sendDraft(c, dependencies, draft, { isChanged: true })
}

function sendGone(c: DeskContext) {
  const children = (
    <>
      There is no draft at this address. It may have been kept as its tool’s dossier, or discarded, perhaps in another window. Look for the
      tool among the <a href={toolsPath}>tools</a>.
    </>
  )
  return sendPlain(c, { status: 404, title: 'Not found', children })
}

function refuse(c: DeskContext, why: string) {
  return sendPlain(c, { status: 413, title: 'Too large', children: `This could not be saved: ${why}. Take something out, and save again.` })
}

function startOf(form: FormData): DraftStart | null {
  const [origin, of] = [textOf(form, 'origin'), textOf(form, 'of')]
  if (origin === 'new') return { origin }
  if (origin === 'intake') return /^int_[0-9a-z]{1,64}$/.test(of) ? { origin, intakeId: of } : null
  const isHash = sha256Schema.safeParse(of).success
  return (origin === 'edit' || origin === 'duplicate') && isHash ? { origin, sha256: of } : null
}

const todayOf = ({ runtime }: DossierDeskDependencies) => runtime.now().toISOString().slice(0, 10)

/** With one row more where that is what the form is sent for; `added`: the first field of that row. */
function withRow(values: DossierValues, shown: DossierValues, { todo, today }: { todo: string; today: string }) {
  const list = rowLists.find((each) => todo === `add-${each}`)
  if (list === undefined) return { values, added: null }
  const row = { list, key: nextKey({ ...shown, ...values }, list) }
  const first = { sources: 'title', facts: 'statement', plans: 'name' }[list]
  const fresh = { [rowPath(row, 'kept')]: 'yes', ...(list === 'sources' ? { [rowPath(row, 'retrievedOn')]: today } : {}) }
  return { values: { ...values, ...fresh }, added: rowPath(row, first) }
}

type Answer = Record<'changed' | 'filled', readonly string[]> & { window: string; sent: FormData }

/** What the page's script has to know: what others changed of the fields it shows, what was filled in beside what it sent, whether rows of others came, and what waits for a choice. */
function changesFor(draft: DossierDraft, { changed, filled, window, sent }: Answer) {
  const rows = new Set(sent.getAll('row'))
  const isRow = (path: string) => /^(?:sources|facts|plans)\./.test(path)
  const isShown = (path: string) => !isRow(path) || rows.has(path.split('.', 2).join('.'))
  const isOne = (path: string) => !path.includes('carried') && draft.conflicts[path] === undefined
  const valuesOf = (paths: readonly string[]) => Object.fromEntries(paths.map((path) => [path, draft.values[path] ?? '']))
  return {
    revision: draft.revision,
    savedAt: draft.savedAt.toISOString(),
    changed: valuesOf(changed.filter((path) => isShown(path) && isOne(path))),
    filled: valuesOf(filled.filter(isOne)),
    hasNewRows: changed.some((path) => !isShown(path)),
    hasConflicts: Object.values(draft.conflicts).some((texts) => texts.some((text) => text.window === window)),
  }
}
