import { recordIdSchema } from '../../../contracts/review-ids.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { sumKnown } from '../../../platform/sums.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { digitsOf } from '../../../site/pages/record/words.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext, mayAs } from '../env.js'
import { Page, PageHead } from '../layout.js'
import { mustCallFirst, readFrame } from '../panel-state.js'
import { Moment, PanelMark, personasText, usdText } from '../parts.js'
import { againPath, comparePath, panelPath } from '../paths.js'
import { sendNotFound, sendPage, sendPlain } from '../send.js'
import { reviewStylesheet } from '../verdict/assets.js'
import { DraftsSideBySide } from './drafts-side-by-side.js'
import { type ComparedPanel, countAlike, type DraftPair, pairDrafts, type Side, sharedTools } from './pair-drafts.js'

/** So many pairs are on one page: a panel may have hundreds of drafts. */
const pairsPerPage = 8

/** Two panels over the same frozen dossiers, seat by seat: `?a=` and `?b=` name panels, or the records that they came to. */
export async function showCompare(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  if (mustCallFirst(dependencies.review, actorOf(c)))
    return sendPlain(c, {
      status: 403,
      title: 'Your own calls first',
      children: 'Reviewers call each verdict themselves before they see drafts. Make your calls in the review queue.',
    })
  const [a, b] = await Promise.all([readPanel(dependencies, c.req.query('a')), readPanel(dependencies, c.req.query('b'))])
  if (a === null || b === null) return sendNotFound(c, 'pair of panels')
  const pairs = pairDrafts(a, b)
  const pages = Math.max(1, Math.ceil(pairs.length / pairsPerPage))
  const page = Math.min(pages, Math.max(1, Number(/^[1-9]\d{0,5}$/.exec(c.req.query('page') ?? '')?.[0] ?? 1)))
  const actor = actorOf(c)
  const address = comparePath(a.plan.panelId, b.plan.panelId)
  return sendPage(
    c,
    <Page title="Panels side by side" actor={actor} path={comparePath()} styles={[reviewStylesheet]} isWide>
      <PageHead title="Panels side by side" kicker={toolNames(a, b)}>
        {mayAs(actor, 'editor') ? <a href={againPath(a.plan.panelId)}>Draft again with…</a> : null}
      </PageHead>
      <Summary a={a} b={b} pairs={pairs} now={dependencies.runtime.now()} />
      {pairs.length === 0 ? (
        <p class="empty">These panels judged no dossier in the same version, so there is nothing to set side by side.</p>
      ) : (
        <DraftsSideBySide a={a} b={b} pairs={pairs.slice((page - 1) * pairsPerPage, page * pairsPerPage)} />
      )}
      {pages === 1 ? null : (
        <nav class="pager" aria-label="Pages">
          {page === 1 ? null : <a href={`${address}&page=${page - 1}`}>Previous seats</a>}
          <span class="meta">
            Page {page} of {pages}
          </span>
          {page === pages ? null : <a href={`${address}&page=${page + 1}`}>Next seats</a>}
        </nav>
      )}
    </Page>,
  )
}

async function readPanel(dependencies: DeskDependencies, id = ''): Promise<ComparedPanel | null> {
  const panelId = recordIdSchema.safeParse(id).success ? id.replace(/^rec_/, 'pnl_') : id
  const frame = await readFrame(dependencies, panelId)
  const found = frame === null ? null : await dependencies.panels.lookUp(panelId)
  return frame === null || found === null ? null : { ...frame, seats: found.seats, status: found.status }
}

function toolNames(a: ComparedPanel, b: ComparedPanel): string {
  const shared = sharedTools(a.plan, b.plan)
  const names = a.dossiers.filter(({ tool }) => shared.includes(tool.slug)).map(({ tool }) => isolate(revealInvisible(tool.name)))
  return names.length === 0 ? 'No tool in common' : names.join(' vs ')
}

/** The two panels in a table: who drafted, as which personas, what it cost and how alike they call. */
function Summary({ a, b, pairs, now }: { a: ComparedPanel; b: ComparedPanel; pairs: readonly DraftPair[]; now: Date }) {
  const { called, alike } = countAlike(pairs)
  const sides = [a, b]
  return (
    <>
      <p class="lede">
        {called === 0
          ? 'No seat has a call on both sides yet.'
          : `Of ${digitsOf(called, 'draft')} with a call on both sides, ${alike} ${alike === 1 ? 'is' : 'are'} alike.`}{' '}
        Drafts are shown as the models wrote them; what people edited is in the records.
      </p>
      <div class="scroll-x">
        <table class="list">
          <thead>
            <tr>
              <td></td>
              <th scope="col">First panel</th>
              <th scope="col">Second panel</th>
            </tr>
          </thead>
          <tbody>
            <Row name="Panel" cells={sides.map((side) => <PanelCell side={side} now={now} />)} />
            <Row name="Personas" cells={sides.map(({ personas }) => personasText(personas))} />
            <Row name="Jurors" cells={sides.map(({ plan }) => revealInvisible(plan.jurors.join(', ')))} />
            <Row name="Cost of the drafts" cells={sides.map((side) => usdText(costOf(side)))} />
          </tbody>
        </table>
      </div>
    </>
  )
}

function PanelCell({ side, now }: { side: ComparedPanel; now: Date }) {
  return (
    <>
      <a href={panelPath(side.plan.panelId)}>
        <Moment at={side.createdAt} now={now} />
      </a>{' '}
      <PanelMark status={side.status} />
    </>
  )
}

function Row({ name, cells }: { name: string; cells: readonly unknown[] }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map((cell) => (
        <td>{cell}</td>
      ))}
    </tr>
  )
}

/** US dollars of the drafts that were made, in whichever panel they were bought; null where one is not known. */
function costOf({ seats }: Side): number | null {
  return sumKnown(seats.flatMap(({ outcome }) => (outcome === null ? [] : [outcome.costUsd])))
}
