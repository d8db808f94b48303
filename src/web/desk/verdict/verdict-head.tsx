import type { Child } from 'hono/jsx'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import type { VerdictView } from '../../../review/views.js'
import { digitsOf, groupDigits } from '../../../site/pages/record/words.js'
import { Explained } from '../explained.js'
import { Moment } from '../parts.js'
import { againPath, queuePath, recordPath, verdictPath } from '../paths.js'
import { actionPath } from './links.js'
import { SampleLine } from './sample-line.js'

/** The state of a verdict, in one line for the bottom of the page. */
export function stateLine({ isHidden, blocking, state }: VerdictView): string {
  if (isHidden) return 'the draft is hidden until you call'
  if (blocking.length === 0) return state === 'accepted' ? 'accepted, nothing blocks' : 'nothing blocks'
  return `${groupDigits(blocking.length)} ${blocking.length === 1 ? 'thing blocks' : 'things block'} the approval`
}

/** Which verdict it is, its state, and the way to its neighbours. */
export function VerdictHead({ view, now, mayDraftAgain }: { view: VerdictView; now: Date; mayDraftAgain: boolean }) {
  const { persona, tool, current, model, recordId, recordTitle, verdictId, order } = view
  const jury = view.verdict?.jury
  const at = order.indexOf(verdictId)
  const [previous, next] = [order[at - 1], order[at + 1]]
  return (
    <div class="verdict-head">
      <p class="kicker">
        <a href={queuePath}>Review queue</a> · <a href={recordPath(recordId)}>{revealInvisible(recordTitle)}</a>
      </p>
      <h1 class="title">
        {revealInvisible(persona.seat)} on {revealInvisible(tool.name)}
      </h1>
      <p class="meta">
        <StateWord view={view} />
        {' · '}
        {jury === undefined ? 'seat of ' : `${digitsOf(jury.jurors.length, 'juror')}, in the words of `}
        <span class="mono">{revealInvisible(model)}</span>, persona version {persona.version}
        {current === null ? null : (
          <>
            {' · '}revision {current.number} by {authorOf(current)}, <Moment at={current.at} now={now} />
          </>
        )}
      </p>
      <SampleLine view={view} />
      <nav class="jump meta" aria-label="This verdict">
        {view.isHidden || current === null ? null : (
          <a href={actionPath(recordId, verdictId, 'history')} data-key="h">
            History, {view.history.length} {view.history.length === 1 ? 'revision' : 'revisions'}
          </a>
        )}
        {view.isHidden ? null : <a href="#comments">Comments, {view.comments.filter(({ resolved }) => resolved === null).length} open</a>}
        {mayDraftAgain ? <a href={againPath(panelOf(recordId), { tool: tool.slug, persona: persona.id })}>Draft again with…</a> : null}
        {previous === undefined ? null : <a href={verdictPath(recordId, previous)}>Previous in the record</a>}
        {next === undefined ? null : <a href={verdictPath(recordId, next)}>Next in the record</a>}
      </nav>
      <Explained terms={['seat', 'juror', 'draft', 'call', 'evidence', 'flag', 'unscored', 'split', 'steering text']} />
    </div>
  )
}

/** A record's id follows from its panel's. */
function panelOf(recordId: string): string {
  return recordId.replace(/^rec_/, 'pnl_')
}

const stateWords: Record<VerdictView['state'], { kind: string; word: string }> = {
  planned: { kind: 'waits', word: 'Planned' },
  drafting: { kind: 'runs', word: 'Drafting' },
  unscored: { kind: 'needs', word: 'Unscored' },
  drafted: { kind: 'needs', word: 'Drafted' },
  edited: { kind: 'needs', word: 'Edited' },
  accepted: { kind: 'done', word: 'Accepted' },
}

/** The state of a verdict: a mark and a word. */
export function StateWord({ view: { state } }: { view: Pick<VerdictView, 'state'> }) {
  const { kind, word } = stateWords[state]
  return <span class={`state ${kind}`}>{word}</span>
}

/** Who wrote a revision: a person's name, or the model. */
export function authorOf({ author }: NonNullable<VerdictView['current']>): Child {
  return author.kind === 'model' ? <span class="mono">{revealInvisible(author.model)}</span> : revealInvisible(author.name)
}
