import { z } from 'zod'
import { slugSchema } from '../../../contracts/primitives.js'
import { type ChangedPart, dossierChanges } from '../../../panels/dossier/dossier-changes.js'
import type { DossierHead } from '../../../panels/store/dossiers.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { dayText } from '../../../site/pages/record/words.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext, mayAs } from '../env.js'
import { Page, PageHead } from '../layout.js'
import { Moment, ProblemBox, SaidBox } from '../parts.js'
import { toolPath } from '../paths.js'
import { sendNotFound, sendPage } from '../send.js'
import { Changes } from './changes.js'
import { keptByText } from './kept-by.js'
import { versionsPath, yamlPath } from './paths.js'

const numberSchema = z.coerce.number().int().positive()

type Compared = { from: DossierHead; to: DossierHead }

/** The versions of a tool's dossier, who kept each and when, and what differs between the two that `?from=` and `?to=` name by number. */
export async function showVersions(c: DeskContext, dependencies: DeskDependencies, problem?: string): Promise<Response> {
  const { dossiers, runtime } = dependencies
  const actor = actorOf(c)
  const { data: slug } = slugSchema.safeParse(c.req.param('slug'))
  const versions = slug === undefined ? [] : await dossiers.versions(slug)
  const [newest] = versions
  if (slug === undefined || newest === undefined) return sendNotFound(c, 'tool')
  const compared = readCompared(c, versions)
  if (compared === undefined) return sendNotFound(c, 'such version of the tool')
  const changes = compared === null ? null : await changesOf(dependencies, compared)
  const name = revealInvisible(newest.name)
  return sendPage(
    c,
    <Page title={`Versions of ${name}`} actor={actor} path={toolPath(slug)}>
      <PageHead title={`Versions of ${isolate(name)}`}>
        <a class="button quiet" href={toolPath(slug)}>
          The tool
        </a>
      </PageHead>
      {problem === undefined ? null : (
        <ProblemBox head={problem}>
          <p>Nothing was stored. Look at what is the newest now, and restore again if it should still be so.</p>
        </ProblemBox>
      )}
      {c.req.query('said') === 'restored' ? <SaidBox>The earlier version is the newest again, as version {newest.number}.</SaidBox> : null}
      {c.req.query('said') === 'unchanged' ? <SaidBox>The newest version says that already; nothing was stored.</SaidBox> : null}
      {c.req.query('said') === 'earlier' && compared !== null ? (
        <SaidBox>
          What you sent is version {compared.from.number} to the letter; nothing was stored. Restore it below if it should be the newest
          again.
        </SaidBox>
      ) : null}
      {compared === null ? <p class="empty">There is one version. A second one comes when someone edits the dossier.</p> : null}
      {compared === null || changes === null ? null : (
        <>
          <CompareForm slug={slug} versions={versions} compared={compared} />
          <Changes title={`From version ${compared.from.number} to version ${compared.to.number}`} changes={changes} />
        </>
      )}
      <VersionList versions={versions} mayRestore={mayAs(actor, 'editor')} now={runtime.now()} />
    </Page>,
    problem === undefined ? 200 : 409,
  )
}

/** The two versions to compare, the last two where the address names none; null where there is one alone, undefined where there is no such version. */
function readCompared(c: DeskContext, versions: readonly DossierHead[]): Compared | null | undefined {
  const [newest, before] = versions
  const wanted = (name: string) => {
    const query = c.req.query(name)
    return query === undefined ? null : versions.find(({ number }) => number === numberSchema.safeParse(query).data)
  }
  const [from, to] = [wanted('from'), wanted('to')]
  if (from === undefined || to === undefined) return undefined
  if (newest === undefined || before === undefined) return null
  return { from: from ?? before, to: to ?? newest }
}

async function changesOf({ dossiers }: DeskDependencies, { from, to }: Compared): Promise<ChangedPart[]> {
  const [before, after] = await Promise.all([dossiers.find(from.sha256), dossiers.find(to.sha256)])
  if (before === null || after === null) throw new Error(`the database holds no dossier ${from.sha256} or ${to.sha256}`)
  return dossierChanges(before, after)
}

function CompareForm({ slug, versions, compared }: { slug: string; versions: readonly DossierHead[]; compared: Compared }) {
  const choice = (name: 'from' | 'to', label: string) => (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {versions.map(({ number, createdAt }, index) => (
          <option value={String(number)} selected={compared[name].number === number}>
            Version {number}
            {index === 0 ? ', the newest' : ''}, {dayText(createdAt.toISOString())}
          </option>
        ))}
      </select>
    </div>
  )
  return (
    <form method="get" action={versionsPath(slug)} class="two-up">
      {choice('from', 'From')}
      {choice('to', 'To')}
      <div class="actions">
        <button type="submit" class="quiet">
          Compare
        </button>
      </div>
    </form>
  )
}

function VersionList({ versions, mayRestore, now }: { versions: readonly DossierHead[]; mayRestore: boolean; now: Date }) {
  const [newest] = versions
  return (
    <section class="block" aria-labelledby="all-title">
      <h2 id="all-title">
        All versions <span class="meta num">{versions.length}</span>
      </h2>
      <ol class="rows" reversed>
        {versions.map((version, index) => (
          <li>
            <a href={`${toolPath(version.slug)}?version=${version.sha256}`}>
              {index === 0 ? `Version ${version.number}, the newest` : `Version ${version.number}`}
            </a>
            , as of {dayText(version.asOf)}
            <p class="meta">
              {keptByText(version)} <Moment at={version.createdAt} now={now} />
            </p>
            <div class="actions">
              {index === 0 ? null : (
                <a href={`${versionsPath(version.slug)}?from=${version.number}&to=${newest?.number ?? 1}`}>
                  Compare<span class="hide"> version {version.number}</span> with the newest
                </a>
              )}
              <a href={`${yamlPath(version.slug)}?version=${version.number}`} download>
                Download<span class="hide"> version {version.number} as</span> YAML
              </a>
              {mayRestore && version.sha256 !== newest?.sha256 ? <RestoreForm version={version} base={newest?.sha256 ?? ''} /> : null}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Makes that version the newest again; `base` is the newest as the page shows it. */
function RestoreForm({ version: { slug, number }, base }: { version: DossierHead; base: string }) {
  return (
    <form method="post" action={`${versionsPath(slug)}/restore`} class="inline">
      <input type="hidden" name="number" value={String(number)} />
      <input type="hidden" name="base" value={base} />
      <button type="submit" class="quiet">
        Restore<span class="hide"> version {number}</span>
      </button>
    </form>
  )
}
