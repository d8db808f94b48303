import type { SavedView } from '../../accounts/store/saved-views.js'
import { slugSchema } from '../../contracts/primitives.js'
import type { ToolHead, ToolPage } from '../../panels/store/tool-lists.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { listScriptAsset } from './assets.js'
import type { DeskDependencies } from './dependencies.js'
import { OwnDrafts } from './dossier/own-drafts.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { AddressForm } from './intake/address-form.js'
import { OpenIntakes } from './intake/open-intakes.js'
import { Page, PageHead } from './layout.js'
import { BulkForm } from './lists/bulk-form.js'
import type { ListDefinition, ListQuery } from './lists/definition.js'
import { ListToolbar } from './lists/list-toolbar.js'
import { ListResults, openList, sendListProblems } from './lists/open-list.js'
import { Pager } from './lists/pager.js'
import { SaidBox } from './parts.js'
import { panelsPath, toolsPath } from './paths.js'
import { readForm, sendPage } from './send.js'
import { toolBulkActions } from './tool-list/bulk-tools.js'
import { placeProblems, toolListDefinition, toToolQuery } from './tool-list/tool-list-query.js'
import { ToolTable } from './tool-list/tool-table.js'
import { replaceDossier } from './versions/keep-dossier.js'
import { importPath } from './versions/paths.js'

/** Among how many of the newest readings those are looked for of which no dossier was made, and how many of them are shown. */
const lookedAtIntakes = 20

/** How many tools a page has. */
const toolsOnPage = 50

/** The list of tools, and the form that adds one. */
export async function showTools(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const definition = await toolListDefinition(dependencies)
  const opened = await openList(c, dependencies, definition)
  if ('response' in opened) return opened.response
  const problems = placeProblems(opened.query)
  if (problems.length > 0) return sendListProblems(c, definition, problems)
  return sendTools(c, dependencies, { definition, ...opened })
}

type Shown = { definition: ListDefinition; query: ListQuery; views: SavedView[] }

async function sendTools(c: DeskContext, { dossierDrafts, dossiers, intakes, runtime }: DeskDependencies, shown: Shown): Promise<Response> {
  const { query } = shown
  const actor = actorOf(c)
  const mayAdd = mayAs(actor, 'editor')
  const added = c.req.query('tool') ?? ''
  const cursor = query.cursor === null ? {} : { cursor: query.cursor }
  const [page, there, recent, drafts, heads] = await Promise.all([
    dossiers.listTools({ ...toToolQuery(query), limit: toolsOnPage, ...cursor }),
    dossiers.countTools(),
    mayAdd ? intakes.list(lookedAtIntakes) : [],
    mayAdd ? dossierDrafts.own(actor.userId) : [],
    slugSchema.safeParse(added).success ? dossiers.toolHeads([added]) : new Map<string, ToolHead>(),
  ])
  // Of what is archived only where that is asked for, as in the list.
  const all = query.filters.archived === undefined ? there.total - there.archived : there.total
  return sendPage(
    c,
    <Page title="Tools" actor={actor} path={toolsPath} script={listScriptAsset}>
      <PageHead title="Tools" terms={['tool', 'dossier', 'panel']}>
        {mayAdd ? (
          <>
            <a class="button" href={`${toolsPath}/new`}>
              Write a dossier
            </a>
            <a class="button quiet" href="#add">
              Read its addresses
            </a>
            <a class="button quiet" href={importPath}>
              Import YAML
            </a>
          </>
        ) : null}
      </PageHead>
      <Said said={c.req.query('said')} tool={heads.get(added)} />
      <OwnDrafts drafts={drafts} now={runtime.now()} />
      {mayAdd ? <OpenIntakes intakes={recent} now={runtime.now()} /> : null}
      {there.total === 0 ? <NoTools mayAdd={mayAdd} /> : <ToolsFound {...shown} page={page} all={all} isEditor={mayAdd} />}
      {mayAdd ? (
        <AddressForm id="add" {...fresh} title="Paste the tool’s addresses" offersModels isAside />
      ) : (
        <p class="meta">Editors add tools.</p>
      )}
    </Page>,
  )
}

type FoundProps = Pick<Shown, 'definition' | 'query' | 'views'> & { page: ToolPage; all: number; isEditor: boolean }

function ToolsFound({ definition, query, views, page, all, isEditor }: FoundProps) {
  const { items, total, next } = page
  const ids = items.map(({ slug }) => slug)
  return (
    <>
      <ListToolbar definition={definition} query={query} counts={{ total, all }} views={views} mayShare={isEditor} />
      <ListResults>
        {items.length === 0 ? (
          <p class="empty">No tool matches. Take away a word or a filter.</p>
        ) : (
          <BulkForm
            definition={definition}
            query={query}
            action={`${toolsPath}/bulk`}
            actions={isEditor ? toolBulkActions : []}
            ids={ids}
            total={total}
          >
            <ToolTable tools={items} mayKickOff={isEditor} />
          </BulkForm>
        )}
        <Pager definition={definition} query={query} next={next} shown={items.length} />
      </ListResults>
    </>
  )
}

const fresh = { text: '', tool: null, models: [], model: '', problem: null }

function Said({ said, tool }: { said: string | undefined; tool: ToolHead | undefined }) {
  if (said === 'samples') return <SaidBox>The sample tools are here. Kick off a panel over them to see how it goes.</SaidBox>
  if (tool === undefined) return null
  const name = revealInvisible(tool.name)
  if (said === 'known') return <SaidBox>{name} had this very version already; nothing was stored.</SaidBox>
  return said === 'added' ? (
    <SaidBox>
      {name} is kept{tool.versions > 1 ? ` as version ${tool.versions}` : ''}.{' '}
      <a href={`${panelsPath}/new?tool=${tool.slug}`}>Kick off a panel over it</a>
    </SaidBox>
  ) : null
}

function NoTools({ mayAdd }: { mayAdd: boolean }) {
  return (
    <div class="empty">
      <p>No tool yet. A tool comes here with its dossier: what is known of it, with the sources it rests on.</p>
      {mayAdd ? (
        <form method="post" action={`${toolsPath}/samples`} class="actions">
          <button type="submit" class="quiet">
            Add the 2 sample tools
          </button>
        </form>
      ) : null}
    </div>
  )
}

/** Keeps the dossiers that come with the package, of those tools that have none yet. */
export async function addSampleTools(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  await readForm(c)
  for (const dossier of await dependencies.sampleDossiers()) await replaceDossier(c, dependencies, dossier, null)
  return c.redirect(`${toolsPath}?said=samples`, 303)
}
