import type { SavedView } from '../../accounts/store/saved-views.js'
import { slugSchema } from '../../contracts/primitives.js'
import type { ToolHead, ToolPage } from '../../panels/store/tool-lists.js'
import type { Problem } from '../../platform/errors.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { decodeText } from '../../platform/input/text-file.js'
import { asSentence } from '../../platform/text/sentence.js'
import { listScriptAsset, uploadScriptAsset } from './assets.js'
import type { DeskDependencies } from './dependencies.js'
import { DossierForm } from './dossier-form.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { AddressForm } from './intake/address-form.js'
import { OpenIntakes } from './intake/open-intakes.js'
import { Page, PageHead } from './layout.js'
import { BulkForm } from './lists/bulk-form.js'
import type { ListDefinition, ListQuery } from './lists/definition.js'
import { ListToolbar } from './lists/list-toolbar.js'
import { ListResults, openList, sendListProblems } from './lists/open-list.js'
import { Pager } from './lists/pager.js'
import { ProblemBox, SaidBox } from './parts.js'
import { panelsPath, toolsPath } from './paths.js'
import { readForm, sendPage, textOf } from './send.js'
import { toolBulkActions } from './tools/bulk-tools.js'
import { placeProblems, toolListDefinition, toToolQuery } from './tools/tool-list.js'
import { ToolTable } from './tools/tool-table.js'

/** Among how many of the newest readings those are looked for of which no dossier was made, and how many of them are shown. */
const lookedAtIntakes = 20

/** How many tools a page has. */
const toolsOnPage = 50

/** What the person sent that cannot be kept, all of it, and why. */
type Attempt = { text: string; earlier?: string; problems: readonly Problem[] }

/** The list of tools, and the forms that add one. */
export async function showTools(c: DeskContext, dependencies: DeskDependencies, attempt?: Attempt): Promise<Response> {
  const definition = await toolListDefinition(dependencies)
  // What was sent and cannot be kept is shown again, whatever view the list opens with.
  const opened = attempt === undefined ? await openList(c, dependencies, definition) : { query: wholeList(definition), views: [] }
  if ('response' in opened) return opened.response
  const problems = placeProblems(opened.query)
  if (problems.length > 0) return sendListProblems(c, definition, problems)
  return sendTools(c, dependencies, { definition, ...opened, attempt })
}

type Shown = { definition: ListDefinition; query: ListQuery; views: SavedView[]; attempt: Attempt | undefined }

async function sendTools(c: DeskContext, { dossiers, intakes, runtime }: DeskDependencies, shown: Shown): Promise<Response> {
  const { query, attempt } = shown
  const actor = actorOf(c)
  const mayAdd = mayAs(actor, 'editor')
  const added = c.req.query('tool') ?? ''
  const cursor = query.cursor === null ? {} : { cursor: query.cursor }
  const [page, all, recent, heads] = await Promise.all([
    dossiers.listTools({ ...toToolQuery(query), limit: toolsOnPage, ...cursor }),
    dossiers.countTools(),
    mayAdd ? intakes.list(lookedAtIntakes) : [],
    slugSchema.safeParse(added).success ? dossiers.toolHeads([added]) : new Map<string, ToolHead>(),
  ])
  return sendPage(
    c,
    <Page title="Tools" actor={actor} path={toolsPath} script={mayAdd ? [listScriptAsset, uploadScriptAsset] : listScriptAsset}>
      <PageHead title="Tools" terms={['tool', 'dossier', 'panel']}>
        {mayAdd && all > 0 ? (
          <a class="button quiet" href="#add">
            Add one
          </a>
        ) : null}
      </PageHead>
      <Said said={c.req.query('said')} tool={heads.get(added)} />
      {attempt === undefined ? null : <Problems problems={attempt.problems} />}
      {mayAdd ? <OpenIntakes intakes={recent} now={runtime.now()} /> : null}
      {all === 0 ? <NoTools mayAdd={mayAdd} /> : <ToolsFound {...shown} page={page} all={all} isEditor={mayAdd} />}
      {mayAdd ? <AddingForms attempt={attempt} /> : <p class="meta">Editors add tools.</p>}
    </Page>,
    attempt === undefined ? 200 : 422,
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

const wholeList = ({ sorts: [usual] }: ListDefinition): ListQuery => ({ q: '', filters: {}, sort: usual.value, cursor: null })

/** A tool's addresses or its dossier; what has to be fixed comes first. */
function AddingForms({ attempt }: { attempt: Attempt | undefined }) {
  const fresh = { text: '', tool: null, models: [], model: '', problem: null }
  const addresses = <AddressForm id="add" {...fresh} title="Paste the tool’s addresses" offersModels />
  const dossier = (
    <DossierForm action={`${toolsPath}`} text={attempt?.text ?? ''} earlier={attempt?.earlier ?? ''} problems={attempt?.problems ?? []} />
  )
  return attempt === undefined ? (
    <>
      {addresses}
      {dossier}
    </>
  ) : (
    <>
      {dossier}
      {addresses}
    </>
  )
}

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
            Add the two sample tools
          </button>
        </form>
      ) : null}
    </div>
  )
}

