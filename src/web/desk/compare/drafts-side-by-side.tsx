import type { Draft } from '../../../contracts/verdict.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { recordId } from '../../../platform/ids.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { diffWords } from '../../../review/rules/word-diff.js'
import { CallMark } from '../../../site/pages/record/parts.js'
import { digitsOf } from '../../../site/pages/record/words.js'
import { usdText } from '../parts.js'
import { recordPath } from '../paths.js'
import { Words } from '../verdict/diff.js'
import { type ComparedPanel, callOf, type DraftPair, type SideDraft } from './pair-drafts.js'

type Sides = { a: ComparedPanel; b: ComparedPanel }

/** Seats of two panels, each with its two drafts beside each other, and what differs between them. */
export function DraftsSideBySide({ a, b, pairs }: Sides & { pairs: readonly DraftPair[] }) {
  return (
    <>
      {pairs.map((pair, index) => (
        <section class="block" aria-labelledby={`pair-${index}`}>
          <h2 id={`pair-${index}`}>
            {seatName({ a, b }, pair.persona)} on {toolName(a, pair.tool)}
            {hasNamesake(pairs, pair) ? `, ${modelsOf(pair)}` : ''}
          </h2>
          <p class="meta">{differences({ a, b }, pair)}</p>
          <div class="two-up">
            <DraftSide name="First panel" panel={a} draft={pair.a} other={null} pair={pair} />
            <DraftSide name="Second panel" panel={b} draft={pair.b} other={pair.a} pair={pair} />
          </div>
        </section>
      ))}
    </>
  )
}

/** Whether another pair is of the same persona and tool: then the models tell them apart. */
function hasNamesake(pairs: readonly DraftPair[], { persona, tool }: DraftPair): boolean {
  return pairs.filter((other) => other.persona === persona && other.tool === tool).length > 1
}

function modelsOf({ a, b }: DraftPair): string {
  const named = [a, b].flatMap((side) => {
    if (side === null) return []
    const { model, repeat = 1 } = side.state.seat
    return [`${model}${repeat > 1 ? ` (draft ${repeat})` : ''}`]
  })
  return revealInvisible([...new Set(named)].join(' and '))
}

function seatName({ a, b }: Sides, persona: string): string {
  return revealInvisible([...a.personas, ...b.personas].find(({ id }) => id === persona)?.seat ?? persona)
}

function toolName({ dossiers }: ComparedPanel, slug: string): string {
  return isolate(revealInvisible(dossiers.find(({ tool }) => tool.slug === slug)?.tool.name ?? slug))
}

/** What is not the same on both sides, in one line. */
function differences({ a, b }: Sides, { persona, a: one, b: other }: DraftPair): string {
  if (one === null || other === null) return `Only the ${one === null ? 'second' : 'first'} panel has this draft.`
  const [then, now] = [a, b].map(({ plan }) => plan.personas.find(({ id }) => id === persona))
  const isSameVersion = then?.version === now?.version
  const said = [
    one.state.seat.model === other.state.seat.model ? '' : `model ${one.state.seat.model} → ${other.state.seat.model}`,
    then?.sha256 === now?.sha256
      ? ''
      : isSameVersion
        ? `persona version ${then?.version}, its file edited in between`
        : `persona version ${then?.version} → ${now?.version}`,
    callOf(one) === callOf(other) ? '' : `call ${callOf(one) ?? 'none'} → ${callOf(other) ?? 'none'}`,
  ].filter((each) => each !== '')
  if (said.length > 0) return `Differs: ${revealInvisible(said.join('; '))}.`
  const isSameReply = one.outcome !== null && one.outcome.callKey !== null && one.outcome.callKey === other.outcome?.callKey
  return isSameReply
    ? 'Persona, model and call are the same: it is the same reply, out of the ledger.'
    : 'Persona, model and call are the same.'
}

type DraftSideProps = { name: string; panel: ComparedPanel; draft: SideDraft | null; other: SideDraft | null; pair: DraftPair }

/** One side of a pair. Where `other` has a draft too, its quote is shown against that one's, word by word. */
function DraftSide({ name, panel, draft, other, pair: { persona } }: DraftSideProps) {
  if (draft === null)
    return (
      <article aria-label={name}>
        <p class="kicker">{name}</p>
        <p class="empty">Has no such draft.</p>
      </article>
    )
  const { state, outcome } = draft
  const { seat, status, reason } = state
  const version = panel.plan.personas.find(({ id }) => id === persona)?.version
  return (
    <article aria-label={name}>
      <p class="kicker">{name}</p>
      <p>
        {outcome?.status === 'drafted' ? <CallMark call={outcome.draft.call} /> : null}{' '}
        <span class="mono">{revealInvisible(seat.model)}</span>
        <span class="meta">
          {' '}
          · persona version {version}
          {(seat.repeat ?? 1) > 1 ? `, draft ${seat.repeat}` : ''} · {outcome === null ? 'no cost yet' : usdText(outcome.costUsd)}
        </span>
      </p>
      {outcome?.status === 'drafted' ? (
        <DraftWords
          draft={outcome.draft}
          before={other?.outcome?.status === 'drafted' ? other.outcome.draft : null}
          panel={panel}
          seat={seat}
        />
      ) : (
        <p class="meta">
          {status === 'unscored' ? 'Unscored. ' : 'Not drafted yet. '}
          {reason === null ? '' : asSentence(revealInvisible(reason))}
        </p>
      )}
    </article>
  )
}

type DraftWordsProps = { draft: Draft; before: Draft | null; panel: ComparedPanel; seat: SideDraft['state']['seat'] }

function DraftWords({ draft: { quote, evidence }, before, panel, seat }: DraftWordsProps) {
  const sources = panel.dossiers.find(({ tool }) => tool.slug === seat.tool)?.sources ?? []
  const titleOf = (id: string) => sources.find((source) => source.id === id)?.title ?? id
  const known = new Set((before?.evidence ?? []).map((each) => `${each.source} ${each.quote}`))
  return (
    <>
      <p class="version">{before === null ? <bdi>{revealInvisible(quote)}</bdi> : <Words parts={diffWords(before.quote, quote)} />}</p>
      <details class="ask">
        <summary>Evidence, {digitsOf(evidence.length, 'passage')}</summary>
        <ul class="rows">
          {evidence.map((each) => (
            <li>
              <q class="serif">{isolate(revealInvisible(each.quote))}</q>
              <p class="meta">
                {isolate(revealInvisible(titleOf(each.source)))}. {asSentence(revealInvisible(each.shows))}
                {known.has(`${each.source} ${each.quote}`) ? ' Cited in both.' : null}
                {each.status === 'not found' ? <span class="flag"> Not found in the source.</span> : null}
              </p>
            </li>
          ))}
        </ul>
      </details>
      {panel.status === 'finished' ? (
        <p class="meta">
          <a href={recordPath(recordId(panel.plan.panelId))}>Its record, as people edited it</a>
        </p>
      ) : null}
    </>
  )
}
