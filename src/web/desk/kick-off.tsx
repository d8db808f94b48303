import { planSchema } from '../../contracts/plan.js'
import { budgetWarnings } from '../../panels/estimate/month-cover.js'
import { UsageError } from '../../platform/errors.js'
import { renderHtml } from '../../platform/html/render-html.js'
import { htmx } from './assets.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext } from './env.js'
import { type Outlook, OutlookText } from './estimate.js'
import { type FoundTools, findTools, isSlug } from './find-tools.js'
import { FoundModelList, findChosen } from './juror-picker.js'
import { KickOffForm, kickOffFormId } from './kick-off-form.js'
import {
  type AgainChoices,
  type FieldProblem,
  firstFields,
  type KickOffChoices,
  type KickOffFields,
  type KickOffRequest,
  loadDossiers,
  longestSearch,
  readFields,
  readKickOff,
  readToolSearch,
} from './kick-off-request.js'
import { Page, PageHead } from './layout.js'
import { type PanelFrame, readFrame } from './panel-state.js'
import { ProblemBox } from './parts.js'
import { panelPath, panelsPath } from './paths.js'
import { readForm, sendNotFound, sendPage, textOf } from './send.js'
import { FoundToolList } from './tool-picker.js'

const newPanelPath = `${panelsPath}/new`
/** More tools than anyone compares, in an address that anyone may write. */
const maxNamedTools = 50

/** The form, with the tools that `?tool=` names chosen, or those of the panel that `?again=` names, in the dossiers that it judged. */
export async function showKickOff(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const tools = (c.req.queries('tool') ?? []).slice(0, maxNamedTools)
  const again = c.req.query('again') ?? ''
  const choices = await loadChoices(dependencies, { tools, again })
  if (again !== '' && choices.again === null) return sendNotFound(c, 'panel')
  const personas = c.req.queries('persona') ?? []
  const fields = firstFields(choices, { tools, personas, budgetUsd: await dependencies.budgetUsd() })
  const outlook = fields.tools.length === 0 ? { kind: 'none' as const } : await estimateCost(dependencies, { fields, choices })
  return sendForm(c, dependencies, { fields, choices, problems: [], outlook })
}

/** The estimate alone where htmx asks, else the whole page with everything as it was sent. */
export async function showEstimate(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const fields = readFields(await readForm(c))
  const choices = await loadChoices(dependencies, fields)
  const outlook = await estimateCost(dependencies, { fields, choices })
  if (c.req.header('hx-request') !== undefined) return c.html(renderHtml(<OutlookText outlook={outlook} />))
  return sendForm(c, dependencies, { fields, choices, problems: [], outlook })
}

/** The tools that match, with those that are chosen and what goes with them, where htmx asks while someone types or chooses. */
export async function showFoundTools(c: DeskContext, { dossiers }: DeskDependencies): Promise<Response> {
  if (c.req.header('hx-request') === undefined) return c.redirect(newPanelPath, 303)
  const chosen = (c.req.queries('tool') ?? []).slice(0, maxNamedTools)
  const search = readToolSearch({ q: c.req.query('toolQuery') ?? '', category: c.req.query('category') ?? '' })
  // htmx 4 names what was pressed by its tag and id.
  const [, removed = null] = /^input#tool-(\S+)$/.exec(c.req.header('hx-source') ?? '') ?? []
  const found = await findTools(dossiers, { chosen, search, removed, userId: actorOf(c).userId })
  return c.html(renderHtml(<FoundToolList found={found} />))
}

/** The models that match, with those that are chosen, where htmx asks while someone types. */
export async function showModels(c: DeskContext, { jurors }: DeskDependencies): Promise<Response> {
  if (c.req.header('hx-request') === undefined) return c.redirect(newPanelPath, 303)
  const query = (c.req.query('q') ?? '').slice(0, longestSearch)
  const chosen = [...new Set(c.req.queries('juror') ?? [])]
  return c.html(renderHtml(<FoundModelList found={findChosen(await jurors(), { query, chosen })} />))
}

/** Starts the panel, or says at each field what is wrong. The same request while its panel runs leads to that panel. */
export async function kickOff(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const form = await readForm(c)
  const fields = readFields(form)
  const choices = await loadChoices(dependencies, fields)
  const read = readKickOff(fields, choices)
  if ('problems' in read) return sendForm(c, dependencies, { fields, choices, problems: read.problems, outlook: { kind: 'none' } })
  // Asked again for every budget, also the month's, that is below its estimate: the button that confirms one is on no other page.
  if (textOf(form, 'anyway') === '') {
    const outlook = await estimateCost(dependencies, { fields, choices })
    if (outlook.kind === 'estimate' && budgetWarnings(outlook.estimate, outlook).length > 0)
      return sendForm(c, dependencies, { fields, choices, problems: [], outlook, asksToConfirm: true })
  }
  const started = await start(c, dependencies, read.request)
  if ('panelId' in started) return c.redirect(`${panelPath(started.panelId)}${started.isNew ? '' : '?said=same'}`, 303)
  const problems: FieldProblem[] = [{ field: 'jurors', message: started.problem }]
  return sendForm(c, dependencies, { fields, choices, problems, outlook: { kind: 'none' } })
}

type Started = { panelId: string; isNew: boolean } | { problem: string }

async function start(c: DeskContext, dependencies: DeskDependencies, request: KickOffRequest): Promise<Started> {
  const { actions, dossiers } = dependencies
  const { dossierHashes: _hashes, ...terms } = request
  const documents = await loadDossiers(request.dossierHashes, dossiers.find)
  if (documents === null) return { problem: 'a dossier is gone; open the form again' }
  try {
    const asked = { ...terms, dossiers: documents, by: actorOf(c) }
    const { plan, isNew } = await actions.kickOff(asked)
    return { panelId: plan.panelId, isNew }
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message }
    throw error
  }
}

