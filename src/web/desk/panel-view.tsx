import type { Child } from 'hono/jsx'
import { unscoredWords } from '../../contracts/call.js'
import type { SeatFigures } from '../../panels/store/panel-figures.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { asSentence } from '../../platform/text/sentence.js'
import { CallMark } from '../../site/pages/record/parts.js'
import { dayText, sentenceCase } from '../../site/pages/record/words.js'
import { Conflicts } from './estimate.js'
import { countSeats, type PanelFrame, type PanelNow, progressText, tokensOf } from './panel-state.js'
import { countText, PanelMark, usdText } from './parts.js'
import { panelPath, recordPath, verdictPath } from './paths.js'

type PanelProps = { frame: PanelFrame; now: PanelNow }
/** `hidesCalls` for a reviewer who must call first (blind-first). */
type PanelViewProps = PanelProps & { mayAct: boolean; hidesCalls: boolean }

/** Everything of a panel that changes: what the stream sends again whenever it differs. Nothing in it depends on the clock. */
export function PanelView({ frame, now, mayAct, hidesCalls }: PanelViewProps) {
  return (
    <>
      <Summary frame={frame} now={now} />
      {mayAct ? <Doing frame={frame} now={now} /> : null}
      <Seats frame={frame} now={now} hidesCalls={hidesCalls} />
    </>
  )
}

function Summary({ frame: { plan }, now }: PanelProps) {
  const { status, reason, seats, spending, repliesCleanedAt } = now
  const counts = countSeats(seats)
  const { input, output } = tokensOf(seats)
  return (
    <>
      <p>
        <PanelMark status={status} /> {progressText(now)}
        {reason === null ? null : ` ${asSentence(revealInvisible(reason))}`}
        {now.recordId === null ? null : (
          <>
            {' '}
            <a href={recordPath(now.recordId)}>To its record</a>
          </>
        )}
      </p>
      {repliesCleanedAt === null ? null : (
        <p>
          The replies it rests on were deleted on {dayText(repliesCleanedAt.toISOString())}, as the setting retention says: it can be read,
          and not be run again. Start a new panel instead.
        </p>
      )}
      <Conflicts conflicts={plan.conflicts ?? []} barred={plan.barred ?? []} />
      <progress value={counts.drafted + counts.unscored} max={counts.all} aria-label="Seats ended"></progress>
      <dl class="facts">
        <Fact term="Drafted">
          {counts.drafted} <small>of {counts.all}</small>
        </Fact>
        <Fact term="Unscored">{counts.unscored}</Fact>
        <Fact term="Tokens in, out">{tokensText(input, output)}</Fact>
        <Fact term="Spent by this panel">
          {usdText(spending.spentUsd)} <small>{plan.budgetUsd === null ? 'no limit' : `of ${usdText(plan.budgetUsd)}`}</small>
        </Fact>
        <Fact term="Model calls bought">{spending.called}</Fact>
        {plan.secondOpinion === undefined ? null : (
          <Fact term="Second opinion">
            <span class="mono">{revealInvisible(plan.secondOpinion.models.join(', else '))}</span>
          </Fact>
        )}
      </dl>
    </>
  )
}

