import type { Child } from 'hono/jsx'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { dayText } from '../../site/pages/record/words.js'
import { Conflicts } from './estimate.js'
import { Seats } from './panel-seats.js'
import { countSeats, type PanelFrame, type PanelNow, progressText, tokensOf } from './panel-state.js'
import { PanelMark, reasonText, tokensText, usdText } from './parts.js'
import { panelPath, recordPath } from './paths.js'

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
        {reason === null ? null : ` ${reasonText(reason)}`}
        {now.recordId === null ? null : (
          <>
            {' '}
            <a href={recordPath(now.recordId)}>To its record</a>
          </>
        )}
      </p>
      <Sample seats={seats} />
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

/** Says so when people wrote drafts as a sample, in the form of a model's reply. */
function Sample({ seats }: Pick<PanelNow, 'seats'>) {
  const drafted = seats.filter(({ status }) => status === 'drafted')
  const authored = drafted.filter(({ origin }) => origin === 'authored').length
  if (authored === 0) return null
  if (authored === drafted.length) return <p class="meta">A sample: people wrote these words, no model said them.</p>
  return (
    <p class="meta">
      A sample in part: people wrote {authored} of the {drafted.length} drafts, no model said them.
    </p>
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