async function loadChoices(
  dependencies: DeskDependencies,
  { tools: slugs, again }: Pick<KickOffFields, 'tools' | 'again'>,
): Promise<KickOffChoices> {
  const { conflictPolicy, dossiers } = dependencies
  const [tools, personas, jurors, juries, recordings, before] = await Promise.all([
    dossiers.toolHeads(slugs.filter(isSlug).slice(0, maxNamedTools)),
    dependencies.personas(),
    dependencies.jurors(),
    dependencies.juries(),
    loadRecordings(dependencies),
    planSchema.shape.panelId.safeParse(again).success ? readFrame(dependencies, again) : null,
  ])
  return { tools, personas, jurors, juries, conflictPolicy, recordings, again: before === null ? null : againChoices(before) }
}

async function loadRecordings({ loadSampleRecordings, sampleDossiers }: DeskDependencies): Promise<KickOffChoices['recordings']> {
  if (loadSampleRecordings === null) return null
  const [set, samples] = await Promise.all([loadSampleRecordings(), sampleDossiers()])
  return { ...set, dossiers: samples.map(({ tool, sha256 }) => ({ name: tool.name, sha256 })) }
}

function againChoices({ plan, createdAt, dossiers, personas }: PanelFrame): AgainChoices {
  const tools = dossiers.map(({ tool, sha256 }) => ({ slug: tool.slug, name: tool.name, sha256 }))
  return { panelId: plan.panelId, createdAt, tools, personas, jurors: plan.jurors }
}

type Chosen = { fields: KickOffFields; choices: KickOffChoices }

/** What the panel would use and cost, or what is still missing. */
async function estimateCost({ dossiers, estimate, monthSoFar }: DeskDependencies, { fields, choices }: Chosen): Promise<Outlook> {
  const read = readKickOff(fields, choices)
  if ('problems' in read) return { kind: 'problem', message: read.problems.map(({ message }) => message).join('; ') }
  const { dossierHashes, budgetUsd, priority: _priority, again: _again, ...terms } = read.request
  const { recordings } = terms
  const documents = await loadDossiers(dossierHashes, dossiers.find)
  if (documents === null) return { kind: 'problem', message: 'a dossier is gone; open the form again' }
  try {
    const estimated = await estimate({ ...terms, dossiers: documents })
    if (recordings === null) return { kind: 'estimate', estimate: estimated, budgetUsd, month: await monthSoFar() }
    return { kind: 'replay', seats: estimated.total.seats, conflicts: estimated.conflicts }
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'problem', message: error.message }
    throw error
  }
}

type Shown = Chosen & { problems: readonly FieldProblem[]; outlook: Outlook; asksToConfirm?: boolean }

async function sendForm(c: DeskContext, { dossiers }: DeskDependencies, shown: Shown): Promise<Response> {
  const { problems, outlook, fields, asksToConfirm = false } = shown
  const isAgain = shown.choices.again !== null
  const title = isAgain ? 'Draft again' : 'Kick off a panel'
  const wanted = { chosen: fields.tools, search: fields.toolSearch, removed: null, userId: actorOf(c).userId }
  const found = isAgain ? noTools : await findTools(dossiers, wanted)
  return sendPage(
    c,
    <Page title={title} actor={actorOf(c)} path={newPanelPath} script={htmx}>
      <PageHead title={title} terms={['panel', 'persona', 'juror', 'jury', 'seat']} />
      {problems.length === 0 ? null : (
        <ProblemBox head="The panel was not started.">
          <ul>
            {problems.map(({ field, message }) => (
              <li>
                <a href={`#${field}-problem`}>{fieldNames[field]}</a>: {message}
              </li>
            ))}
          </ul>
        </ProblemBox>
      )}
      {asksToConfirm && outlook.kind === 'estimate' ? <ConfirmBudget {...outlook} /> : null}
      <KickOffForm {...shown} found={found} />
    </Page>,
    problems.length > 0 ? 422 : asksToConfirm ? 409 : 200,
  )
}

/** Before a panel starts whose budget, or what is left of the month's, is below its estimate. */
function ConfirmBudget({ estimate, ...budgets }: Extract<Outlook, { kind: 'estimate' }>) {
  return (
    <div class="flag-box" role="alert">
      <p>
        <strong>The panel is not started yet.</strong> {budgetWarnings(estimate, budgets).join(' ')}
      </p>
      <p class="actions">
        <button type="submit" form={kickOffFormId} name="anyway" value="yes">
          Start anyway
        </button>
        <a href="#budget">Change the budget</a>
      </p>
    </div>
  )
}

/** The tools of a panel that is drafted again are not searched for. */
const noTools: FoundTools = { chosen: [], removed: null, suggested: [], groups: [], matching: 0, isSearch: false, categories: [] }

const fieldNames: Record<keyof KickOffFields, string> = {
  tools: 'Tools',
  toolSearch: 'Tools',
  again: 'Tools',
  personas: 'Personas',
  jury: 'Jurors',
  jurors: 'Jurors',
  otherJurors: 'Jurors',
  q: 'Jurors',
  repeat: 'Repeats',
  conflicts: 'Conflicts of interest',
  blind: 'More to ask',
  headToHead: 'More to ask',
  budget: 'Budget',
  priority: 'Priority',
  replies: 'Replies',
}
