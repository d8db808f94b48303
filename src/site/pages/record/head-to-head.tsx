import { unscoredWords } from '../../../contracts/call.js'
import type { ComparedOrder, ComparingJuror, HeadToHead } from '../../../contracts/head-to-head.js'
import type { PanelRecord, RecordTool } from '../../../contracts/record.js'
import { groupBy } from '../../../platform/group-by.js'
import { directionOf } from '../../../platform/text/text-direction.js'
import { conflictPhrase } from './conflict-words.js'
import { blindText, flipsText, type NameOf, resultText, tallyText } from './head-to-head-words.js'
import { CitedAnswer, Quote } from './quote.js'
import { EvidenceItem, SourceLine } from './seat-parts.js'
import { shortName } from './words.js'

type Personas = PanelRecord['personas']
type Shown = { tools: readonly RecordTool[]; nameOf: NameOf }

export type HeadToHeadProps = { entries: readonly HeadToHead[]; personas: Personas; tools: readonly RecordTool[] }

/** Which tool each persona would take, pair by pair: who wins, where the order decides, and where the name does. Nothing without entries. */
export function HeadToHeadSection({ entries, personas, tools }: HeadToHeadProps) {
  if (entries.length === 0) return null
  const nameOf: NameOf = (slug) => {
    const tool = tools.find((candidate) => candidate.slug === slug)
    return tool === undefined ? slug : shortName(tool)
  }
  const pairs = [...groupBy(entries, ({ tools: pair }) => pair.join(' ')).values()]
  return (
    <section class="duels" id="head-to-head" aria-labelledby="head-to-head-title">
      <h2 id="head-to-head-title">Head to head</h2>
      <p class="how">
        Each reviewer also compared the tools directly, twice: with either of them first. What it says is a result only where both agree. It
        counts for nothing in panel ship.
      </p>
      {pairs.map((pair) => (
        <PairRows entries={pair} personas={personas} tools={tools} nameOf={nameOf} />
      ))}
    </section>
  )
}

function PairRows({ entries, personas, ...shown }: Omit<HeadToHeadProps, 'tools'> & Shown) {
  const names = (entries[0]?.tools ?? []).map(shown.nameOf)
  return (
    <section class="pair">
      <h3>
        {names.join(' or ')} <span class="tally num">{tallyText(entries, shown.nameOf)}</span>
      </h3>
      {entries.map((entry) => (
        <PersonaEntry entry={entry} seat={personas.find(({ id }) => id === entry.persona)?.seat ?? entry.persona} {...shown} />
      ))}
    </section>
  )
}

function PersonaEntry({ entry, seat, ...shown }: { entry: HeadToHead; seat: string } & Shown) {
  const { result, jurors, barred = [] } = entry
  const flips = flipsText(jurors)
  return (
    <article class="duel">
      <h4>
        <span class="by">{seat}</span> <b class={result?.kind === 'tool' ? 'won' : 'open'}>{resultText(result, shown.nameOf)}</b>
      </h4>
      {flips === null ? null : <p class={flips.hasFlip ? 'flag' : undefined}>{flips.text}</p>}
      {jurors.map((juror, index) => (
        <Juror juror={juror} anchor={`versus--${entry.persona}--${entry.tools.join('--')}--${index + 1}`} {...shown} />
      ))}
      {barred.map((tie) => (
        <p class="tie">
          <span class="id">{tie.model}</span> does not compare them: {conflictPhrase(tie)}.
        </p>
      ))}
    </article>
  )
}

function Juror({ juror, anchor, ...shown }: { juror: ComparingJuror; anchor: string } & Shown) {
  const ties = (juror.conflicts ?? []).map((tie) => <p class="tie">Conflict of interest: {conflictPhrase(tie)}.</p>)
  if (juror.status === 'unscored')
    return (
      <>
        <p>
          <span class="id">{juror.model}</span>: no result. {unscoredWords[juror.kind]}
        </p>
        {ties}
      </>
    )
  const blind = blindText(juror.blind, shown.nameOf)
  return (
    <details class="answers">
      <summary>
        <span class="id">{juror.model}</span>: {resultText(juror.result, shown.nameOf)}
      </summary>
      {blind === null ? null : <p class={blind.isFlip ? 'flag' : undefined}>{blind.text}</p>}
      {ties}
      {juror.orders.map((order, index) => (
        <Order order={order} anchor={`${anchor}--${index + 1}`} {...shown} />
      ))}
    </details>
  )
}

function Order({ order, anchor, tools, nameOf }: { order: ComparedOrder; anchor: string } & Shown) {
  const { first, choice, argument, quote, evidence, flags, origin } = order
  return (
    <section class="order">
      <h5>
        With {nameOf(first)} first: {resultText(choice, nameOf)}
      </h5>
      {origin === 'authored' ? <p>Written by people as a sample, not by a model.</p> : null}
      <Quote quote={quote} evidence={evidence} anchor={anchor} />
      <p class="argument" dir={directionOf(argument)}>
        <CitedAnswer answer={argument} evidence={evidence} anchor={anchor} />
      </p>
      {flags.map((flag) => (
        <p class="flag">To check: {flag}</p>
      ))}
      <div class="evidence">
        <ol>
          {evidence.map((item, index) => (
            <EvidenceItem item={item} number={index + 1} anchor={anchor}>
              <EvidenceSource item={item} tools={tools} />
            </EvidenceItem>
          ))}
        </ol>
      </div>
    </section>
  )
}

function EvidenceSource({ item, tools }: { item: ComparedOrder['evidence'][number]; tools: readonly RecordTool[] }) {
  const tool = tools.find(({ slug }) => slug === item.tool)
  return tool === undefined ? null : <SourceLine id={item.source} tool={tool} />
}
