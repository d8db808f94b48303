import type { Call, SeatCall } from '../../../contracts/call.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import type { VerdictView } from '../../../review/views.js'
import { CallMark } from '../../../site/pages/record/parts.js'
import { WhyNot } from './decisions.js'
import { CallChoice, Hidden } from './fields.js'
import { actionPath } from './links.js'

/** Blind-first: a call of one's own from the sources alone, before any draft is shown. */
export function BlindCallForm({ view, back }: { view: VerdictView; back: 'verdict' | 'queue' }) {
  const { persona, tool, may } = view
  return (
    <section class="blind" id="blind">
      <h2>Your own call first</h2>
      <p class="lede">
        The draft is hidden until you have called it yourself. Read the sources as {revealInvisible(persona.seat)} would:{' '}
        {revealInvisible(persona.question)}
      </p>
      <form method="post" action={actionPath(view.recordId, view.verdictId, 'blind-call')}>
        <Hidden fields={[['back', back]]} />
        <CallChoice call={null} prefix="blind" legend={`Your call on ${revealInvisible(tool.name)}`} />
        <p class="hint meta">It stays on record and cannot be changed.</p>
        <div class="actions">
          <button type="submit" disabled={!may['blind-call'].allowed}>
            Record my call and show the draft
          </button>
        </div>
        <WhyNot permission={may['blind-call']} />
      </form>
      <h3>What this seat must answer</h3>
      <ul class="rows">
        {persona.asks.map(({ question }) => (
          <li>{revealInvisible(question)}</li>
        ))}
      </ul>
    </section>
  )
}

/** One's own blind call beside the current one. */
export function OwnBlindCall({ view }: { view: VerdictView }) {
  const { ownBlindCall, current } = view
  if (ownBlindCall === null) return null
  return (
    <p class="meta own-call">
      Before you saw the draft you called <CallMark call={ownBlindCall.call} />
      {current === null ? null : againstOwn(current.content.call, ownBlindCall.call)}
    </p>
  )
}

function againstOwn(call: SeatCall, own: Call): string {
  if (call === 'split') return ', and its jurors are split.'
  return call === own ? ', as it is.' : ', and the verdict says otherwise.'
}
