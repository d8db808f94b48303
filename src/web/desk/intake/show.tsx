import type { Child } from 'hono/jsx'
import type { Proposal } from '../../../contracts/proposal.js'
import type { Intake } from '../../../evidence/store/intakes.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { liveScriptAsset } from '../assets.js'
import { actorOf, type DeskContext } from '../env.js'
import { Page, PageHead } from '../layout.js'
import { Moment, ProblemBox, SaidBox } from '../parts.js'
import { intakePath, toolPath } from '../paths.js'
import { sendNotFound, sendPage } from '../send.js'
import { AddressForm } from './address-form.js'
import type { IntakeDeskDependencies } from './dependencies.js'
import { type FormValues, firstValues, type InputProblem } from './form-values.js'
import { PageList, pagesOf, progressWords } from './page-list.js'
import { ProposalForm } from './proposal-form.js'

/** The intake of an address's id; null where there is none. */
export async function findIntake(c: DeskContext, { intakes }: Pick<IntakeDeskDependencies, 'intakes'>): Promise<Intake | null> {
  const id = c.req.param('intakeId') ?? ''
  return /^int_[0-9a-z]{1,64}$/.test(id) ? intakes.find(id) : null
}

/** How an intake goes, live; once it has ended, what is proposed as a form, or why nothing is. */
export async function showIntake(c: DeskContext, dependencies: IntakeDeskDependencies): Promise<Response> {
  const intake = await findIntake(c, dependencies)
  if (intake === null) return sendNotFound(c, 'reading of addresses')
  if (intake.proposal !== null) {
    const { proposal } = intake
    return sendProposal(c, dependencies, { intake, proposal, values: firstValues(proposal), problems: [] })
  }
  return sendIntakePage(
    c,
    dependencies,
    intake,
    'The addresses',
    intake.status === 'failed' ? <Failed intake={intake} /> : <Progress intake={intake} />,
  )
}

export type ShownProposal = { intake: Intake; proposal: Proposal; values: FormValues; problems: readonly InputProblem[] }

/** The form, as first proposed or as it was sent. */
export function sendProposal(c: DeskContext, dependencies: IntakeDeskDependencies, shown: ShownProposal): Response | Promise<Response> {
  const { intake, proposal, problems } = shown
  const name = proposal.fields.name?.value
  const title = name === undefined ? 'A tool without a name' : isolate(revealInvisible(name))
  const form = <ProposalForm intakeId={intake.id} tool={intake.tool} {...shown} />
  const used = intake.dossierSha256 === null ? null : <Used proposal={proposal} />
  const content = (
    <>
      {used}
      {form}
    </>
  )
  return sendIntakePage(c, dependencies, intake, title, content, problems.length === 0 ? 200 : 422)
}

function Used({ proposal: { slug } }: { proposal: Proposal }) {
  return <SaidBox>A dossier was made of this already. {slug === null ? null : <a href={toolPath(slug)}>To the tool</a>}</SaidBox>
}

function sendIntakePage(
  c: DeskContext,
  { runtime }: IntakeDeskDependencies,
  intake: Intake,
  title: string,
  content: Child,
  status: 200 | 422 = 200,
): Response | Promise<Response> {
  const path = intakePath(intake.id)
  const isOpen = intake.status === 'waiting' || intake.status === 'reading'
  return sendPage(
    c,
    <Page title={title} actor={actorOf(c)} path={path} script={isOpen ? liveScriptAsset : []}>
      <PageHead
        title={title}
        kicker={intake.proposal === null ? 'Reading a tool’s pages' : 'Proposed dossier'}
        terms={['dossier', 'slug', 'steering text']}
      >
        {isOpen ? <a href={path}>Refresh</a> : null}
      </PageHead>
      <p class="meta">
        Asked {intake.actor === null ? '' : `by ${intake.actor.name} `}
        <Moment at={intake.createdAt} now={runtime.now()} />
      </p>
      {content}
    </Page>,
    status,
  )
}

function Progress({ intake }: { intake: Intake }) {
  const path = intakePath(intake.id)
  return (
    <>
      <p class="connection" id="connection" role="status"></p>
      <p class="hide" id="announce" role="status">
        {progressWords(intake)}
      </p>
      <div class="block" data-live={`${path}/events`} data-live-note="connection" data-live-announce="announce" data-live-then={path}>
        <IntakeView intake={intake} />
      </div>
    </>
  )
}

/** What of the page follows the reading. */
export function IntakeView({ intake }: { intake: Intake }) {
  return (
    <>
      <h2>
        Pages <span class="meta">{intake.status === 'waiting' ? 'waiting for a worker' : progressWords(intake)}</span>
      </h2>
      <PageList pages={pagesOf(intake)} />
      {intake.status === 'waiting' || intake.status === 'reading' ? null : (
        <p class="actions">
          <a class="button" href={intakePath(intake.id)}>
            {intake.status === 'finished' ? 'To what is proposed' : 'See why it ended'}
          </a>
        </p>
      )}
    </>
  )
}

function Failed({ intake }: { intake: Intake }) {
  return (
    <>
      <ProblemBox head="The addresses could not be read.">
        <p>{intake.reason ?? 'No reason is known. Try again.'}</p>
      </ProblemBox>
      <section class="block" aria-labelledby="pages-title">
        <h2 id="pages-title">Pages</h2>
        <PageList pages={pagesOf(intake)} />
      </section>
      <AddressForm text={intake.addresses.join('\n')} tool={intake.tool} models={[]} model="" problem={null} title="Read them again" />
    </>
  )
}
