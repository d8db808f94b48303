import type { Child } from 'hono/jsx'
import type { Proposal } from '../../../contracts/proposal.js'
import type { Intake } from '../../../evidence/store/intakes.js'
import { liveScriptAsset } from '../assets.js'
import { formOfIntake } from '../dossier/act.js'
import { actorOf, type DeskContext } from '../env.js'
import { Page, PageHead } from '../layout.js'
import { ProblemBox } from '../parts.js'
import { intakePath, toolsPath } from '../paths.js'
import { sendNotFound, sendPage } from '../send.js'
import { AddressForm } from './address-form.js'
import type { IntakeDeskDependencies } from './dependencies.js'
import { PageList, pagesOf, progressWords } from './page-list.js'
import { Asked, ProposalHead } from './proposal-head.js'

/** The intake of an address's id; null where there is none. */
export async function findIntake(c: DeskContext, { intakes }: Pick<IntakeDeskDependencies, 'intakes'>): Promise<Intake | null> {
  const id = c.req.param('intakeId') ?? ''
  return /^int_[0-9a-z]{1,64}$/.test(id) ? intakes.find(id) : null
}

/** How an intake goes, live; once it has ended, the form of a dossier filled with what is proposed, or why nothing is. */
export async function showIntake(c: DeskContext, dependencies: IntakeDeskDependencies): Promise<Response> {
  const intake = await findIntake(c, dependencies)
  if (intake === null) return sendNotFound(c, 'reading of addresses')
  if (intake.proposal !== null) {
    const { proposal } = intake
    return proposal.sources.length > 0 ? formOfIntake(c, dependencies, intake.id) : sendNothing(c, dependencies, { intake, proposal })
  }
  return sendIntakePage(
    c,
    dependencies,
    intake,
    'The addresses',
    intake.status === 'failed' ? <Failed intake={intake} /> : <Progress intake={intake} />,
  )
}

function sendNothing(c: DeskContext, dependencies: IntakeDeskDependencies, shown: { intake: Intake; proposal: Proposal }) {
  const content = (
    <>
      <ProposalHead {...shown} places={new Map()} />
      <p class="empty">
        Nothing could be read, so there is nothing to propose. <a href={`${toolsPath}#add`}>Read other addresses</a>, or{' '}
        <a href={`${toolsPath}/new`}>write the dossier by hand</a>.
      </p>
    </>
  )
  return sendIntakePage(c, dependencies, shown.intake, 'A tool without a name', content)
}

function sendIntakePage(
  c: DeskContext,
  { runtime }: IntakeDeskDependencies,
  intake: Intake,
  title: string,
  content: Child,
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
      <Asked intake={intake} now={runtime.now()} />
      {content}
    </Page>,
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
