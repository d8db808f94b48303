import { createLogUpdate } from 'log-update'
import type { ComparedOutcome, SeatEnding } from '../contracts/head-to-head.js'
import { type Taken, takenInAll } from '../panels/ledger/taken.js'
import type { PanelSummary } from '../panels/store/panel-lists.js'
import type { PanelState } from '../panels/store/panels.js'
import { sumKnown } from '../platform/sums.js'
import { resultText } from '../site/pages/record/head-to-head-words.js'
import { exitCodes } from './exit.js'
import { findPanel } from './find-panel.js'
import { type Session, withApp } from './session.js'
import { renderTable } from './table.js'

/** How often a watched panel is read again. */
const watchEveryMs = 1_000
const listedPanels = 20
const defaultColumns = 100

export type StatusOptions = { watch?: boolean; json?: boolean }

/** The state of a panel, seat by seat; without an id, the newest panels. With `--watch`, again every second until the panel has ended. */
export async function status(id: string | undefined, { watch = false, json = false }: StatusOptions): Promise<void> {
  process.exitCode = await withApp(async (session) => {
    const { app } = session
    if (id === undefined && !watch) {
      const recent = await app.panels.recent(listedPanels)
      process.stdout.write(
        json ? `${JSON.stringify({ schema: 'panel.panels/1', panels: recent.map(toListed) }, null, 2)}\n` : renderList(recent),
      )
      return exitCodes.done
    }
    const panel = watch ? await watchPanel(session, id) : await findPanel(app, id)
    if (json) process.stdout.write(`${JSON.stringify(toJson(panel), null, 2)}\n`)
    else process.stdout.write(renderPanel(panel, { now: session.runtime.now(), columns: columnsOf(session) }))
    const isUnscored = panel.status === 'finished' && panel.seats.some((seat) => seat.status === 'unscored')
    return isUnscored ? exitCodes.someUnscored : exitCodes.done
  })
}

function columnsOf({ config }: Session): number {
  return process.stdout.columns ?? config.columns ?? defaultColumns
}

/** Shows the panel on stderr until it has ended, or until someone stops the watching, and returns it as it then is. */
async function watchPanel(session: Session, id: string | undefined): Promise<PanelState> {
  const { app, runtime, signal } = session
  const { plan } = await findPanel(app, id)
  const live = process.stderr.isTTY ? createLogUpdate(process.stderr) : null
  for (;;) {
    const panel = await findPanel(app, plan.panelId)
    live?.(renderPanel(panel, { now: runtime.now(), columns: columnsOf(session) - 1 }))
    if (panel.status === 'running' && !signal.aborted) {
      await runtime.sleep(watchEveryMs, signal).catch(() => undefined)
      continue
    }
    live?.clear()
    return panel
  }
}

/** A panel for a terminal of that many columns. Pure. */
export function renderPanel(
  { plan, status: panelStatus, reason, run, startedAt, finishedAt, repliesCleanedAt, seats }: PanelState,
  view: { now: Date; columns: number },
): string {
  const seconds = Math.round(((finishedAt ?? view.now).getTime() - startedAt.getTime()) / 1000)
  const count = (wanted: string) => seats.filter((seat) => seat.status === wanted).length
  const spent = sumKnown(seats.map(({ outcome }) => (outcome === null ? 0 : takenOf(outcome).costUsd)))
  const rows = seats.map(({ seat, status: seatStatus, outcome, reason: why }) => [
    seat.persona,
    seat.against === undefined ? seat.tool : `${seat.tool} or ${seat.against}`,
    `${seat.model}${seat.repeat === undefined ? '' : `, again (${seat.repeat})`}`,
    seatStatus === 'planned' ? 'waiting' : seatStatus,
    tokensText(outcome),
    outcome?.status === 'drafted' ? outcome.draft.call : outcome?.status === 'compared' ? outcomeText(outcome) : (why ?? ''),
  ])
  return [
    `Panel ${plan.panelId}: ${panelStatus}${reason === null ? '' : ` (${reason})`}, ${seconds} s${run > 1 ? `, run ${run}` : ''}`,
    `${count('drafted')} drafted, ${count('unscored')} unscored, ${count('drafting')} drafting, ${count('planned')} waiting; replies worth ${spent === null ? 'a price that is not known' : `$${spent.toFixed(4)}`}`,
    '',
    renderTable({ head: ['persona', 'tool', 'model', 'seat', 'tokens', 'call or reason'], rows, columns: view.columns }),
    repliesCleanedAt === null ? nextStep(plan.panelId, panelStatus, count('unscored')) : cleanedText(repliesCleanedAt),
  ]
    .filter((line) => line !== null)
    .join('\n')
}

