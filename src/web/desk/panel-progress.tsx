import type { Actor } from '../../contracts/actor.js'
import { RepliesCleanedError } from '../../panels/store/reopen-panel.js'
import type { KinPanel } from '../../panels/store/tool-suggestions.js'
import { UsageError } from '../../platform/errors.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { isolate } from '../../platform/text/text-direction.js'
import { liveScriptAsset } from './assets.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { Page, PageHead } from './layout.js'
import { mustCallFirst, type PanelFrame, type PanelNow, progressText, readFrame, readNow } from './panel-state.js'
import { PanelView } from './panel-view.js'
import { Ids, Moment, PanelMark, personasText, RefusedBox, SaidBox } from './parts.js'
import { againPath, comparePath, panelPath } from './paths.js'
import { readForm, sendNotFound, sendPage, textOf } from './send.js'

type Refusal = { why: string; fix: string }

/** A panel and its seats as they are; with the page's script, live. */
export async function showPanel(c: DeskContext, dependencies: DeskDependencies, refusal?: Refusal): Promise<Response> {
  const frame = await readFrame(dependencies, c.req.param('panelId') ?? '')
  if (frame === null) return sendNotFound(c, 'panel')
  const state = await readNow(dependencies, frame.plan.panelId)
  const hidesCalls = mustCallFirst(dependencies.review, actorOf(c))
  const kin = await dependencies.dossiers.panelsOver(frame.plan, shownKin)
  const known = kin.length === 0 ? [] : [...(await dependencies.personas()), ...frame.personas]
  const seats = new Map(known.map(({ id, seat }) => [id, seat]))
  return sendPanel(c, { frame, state, kin, seats, hidesCalls, refusal: refusal ?? null, now: dependencies.runtime.now() })
}

/** The newest panels over the same dossiers that a panel's page offers. */
const shownKin = 8

type Shown = Pick<KinProps, 'kin' | 'seats' | 'hidesCalls' | 'now'> & { frame: PanelFrame; state: PanelNow; refusal: Refusal | null }

function sendPanel(c: DeskContext, { frame, state, kin, seats, hidesCalls, refusal, now }: Shown): Response | Promise<Response> {
  const actor = actorOf(c)
  const { panelId, recordingSet } = frame.plan
  const path = panelPath(panelId)
  const title = frame.dossiers.map(({ tool }) => isolate(revealInvisible(tool.name))).join(' vs ')
  const isRunning = state.status === 'running'
  return sendPage(
    c,
    <Page title={`Panel: ${title}`} actor={actor} path={path} script={isRunning ? liveScriptAsset : []}>
      <PageHead
        title={title}
        kicker={recordingSet === null ? 'Panel' : 'Panel on recordings'}
        terms={['seat', 'juror', 'draft', 'unscored', 'split']}
      >
        {mayAs(actor, 'editor') ? <a href={againPath(panelId)}>Draft again with…</a> : null}
        <a href={path}>Refresh</a>
      </PageHead>
      <p class="meta">
        Begun <Moment at={frame.createdAt} now={now} />
      </p>
      {refusal === null ? <Said said={c.req.query('said')} /> : <RefusedBox {...refusal} />}
      <p class="connection" id="connection" role="status"></p>
      <p class="hide" id="announce" role="status">
        {isRunning ? progressText(state) : ''}
      </p>
      <div class="block" data-live={isRunning ? `${path}/events` : undefined} data-live-note="connection" data-live-announce="announce">
        <PanelView frame={frame} now={state} mayAct={mayAs(actor, 'editor')} hidesCalls={hidesCalls} />
      </div>
      <Kin panelId={panelId} kin={kin} now={now} hidesCalls={hidesCalls} seats={seats} />
      <Ids
        ids={[
          ['Panel', panelId],
          ...frame.dossiers.map(({ tool, sha256 }) => [`Dossier of ${isolate(revealInvisible(tool.name))}`, sha256] as const),
        ]}
      />
    </Page>,
    refusal === null ? 200 : 409,
  )
}

/** `seats`: of this panel's personas and those that there are now, by their ids. */
type KinProps = { panelId: string; kin: readonly KinPanel[]; now: Date; hidesCalls: boolean; seats: ReadonlyMap<string, string> }

/** Other panels over a dossier of this one, by what tells them apart, each to be set beside it. */
function Kin({ panelId, kin, now, hidesCalls, seats }: KinProps) {
  if (kin.length === 0) return null
  return (
    <section class="block" aria-labelledby="kin-title">
      <h2 id="kin-title">Panels over the same dossiers</h2>
      <ul class="rows">
        {kin.map(({ panelId: other, plan, status, createdAt }) => (
          <li>
            <a href={panelPath(other)}>
              <Moment at={createdAt} now={now} />
            </a>{' '}
            <PanelMark status={status} />
            {hidesCalls ? null : (
              <>
                {' '}
                · <a href={comparePath(panelId, other)}>Side by side</a>
              </>
            )}
            <p class="meta">
              {personasText(plan.personas.map(({ id, version }) => ({ seat: seats.get(id) ?? id, version })))} ·{' '}
              <span class="mono">{revealInvisible(plan.jurors.join(', '))}</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

const saidWords: Readonly<Record<string, string>> = {
  same: 'The same panel was running already: this is it. Nothing was started twice.',
  cancelled: 'The panel is cancelled. What is drafted stays.',
  resumed: 'The panel goes on with the seats that have no draft.',
  retried: 'The seats without a draft are tried again.',
}

function Said({ said }: { said: string | undefined }) {
  const words = said === undefined || !Object.hasOwn(saidWords, said) ? undefined : saidWords[said]
  return words === undefined ? null : <SaidBox>{words}</SaidBox>
}

type Step = 'cancel' | 'retry' | 'resume'
const done: Record<Step, string> = { cancel: 'cancelled', retry: 'retried', resume: 'resumed' }

/** Cancels a panel, goes on with it, or tries its open seats again; then its page, or why not. */
export function changePanel(step: Step) {
  return async (c: DeskContext, dependencies: DeskDependencies): Promise<Response> => {
    const panelId = c.req.param('panelId') ?? ''
    if ((await readFrame(dependencies, panelId)) === null) return sendNotFound(c, 'panel')
    const budget = textOf(await readForm(c), 'budget').trim()
    if (budget !== '' && !/^\d{1,5}(?:\.\d{1,8})?$/.test(budget)) {
      return showPanel(c, dependencies, { why: 'the budget is no amount of US dollars', fix: 'write it like 0.50, or leave it empty' })
    }
    const actor = actorOf(c)
    try {
      await take(step, { dependencies, panelId, by: actor, budgetUsd: budget === '' ? undefined : Number(budget) })
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      return showPanel(c, dependencies, {
        why: error.message,
        fix: error instanceof RepliesCleanedError ? error.fix : 'look at the panel as it is now',
      })
    }
    return c.redirect(`${panelPath(panelId)}?said=${done[step]}`, 303)
  }
}

type Taking = { dependencies: DeskDependencies; panelId: string; by: Actor; budgetUsd: number | undefined }

async function take(step: Step, { dependencies: { actions }, panelId, by, budgetUsd }: Taking): Promise<void> {
  const terms = { by, ...(budgetUsd === undefined ? {} : { budgetUsd }) }
  if (step === 'cancel') await actions.cancel(panelId, `the panel was cancelled by ${by.name}, at the desk`, by)
  else if (step === 'retry') await actions.retry(panelId, terms)
  else await actions.resume(panelId, terms)
}