/** Every problem with its line and the fix. With the page's script, a line leads to its place in the text. */
function Problems({ problems }: { problems: readonly Problem[] }) {
  const head = problems.length === 1 ? 'One thing is wrong' : `${problems.length} things are wrong`
  return (
    <ProblemBox head={`${head} with the dossier; nothing was stored.`}>
      <ol>
        {problems.map(({ line, column, message, fix }) => (
          <li>
            <a href="#dossier" data-line={String(line)}>
              Line {line}, column {column}
            </a>
            : {asSentence(revealInvisible(message))} <span class="fix">To fix it: {asSentence(revealInvisible(fix))}</span>
          </li>
        ))}
      </ol>
    </ProblemBox>
  )
}

/** Keeps a dossier that was typed, pasted or uploaded, or shows it again with all that is wrong. */
export async function addTool(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const form = await readForm(c)
  const typed = textOf(form, 'dossier')
  const earlier = textOf(form, 'earlier')
  const file = form.get('file')
  const isUpload = file instanceof File && file.size > 0
  const name = isUpload ? 'the file' : 'the text'
  const read = isUpload ? decodeText(name, Buffer.from(await file.arrayBuffer())) : { text: typed }
  // Of a file that is no text nothing is worth showing: the field stays as it was.
  if ('problem' in read) return showTools(c, dependencies, { text: typed, earlier, problems: [read.problem] })
  const text = read.text.replaceAll('\r\n', '\n')
  const isReplaced = typed.trim() !== '' && typed !== text && !earlier.includes(typed)
  const sent = { text, earlier: isReplaced ? [typed, earlier].filter((each) => each !== '').join('\n\n') : earlier }
  if (text.trim() === '') {
    const empty = { file: name, line: 1, column: 1, message: 'there is no dossier in it', fix: 'paste one, or choose its file' }
    return showTools(c, dependencies, { ...sent, problems: [empty] })
  }
  const { outcome } = dependencies.checkDossier({ text, file: name })
  if ('problems' in outcome) return showTools(c, dependencies, { ...sent, problems: outcome.problems })
  const { slug } = outcome.dossier.tool
  const isNew = await keep(c, dependencies, outcome.dossier)
  return c.redirect(`${toolsPath}?said=${isNew ? 'added' : 'known'}&tool=${slug}`, 303)
}

/** Keeps the dossiers that come with the package. */
export async function addSampleTools(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  await readForm(c)
  for (const dossier of await dependencies.sampleDossiers()) await keep(c, dependencies, dossier)
  return c.redirect(`${toolsPath}?said=samples`, 303)
}

type Kept = Parameters<DeskDependencies['dossiers']['add']>[0]

async function keep(c: DeskContext, { dossiers, review, runtime }: DeskDependencies, dossier: Kept): Promise<boolean> {
  const at = runtime.now()
  const subject = { kind: 'tool' as const, id: dossier.tool.slug, recordId: null }
  const data = { dossierSha256: dossier.sha256 }
  const entry = { at: at.toISOString(), actor: actorOf(c), action: 'add a dossier', subject, data }
  return dossiers.add(dossier, { at, alongside: await review.marksFor([dossier]), entry })
}