function outcomeText({ result }: ComparedOutcome): string {
  return resultText(result, (slug) => slug)
}

function tokensText(outcome: PanelState['seats'][number]['outcome']): string {
  const usage = outcome === null ? null : takenOf(outcome).usage
  if (usage === null) return ''
  const { inputTokens, outputTokens } = usage
  return inputTokens === null || outputTokens === null ? 'not known' : `${inputTokens} in, ${outputTokens} out`
}

function nextStep(panelId: string, panelStatus: PanelState['status'], unscored: number): string {
  if (panelStatus === 'running') return `Stop it: panel cancel ${panelId}\n`
  if (panelStatus === 'cancelled') return `Go on: panel resume ${panelId}\n`
  if (panelStatus === 'failed' || unscored > 0) return `Try the open seats again: panel retry ${panelId}\n`
  return `The record: panel show ${panelId.replace(/^pnl_/, 'rec_')}\n`
}

function cleanedText(at: Date): string {
  const day = at.toISOString().slice(0, 10)
  return `Its replies were deleted on ${day}, as retention.repliesDays says: it can be read, and not be run again. Start a new panel: panel compare …\n`
}

function renderList(recent: readonly PanelSummary[]): string {
  if (recent.length === 0) return 'There is no panel yet. Make the first with: panel demo\n'
  const rows = recent.map(({ panelId, plan, status: panelStatus, priority, createdAt, seats }) => [
    panelId,
    `${panelStatus}${priority === 'background' ? ' (background)' : ''}`,
    `${seats.drafted} of ${plan.seats.length}${seats.unscored > 0 ? `, ${seats.unscored} unscored` : ''}`,
    createdAt.toISOString().slice(0, 16).replace('T', ' '),
    plan.tools.map(({ slug }) => slug).join(' vs '),
  ])
  const columns = process.stdout.columns ?? defaultColumns
  return `${renderTable({ head: ['panel', 'status', 'drafted', 'started (UTC)', 'tools'], rows, columns })}\n`
}

function toListed({ panelId, plan, status, reason, priority, askedBy, createdAt, finishedAt, seats }: PanelSummary) {
  return {
    panelId,
    status,
    reason,
    priority,
    askedBy,
    createdAt,
    finishedAt,
    seats,
    tools: plan.tools.map(({ slug }) => slug),
    jurors: plan.jurors,
  }
}

function toJson({ plan, status: panelStatus, seats, ...panel }: PanelState) {
  return {
    schema: 'panel.status/1',
    panelId: plan.panelId,
    status: panelStatus,
    ...panel,
    seats: seats.map(({ seat, status: seatStatus, outcome, reason }) => ({
      ...seat,
      status: seatStatus,
      call: outcome?.status === 'drafted' ? outcome.draft.call : null,
      reason,
      usage: outcome === null ? null : takenOf(outcome).usage,
      costUsd: outcome === null ? null : takenOf(outcome).costUsd,
    })),
  }
}

/** What a seat's calls took, those of a second draft and for a second opinion included. */
function takenOf(outcome: SeatEnding): Taken {
  const { usage, costUsd, latencyMs } = outcome
  const { steering, opinion } = outcome.status === 'drafted' ? outcome : {}
  const blind = outcome.status === 'unscored' ? undefined : outcome.blind
  return takenInAll({ usage, costUsd, latencyMs }, steering, blind, opinion)
}
