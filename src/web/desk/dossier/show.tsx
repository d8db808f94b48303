import type { Child } from 'hono/jsx'
import type { Dossier } from '../../../contracts/dossier.js'
import type { DossierValues, DraftConflicts } from '../../../contracts/dossier-form.js'
import type { FieldProblem } from '../../../panels/dossier/form/field-problems.js'
import type { DraftStart } from '../../../panels/dossier-drafts.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { actorOf, type DeskContext } from '../env.js'
import { proposalNotes } from '../intake/proposal-notes.js'
import { SteeringNote } from '../intake/source-note.js'
import { Page, PageHead } from '../layout.js'
import { draftPath, toolPath } from '../paths.js'
import { sendPage } from '../send.js'
import { dossierScriptAsset } from './assets.js'
import type { DossierDeskDependencies } from './dependencies.js'
import type { Shown } from './fields.js'
import { DossierFormPage } from './page.js'

export type ShownDraft = {
  id: string
  start: DraftStart
  /** 0 for one that is not saved yet. */
  revision: number
  draft: { values: DossierValues; conflicts: DraftConflicts; slug: string | null }
  problems: readonly FieldProblem[]
  /** Why it was not discarded, for it was changed since that was asked for. */
  isChanged?: boolean
}

const mostCategories = 200
/** In the order in which they are met. */
const formTerms = ['dossier', 'source', 'fact', 'passage', 'SPDX id', 'rival'] as const

/** The page of a draft. */
export async function sendDossierForm(c: DeskContext, dependencies: DossierDeskDependencies, shown: ShownDraft): Promise<Response> {
  const { dossiers, runtime } = dependencies
  const { id, start, revision, draft, problems, isChanged = false } = shown
  const categories = (await dossiers.categories()).slice(0, mostCategories).map(({ category }) => revealInvisible(category))
  const name = draft.values['tool.name'] ?? ''
  const title = name === '' ? 'A new tool' : isolate(revealInvisible(name))
  const kicker = { new: 'New dossier', edit: 'Edit the dossier', duplicate: 'Copy of a dossier', intake: 'Proposed dossier' }[start.origin]
  const fields = { values: draft.values, conflicts: draft.conflicts, problems }
  return sendPage(
    c,
    <Page title={title} actor={actorOf(c)} path={draftPath(id)} script={dossierScriptAsset}>
      <PageHead title={title} kicker={kicker} terms={[...formTerms, ...(start.origin === 'intake' ? (['steering text'] as const) : [])]}>
        {draft.slug === null ? null : <a href={toolPath(draft.slug)}>To the tool</a>}
        {revision === 0 ? null : (
          <form method="post" action={`${draftPath(id)}/discard`}>
            <input type="hidden" name="revision" value={String(revision)} data-revision />
            <button type="submit" class="link">
              Discard the draft
            </button>
          </form>
        )}
      </PageHead>
      {isChanged ? <NotDiscarded /> : null}
      <DossierFormPage
        id={id}
        start={start}
        revision={revision}
        window={runtime.newId('win')}
        shown={fields}
        categories={categories}
        today={runtime.now().toISOString().slice(0, 10)}
        {...(await notesOf(dependencies, start, fields))}
      />
    </Page>,
    isChanged ? 409 : problems.length === 0 ? 200 : 422,
  )
}

function NotDiscarded() {
  return (
    <div class="flag-box" role="alert">
      <p>
        <strong>The draft was not discarded: it was saved since the page on which you asked for that was shown.</strong> Here it is as it is
        now. Look at it, and discard it again if it is still to go.
      </p>
    </div>
  )
}

/** What intake knows beside the form, and of a version that is edited or copied, what in its sources wants to steer. */
async function notesOf({ intakes, dossiers, runtime }: DossierDeskDependencies, start: DraftStart, shown: Shown) {
  if (start.origin === 'new') return {}
  if (start.origin !== 'intake') return { sourceNotes: steeringOf(await dossiers.find(start.sha256), shown) }
  const intake = await intakes.find(start.intakeId)
  const proposal = intake?.proposal ?? null
  return intake === null || proposal === null ? {} : proposalNotes({ intake, proposal, shown, now: runtime.now() })
}

/** Of each source whose text is still that of the version: another one is searched when it is kept. */
function steeringOf(dossier: Dossier | null, shown: Shown): (key: string) => Child {
  const sources = new Map(dossier?.sources.map((source) => [source.id, source]))
  return (key) => {
    const source = sources.get(shown.values[`sources.${key}.id`] ?? '')
    if (source === undefined || shown.values[`sources.${key}.text`] !== source.text) return null
    const { text, title, hidden = [], steering } = source
    return <SteeringNote {...{ text, title, hidden, shown }} steering={steering?.passages ?? []} rowKey={key} />
  }
}
