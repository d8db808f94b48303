import type { KnownTool } from '../../panels/store/dossiers.js'
import type { Problem } from '../../platform/errors.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { decodeText } from '../../platform/input/text-file.js'
import { asSentence } from '../../platform/text/sentence.js'
import { dayText } from '../../site/pages/record/words.js'
import { uploadScriptAsset } from './assets.js'
import type { DeskDependencies } from './dependencies.js'
import { DossierForm } from './dossier-form.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { AddressForm } from './intake/address-form.js'
import { OpenIntakes } from './intake/open-intakes.js'
import { Page, PageHead } from './layout.js'
import { ProblemBox, SaidBox } from './parts.js'
import { panelsPath, toolPath, toolsPath } from './paths.js'
import { readForm, sendPage, textOf } from './send.js'

/** Among how many of the newest readings those are looked for of which no dossier was made, and how many of them are shown. */
const lookedAtIntakes = 20

/** What the person sent that cannot be kept, all of it, and why. */
type Attempt = { text: string; earlier?: string; problems: readonly Problem[] }

/** Every tool that has a dossier, and the form that adds one. */
export async function showTools(c: DeskContext, { dossiers, intakes, runtime }: DeskDependencies, attempt?: Attempt): Promise<Response> {
  const actor = actorOf(c)
  const mayAdd = mayAs(actor, 'editor')
  const [tools, recent] = await Promise.all([dossiers.tools(), mayAdd ? intakes.list(lookedAtIntakes) : []])
  return sendPage(
    c,
    <Page title="Tools" actor={actor} path={toolsPath} script={mayAdd ? uploadScriptAsset : []}>
      <PageHead title="Tools">
        {mayAdd && tools.length > 0 ? (
          <a class="button quiet" href="#add">
            Add one
          </a>
        ) : null}
      </PageHead>
      <Said said={c.req.query('said')} slug={c.req.query('tool')} tools={tools} />
      {attempt === undefined ? null : <Problems problems={attempt.problems} />}
      {tools.length === 0 ? <NoTools mayAdd={mayAdd} /> : <ToolTable tools={tools} mayKickOff={mayAdd} />}
      {mayAdd ? <OpenIntakes intakes={recent} now={runtime.now()} /> : null}
      {mayAdd ? <AddingForms attempt={attempt} /> : <p class="meta">Editors add tools.</p>}
    </Page>,
    attempt === undefined ? 200 : 422,
  )
}

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

function Said({ said, slug, tools }: { said: string | undefined; slug: string | undefined; tools: readonly KnownTool[] }) {
  const tool = tools.find(({ newest }) => newest.slug === slug)
  if (said === 'samples') return <SaidBox>The sample tools are here. Kick off a panel over them to see how it goes.</SaidBox>
  if (tool === undefined) return null
  const name = revealInvisible(tool.newest.name)
  if (said === 'known') return <SaidBox>{name} had this very version already; nothing was stored.</SaidBox>
  return said === 'added' ? (
    <SaidBox>
      {name} is kept{tool.versions.length > 1 ? ` as version ${tool.versions.length}` : ''}.{' '}
      <a href={`${panelsPath}/new?tool=${tool.newest.slug}`}>Kick off a panel over it</a>
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

function ToolTable({ tools, mayKickOff }: { tools: readonly KnownTool[]; mayKickOff: boolean }) {
  return (
    <table class="list stack-early">
      <thead>
        <tr>
          <th scope="col">Tool</th>
          <th scope="col">Vendor</th>
          <th scope="col">Category</th>
          <th scope="col">Known as of</th>
          <th scope="col" class="num">
            Versions
          </th>
          {mayKickOff ? <th scope="col">Panel</th> : null}
        </tr>
      </thead>
      <tbody>
        {tools.map(({ newest, versions }) => (
          <tr>
            <th scope="row">
              <a href={toolPath(newest.slug)}>{revealInvisible(newest.name)}</a>
              <div class="meta mono">{newest.slug}</div>
            </th>
            <td data-label="Vendor">{revealInvisible(newest.vendor)}</td>
            <td data-label="Category">{revealInvisible(newest.category)}</td>
            <td data-label="Known as of">
              <time datetime={newest.asOf}>{dayText(newest.asOf)}</time>
            </td>
            <td class="num" data-label="Versions">
              {versions.length}
            </td>
            {mayKickOff ? (
              <td>
                <a href={`${panelsPath}/new?tool=${newest.slug}`}>
                  Kick off<span class="hide"> a panel over {revealInvisible(newest.name)}</span>
                </a>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
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
