import type { Dossier } from '../../contracts/dossier.js'
import { slugSchema } from '../../contracts/primitives.js'
import { mostAddresses } from '../../evidence/intake/addresses.js'
import type { DossierHead } from '../../panels/store/dossiers.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { isolate } from '../../platform/text/text-direction.js'
import { Address, OutsideLink } from '../../site/pages/record/parts.js'
import { commercialUseWords, dayText } from '../../site/pages/record/words.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { AddressForm } from './intake/address-form.js'
import { Page, PageHead } from './layout.js'
import { LogoBlock, LogoSaid } from './logo/logo-block.js'
import { entryPriceText, Moment, SaidBox } from './parts.js'
import { panelsPath, toolPath, toolsPath } from './paths.js'
import { RefreshForm, RefreshSaid } from './refresh-tool.js'
import { sendNotFound, sendPage } from './send.js'
import { ChangesBlock } from './source-changes.js'
import { ToolSources } from './tool-sources.js'
import { versionsPath, yamlPath } from './versions/paths.js'

/** So many of the newest versions are listed; the page of versions has all. */
const mostVersions = 5

/** Why something asked for on the page of a tool was not done. `status` where it is not what was sent that is wrong. */
export type ToolProblem = { said: string; status?: 409 }

/** One tool: its dossier as it is known now, or in the version that `?version=` names by its hash. */
export async function showTool(c: DeskContext, dependencies: DeskDependencies, problem?: ToolProblem): Promise<Response> {
  const { dossiers, freshness, logos, runtime } = dependencies
  const actor = actorOf(c)
  const slug = slugSchema.safeParse(c.req.param('slug'))
  const versions = slug.success ? await dossiers.versions(slug.data) : []
  const wanted = c.req.query('version')
  const version = wanted === undefined ? versions[0] : versions.find(({ sha256 }) => sha256 === wanted)
  const dossier = version === undefined ? null : await dossiers.find(version.sha256)
  if (version === undefined || dossier === null) return sendNotFound(c, 'tool, or no such version of it,')
  const shown = revealDossier(dossier)
  const mayEdit = mayAs(actor, 'editor')
  const [changes, logo, heads] = await Promise.all([
    freshness.changes(version.slug),
    logos.find(version.slug),
    dossiers.toolHeads([version.slug]),
  ])
  const archivedAt = heads.get(version.slug)?.archivedAt ?? null
  const now = runtime.now()
  const { name, vendor, category, tagline, description } = shown.tool
  return sendPage(
    c,
    <Page title={name} actor={actor} path={toolPath(version.slug)}>
      <PageHead title={name} kicker={`${isolate(category)} · ${isolate(vendor)}`} terms={['dossier', 'record', 'panel ship']}>
        {mayEdit ? (
          <>
            {archivedAt === null ? (
              <a class="button" href={`${panelsPath}/new?tool=${version.slug}`}>
                Kick off a panel over it
              </a>
            ) : null}
            <a class="button quiet" href={`${toolPath(version.slug)}/edit`}>
              Edit the dossier
            </a>
            <a href={`${toolPath(version.slug)}/duplicate`}>Copy it for another tool</a>
          </>
        ) : null}
      </PageHead>
      {archivedAt === null ? null : <ArchivedNote slug={version.slug} at={archivedAt} now={now} mayEdit={mayEdit} />}
      {c.req.query('said') === 'kept' ? (
        <SaidBox>
          {name} is kept{versions.length > 1 ? ` as version ${versions.length}` : ''}.{' '}
          <a href={`${panelsPath}/new?tool=${version.slug}`}>Kick off a panel over it</a>
        </SaidBox>
      ) : null}
      {c.req.query('said') === 'unchanged' ? (
        <SaidBox>Nothing was different from the newest version, so there is no new one.</SaidBox>
      ) : null}
      <RefreshSaid said={c.req.query('said')} problem={problem?.said} />
      <LogoSaid said={c.req.query('said')} />
      <p class="lede">{tagline}</p>
      <p class="lede">{description}</p>
      <Links tool={dossier.tool} />
      <div class="two-up lead-left">
        <Facts dossier={shown} />
        <div>
          <Terms dossier={shown} />
          <Plans dossier={shown} />
          <LogoBlock tool={shown.tool} logo={logo} mayEdit={mayEdit} now={now} />
          <Versions versions={versions} shown={version.sha256} now={now} />
        </div>
      </div>
      <ChangesBlock tools={[changes]} now={now} />
      {mayEdit ? <RefreshForm slug={version.slug} /> : null}
      <ToolSources dossier={dossier} />
      {mayEdit ? <ReadAgain dossier={dossier} /> : null}
    </Page>,
    problem === undefined ? 200 : (problem.status ?? 422),
  )
}

type ArchivedNoteProps = { slug: string; at: Date; now: Date; mayEdit: boolean }

/** Says of an archived tool that it is one, and takes it back for editors. */
function ArchivedNote({ slug, at, now, mayEdit }: ArchivedNoteProps) {
  return (
    <div class="flag-box">
      <p>
        This tool is in the archive, since <Moment at={at} now={now} />: lists and kick-offs leave it out. Its dossier and its records stay.
      </p>
      {mayEdit ? (
        <form method="post" action={`${toolsPath}/bulk`}>
          <input type="hidden" name="query" value="" />
          <input type="hidden" name="which" value="picked" />
          <input type="hidden" name="pick" value={slug} />
          <button type="submit" class="quiet" name="do" value="unarchive">
            Take it out of the archive
          </button>
        </form>
      ) : null}
    </div>
  )
}

