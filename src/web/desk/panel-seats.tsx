import { unscoredWords } from '../../contracts/call.js'
import { jurorCall, seatCall } from '../../panels/record/seat-call.js'
import type { SeatFigures } from '../../panels/store/panel-figures.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { jurorsText } from '../../site/pages/record/jury-words.js'
import { CallMark } from '../../site/pages/record/parts.js'
import { digitsOf } from '../../site/pages/record/words.js'
import { countSeats, groupBySeat, type PanelFrame, type PanelNow } from './panel-state.js'
import { reasonText, tokensText, usdText } from './parts.js'
import { verdictPath } from './paths.js'

type SeatsProps = { frame: PanelFrame; now: PanelNow; hidesCalls: boolean }

/** The seats of a panel, tool by tool: each with its drafts, their states and what they took. */
export function Seats({ frame, now, hidesCalls }: SeatsProps) {
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
      {groupBySeat(seats).map((drafts) => (
        <tbody>
          {drafts.length > 1 ? <SeatOfSeveral drafts={drafts} {...panel} /> : null}
          {drafts.map((draft) => (
            <SeatRow figures={draft} siblings={drafts} {...panel} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

/** A seat above its drafts: how many are made, and once all are, what its jurors come to. */
function SeatOfSeveral({ drafts, frame, now, hidesCalls }: SeatsProps & { drafts: readonly SeatFigures[] }) {
  const { drafted, unscored, all } = countSeats(drafts)
  const jurors = jurorsOf(drafts)
  const [first] = drafts
  return (
    <tr class="seat-of">
      <th scope="row">{first === undefined ? null : <SeatName figures={first} frame={frame} now={now} />}</th>
      <td>
        {drafted} of {digitsOf(all, 'draft')} made{unscored === 0 ? null : `, ${unscored} unscored`}
      </td>
      <td colspan={4}>
        {hidesCalls || drafted + unscored < all ? null : (
          <>
            <CallMark call={seatCall(jurors.map(({ call }) => call))} /> <span class="meta">{jurorsText({ jurors })}</span>
          </>
        )}
      </td>
    </tr>
  )
}

/** What each juror of a seat calls, over its drafts. */
function jurorsOf(drafts: readonly SeatFigures[]) {
  return [...new Set(drafts.map(({ seat }) => seat.model))].map((model) => {
    const calls = drafts.filter(({ seat }) => seat.model === model).map(({ call }) => call)
    return { model, calls, call: jurorCall(calls) }
  })
}

/** The seat's name, a link to its verdict once there is one. */
function SeatName({
  figures: { seat, verdictId },
  frame,
  now: { recordId },
}: Pick<SeatsProps, 'frame' | 'now'> & { figures: SeatFigures }) {
  const name = revealInvisible(frame.personas.find(({ id }) => id === seat.persona)?.seat ?? seat.persona)
  return (
    <>
      {recordId === null || verdictId === null ? name : <a href={verdictPath(recordId, verdictId)}>{name}</a>}
      {seat.against === undefined ? null : <div class="meta">head to head with {seat.against}</div>}
    </>
  )
}

/** `siblings`: every draft of the seat, this one among them. */
type RowProps = SeatsProps & { figures: SeatFigures; siblings: readonly SeatFigures[] }

function SeatRow({ figures, frame, now, hidesCalls, siblings }: RowProps) {
  const { seat, status, call, usage, costUsd, latencyMs } = figures
  const isRepeated = siblings.filter((draft) => draft.seat.model === seat.model).length > 1
  const hasEnded = status === 'drafted' || status === 'unscored'
  return (
    <tr>
      <th scope="row">
        {siblings.length > 1 ? null : <SeatName figures={figures} frame={frame} now={now} />}
        <div class="meta">
          <span class="mono">{seat.model}</span>
          {isRepeated ? `, draft ${seat.repeat ?? 1}` : null}
        </div>
      </th>
      <td>
        <SeatMark figures={figures} />
        <Why figures={figures} />
      </td>
      <td>
        {hidesCalls && status === 'drafted' ? (
          <span class="meta">your own call first</span>
        ) : hasEnded && seat.against === undefined ? (
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
      {reason === null ? null : reasonText(reason)}
      {status === 'planned' && deferrals > 0 ? ` Asked to come back later ${deferrals === 1 ? 'once' : `${deferrals} times`}.` : null}
    </div>
  )
}

function secondsText(latencyMs: number | null): string {
  return latencyMs === null ? '—' : `${(latencyMs / 1000).toFixed(latencyMs < 10_000 ? 1 : 0)} s`
}