function Fact({ term, children }: { term: string; children: Child }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** What may be done with a panel as it is. */
function Doing({ frame: { plan }, now: { status, seats, repliesCleanedAt } }: PanelProps) {
  const path = panelPath(plan.panelId)
  if (status === 'running') {
    return (
      <form method="post" action={`${path}/cancel`} class="actions">
        <button type="submit" class="grave" id="cancel">
          Cancel the panel
        </button>
        <span class="meta">What is drafted stays; calls under way are broken off.</span>
      </form>
    )
  }
  const isOpen = seats.some((seat) => seat.status !== 'drafted')
  if (repliesCleanedAt !== null || (status !== 'cancelled' && !isOpen)) return null
  const action = status === 'cancelled' ? 'resume' : 'retry'
  return (
    <form method="post" action={`${path}/${action}`} class="field row">
      <div>
        <label for="again-budget" class="meta">
          Budget from now on, in US dollars; empty for as it was
        </label>
        <input type="text" inputmode="decimal" id="again-budget" name="budget" autocomplete="off" />
      </div>
      <button type="submit" id="again">
        {action === 'resume' ? 'Go on with the panel' : 'Try the open seats again'}
      </button>
    </form>
  )
}

type SeatsProps = Omit<PanelViewProps, 'mayAct'>

function Seats({ frame, now, hidesCalls }: SeatsProps) {
  const { plan, dossiers } = frame
  return (
    <div class="seat-rows">
      {plan.tools.map(({ slug }) => {
        const name = revealInvisible(dossiers.find(({ tool }) => tool.slug === slug)?.tool.name ?? slug)
        return (
          <section aria-labelledby={`tool-${slug}`}>
            <h2 id={`tool-${slug}`}>{name}</h2>
            <SeatTable seats={now.seats.filter(({ seat }) => seat.tool === slug)} frame={frame} now={now} hidesCalls={hidesCalls} />
          </section>
        )
      })}
    </div>
  )
}

function SeatTable({ seats, ...panel }: SeatsProps & { seats: readonly SeatFigures[] }) {
  return (
    <table class="list stack">
      <thead>
        <tr>
          <th scope="col">Seat</th>
          <th scope="col">State</th>
          <th scope="col">Call</th>
          <th scope="col" class="num">
            Tokens in, out
          </th>
          <th scope="col" class="num">
            Cost
          </th>
          <th scope="col" class="num">
            Model time
          </th>
        </tr>
      </thead>
      <tbody>
        {seats.map((seat) => (
          <SeatRow figures={seat} {...panel} />
        ))}
      </tbody>
    </table>
  )
}

function SeatRow({ figures, frame, now, hidesCalls }: SeatsProps & { figures: SeatFigures }) {
  const { seat, verdictId, status, call, usage, costUsd, latencyMs } = figures
  const isComparison = seat.against !== undefined
  const name = frame.personas.find(({ id }) => id === seat.persona)?.seat ?? seat.persona
  const hasEnded = status === 'drafted' || status === 'unscored'
  return (
    <tr>
      <th scope="row">
        {now.recordId === null || verdictId === null ? name : <a href={verdictPath(now.recordId, verdictId)}>{name}</a>}
        {isComparison ? <div class="meta">head to head with {seat.against}</div> : null}
        <div class="meta mono">{seat.model}</div>
      </th>
      <td>
        <SeatMark figures={figures} />
        <Why figures={figures} />
      </td>
      <td>
        {hidesCalls && status === 'drafted' ? (
          <span class="meta">your own call first</span>
        ) : hasEnded && !isComparison ? (
          <CallMark call={call} />
        ) : null}
      </td>
      <td class="num" data-label="Tokens in, out">
        {hasEnded ? tokensText(usage?.inputTokens ?? null, usage?.outputTokens ?? null) : ''}
      </td>
      <td class="num" data-label="Cost">
        {hasEnded ? usdText(costUsd) : ''}
      </td>
      <td class="num" data-label="Model time">
        {hasEnded ? secondsText(latencyMs) : ''}
      </td>
    </tr>
  )
}

function SeatMark({ figures: { status, deferrals } }: { figures: SeatFigures }) {
  if (status === 'planned') return <span class="state waits">{deferrals > 0 ? 'Waits for its provider' : 'Queued'}</span>
  if (status === 'drafting') return <span class="state runs">Drafting</span>
  return status === 'drafted' ? <span class="state done">Drafted</span> : <span class="state needs">Unscored</span>
}

/** Why there is no verdict, or none yet. */
function Why({ figures: { status, reason, unscoredKind, deferrals } }: { figures: SeatFigures }) {
  if (status === 'drafted' || (reason === null && unscoredKind === null)) return null
  const words = unscoredKind === null ? '' : unscoredWords[unscoredKind]
  // Some reasons begin with the words of their kind.
  const isSaid = words !== '' && reason?.toLowerCase().startsWith(words.slice(0, -1).toLowerCase()) === true
  return (
    <div class="why">
      {isSaid || words === '' ? null : `${words} `}
      {reason === null ? null : revealInvisible(isSaid ? sentenceCase(reason) : reason)}
      {status === 'planned' && deferrals > 0 ? ` Asked to come back later ${deferrals === 1 ? 'once' : `${deferrals} times`}.` : null}
    </div>
  )
}

/** Two counts; one dash where neither is known. */
function tokensText(input: number | null, output: number | null): string {
  return input === null && output === null ? '—' : `${countText(input)}, ${countText(output)}`
}

function secondsText(latencyMs: number | null): string {
  return latencyMs === null ? '—' : `${(latencyMs / 1000).toFixed(latencyMs < 10_000 ? 1 : 0)} s`
}