/** With every character written out that a reader cannot see; addresses only ever become links through `safeHref`. */
function revealDossier(dossier: Dossier): Dossier {
  return JSON.parse(JSON.stringify(dossier), (key, value: unknown) =>
    typeof value === 'string' && key !== 'url' ? revealInvisible(value) : value,
  )
}

function Facts({ dossier: { facts, sources } }: { dossier: Dossier }) {
  const titleOf = (id: string) => sources.find((source) => source.id === id)?.title ?? id
  return (
    <section class="block" aria-labelledby="facts-title">
      <h2 id="facts-title">
        Facts <span class="meta num">{facts.length}</span>
      </h2>
      <ul class="rows">
        {facts.map(({ statement, source, quote }) => (
          <li>
            {statement}
            <p class="meta">
              <q class="serif">{quote}</q> <a href={`#source-${source}`}>{titleOf(source)}</a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Terms({ dossier: { asOf, license, entryPrice, rivals } }: { dossier: Dossier }) {
  return (
    <section class="block" aria-labelledby="terms-title">
      <h2 id="terms-title">Terms</h2>
      <dl class="pairs">
        <dt>Known as of</dt>
        <dd>
          <time datetime={asOf}>{dayText(asOf)}</time>
        </dd>
        <dt>License</dt>
        <dd>
          {license.name}, {commercialUseWords[license.commercialUse]}. {license.summary}
        </dd>
        <dt>Entry price</dt>
        <dd>{entryPriceText(entryPrice, { withDay: false })}</dd>
        <dt>Rivals</dt>
        <dd>{rivals.join(', ')}</dd>
      </dl>
    </section>
  )
}

function Links({ tool: { website, repository } }: { tool: Dossier['tool'] }) {
  const links = [
    { url: website, name: 'Website' },
    { url: repository, name: 'Repository' },
  ].flatMap(({ url, name }) => (url === undefined ? [] : [{ url, name }]))
  if (links.length === 0) return null
  return (
    <dl class="pairs">
      {links.map(({ url, name }) => (
        <>
          <dt>{name}</dt>
          <dd class="address">
            <OutsideLink url={url} text={<Address text={revealInvisible(url)} />} />
          </dd>
        </>
      ))}
    </dl>
  )
}

function Plans({ dossier: { plans = [] } }: { dossier: Dossier }) {
  if (plans.length === 0) return null
  return (
    <section class="block" aria-labelledby="plans-title">
      <h2 id="plans-title">
        Plans <span class="meta num">{plans.length}</span>
      </h2>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Plan</th>
            <th scope="col">Price</th>
            <th scope="col">Per</th>
          </tr>
        </thead>
        <tbody>
          {plans.map(({ name, label, per, note, source }) => (
            <tr>
              <th scope="row">
                <a href={`#source-${source}`}>{name}</a>
              </th>
              <td>
                {label}
                {note === null ? null : <div class="meta">{note}</div>}
              </td>
              <td>{per !== null && label.includes(per) ? null : per}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The addresses of its sources, to be read again; nothing where it has none that were read. */
function ReadAgain({ dossier: { tool, sources } }: { dossier: Dossier }) {
  const addresses = [...new Set(sources.flatMap(({ url, capture }) => (capture === undefined ? [] : [url])))].slice(0, mostAddresses)
  if (addresses.length === 0) return null
  const shown = { text: addresses.join('\n'), tool: tool.slug, models: [], model: '', problem: null }
  return <AddressForm {...shown} title="Read its addresses again" id="again" isAside />
}

function Versions({ versions, shown, now }: { versions: readonly DossierHead[]; shown: string; now: Date }) {
  const [newest] = versions
  const slug = newest?.slug ?? ''
  const shownNumber = versions.find(({ sha256 }) => sha256 === shown)?.number
  return (
    <section class="block" aria-labelledby="versions-title">
      <h2 id="versions-title">
        Versions <span class="meta num">{versions.length}</span>
      </h2>
      <ol class="rows" reversed>
        {versions.slice(0, mostVersions).map(({ number, sha256, asOf, createdAt }) => (
          <li>
            <a href={`${toolPath(slug)}?version=${sha256}`} aria-current={number === shownNumber ? 'true' : undefined}>
              {number === newest?.number ? 'The newest' : `Version ${number}`}, as of {dayText(asOf)}
            </a>{' '}
            {number === shownNumber ? <span class="meta">shown here</span> : null}
            <p class="meta">
              kept <Moment at={createdAt} now={now} />
            </p>
          </li>
        ))}
      </ol>
      <p class="actions">
        <a href={versionsPath(slug)}>{versions.length === 1 ? 'The version and who kept it' : 'Compare and restore versions'}</a>
        <a href={`${yamlPath(slug)}?version=${shownNumber ?? 1}`} download>
          Download as YAML
        </a>
      </p>
    </section>
  )
}
