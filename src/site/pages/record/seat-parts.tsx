import type { Child } from 'hono/jsx'
import { unscoredWords } from '../../../contracts/call.js'
import type { PanelRecord, RecordTool } from '../../../contracts/record.js'
import type { RecordVerdict } from '../../../contracts/record-verdict.js'
import { isDated } from '../../../contracts/source-capture.js'
import type { Evidence } from '../../../contracts/verdict.js'
import { directionOf } from '../../../platform/text/text-direction.js'
import { evidenceAnchor } from './anchors.js'
import type { Sentence } from './marked-text.js'
import { CallMark, Day, OutsideLink } from './parts.js'
import { Passage } from './passage.js'
import { CitedAnswer } from './quote.js'
import { shortName } from './words.js'

type Drafted = Extract<RecordVerdict, { status: 'drafted' }>
type Unscored = Extract<RecordVerdict, { status: 'unscored' }>

/** Who each sentence of a field is from. */
export type SentencesOf = (field: string) => readonly Sentence[]

type SeatFrameProps = { call: RecordVerdict['call']; tool: RecordTool; anchor: string; children?: Child }

/** A seat's place, with its call and tool as the heading. */
export function SeatFrame({ call, tool, anchor, children }: SeatFrameProps) {
  return (
    <article class="seat" id={anchor}>
      <h4>
        <CallMark call={call} /> <span class="of">{shortName(tool)}</span>
      </h4>
      {children}
    </article>
  )
}

/** What is shown of a seat without a call: the kind of reason, never its details, and that it counts as neither. */
export function UnscoredBody({ verdict: { kind, model, origin, jury } }: { verdict: Unscored }) {
  return (
    <>
      <div class="quote unscored">
        <p>{unscoredWords[kind]} The seat is unscored: it counts neither as a ship nor as a skip.</p>
      </div>
      {jury === undefined ? (
        <div class="byline">
          <p>
            Seat of <span class="id">{model}</span>
            {origin === 'authored' ? ', whose replies here were written by people as a sample' : null}
          </p>
        </div>
      ) : null}
    </>
  )
}

type EvidenceItemProps = { item: Evidence; number: number; anchor: string; children?: Child }

/** A passage as it is in its source, or that it is not there; below it what the page says of it. `number` counts from 1. */
export function EvidenceItem({ item, number, anchor, children }: EvidenceItemProps) {
  return (
    <li id={evidenceAnchor(anchor, number)}>
      <Passage item={item} />
      {item.status === 'found' ? null : (
        <p class="flag">
          <b>Not found in the source:</b> {item.why}
        </p>
      )}
      {children}
    </li>
  )
}

/** Where a passage comes from; `children` follow in the same line. */
export function SourceLine({ id, tool, children }: { id: string; tool: RecordTool; children?: Child }) {
  const source = tool.sources.find((candidate) => candidate.id === id)
  if (source === undefined) return <p class="flag">The source “{id}” is not among this tool’s sources.</p>
  return (
    <p class="from">
      <OutsideLink url={source.url} text={source.title} />, {source.publisher}, {isDated(source) ? null : 'read '}
      <Day on={source.publishedOn} />
      {children}
    </p>
  )
}

type AnswersProps = Pick<Drafted, 'answers' | 'evidence'> & {
  asks: PanelRecord['personas'][number]['asks']
  anchor: string
  sentencesOf?: SentencesOf
}

/** A persona's questions with the answers to them; nothing without an answer. */
export function Answers({ answers, evidence, asks, anchor, sentencesOf = () => [] }: AnswersProps) {
  if (answers.length === 0) return null
  return (
    <dl>
      {answers.map(({ ask, answer }) => (
        <>
          <dt>{asks.find(({ id }) => id === ask)?.question ?? ask}</dt>
          <dd dir={directionOf(answer)}>
            <CitedAnswer answer={answer} evidence={evidence} anchor={anchor} sentences={sentencesOf(`answer ${ask}`)} />
          </dd>
        </>
      ))}
    </dl>
  )
}
