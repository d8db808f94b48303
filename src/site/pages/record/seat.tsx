import type { PanelRecord, RecordTool, RecordVerdict } from '../../../contracts/record.js'
import { unscoredWords } from '../../../contracts/verdict.js'
import { directionOf } from '../../../platform/text/text-direction.js'
import { evidenceAnchor } from './anchors.js'
import { CallMark, Day, OutsideLink } from './parts.js'
import { Passage } from './passage.js'
import { CitedAnswer, Quote } from './quote.js'
import { countOf, listWords, probabilityText, shortName, tieText } from './words.js'

type Drafted = Extract<RecordVerdict, { status: 'drafted' }>
type Unscored = Extract<RecordVerdict, { status: 'unscored' }>
type Persona = PanelRecord['personas'][number]

export type SeatProps = { verdict: RecordVerdict; tool: RecordTool; persona: Persona; anchor: string }

/** One persona on one tool: its call, its words, who wrote them, and what they rest on. */
export function Seat({ verdict, tool, persona, anchor }: SeatProps) {
  return (
    <article class="seat" id={anchor}>
      <h4>
        <CallMark call={verdict.call} /> <span class="of">{shortName(tool)}</span>
      </h4>
      {verdict.status === 'drafted' ? (
        <DraftedBody verdict={verdict} tool={tool} persona={persona} anchor={anchor} />
      ) : (
        <UnscoredBody verdict={verdict} />
      )}
    </article>
  )
}

function DraftedBody({ verdict, tool, persona, anchor }: SeatProps & { verdict: Drafted }) {
  return (
    <>
      <Quote quote={verdict.quote} evidence={verdict.evidence} anchor={anchor} />
      <div class="byline">
        <Writer verdict={verdict} />
        {verdict.conflict === undefined ? null : <p class="tie">{tieText(verdict.conflict)}</p>}
        {verdict.flags.map((flag) => (
          <p class="flag">To check: {flag}</p>
        ))}
      </div>
      <EvidenceList evidence={verdict.evidence} tool={tool} anchor={anchor} />
      <Predictions predictions={verdict.predictions} />
      <Background verdict={verdict} asks={persona.asks} anchor={anchor} />
    </>
  )
}

/** Who wrote the words: a model, or people who imitated one to show the format. */
function Writer({ verdict: { origin, model, personaVersion } }: { verdict: Drafted }) {
  if (origin === 'recorded') {
    return (
      <p>
        What a model said: <span class="id">{model}</span>, prompt version {personaVersion}
      </p>
    )
  }
  if (origin === null) {
    return (
      <p>
        Filed under <span class="id">{model}</span>; <span class="unsupported">who wrote it is not known</span>
      </p>
    )
  }
  return (
    <p>
      Written by people as a sample, not by a model; filed under <span class="id">{model}</span>
    </p>
  )
}

/** What stands for a seat without a call: the kind of reason, never its details, and that it counts as neither. */
export function UnscoredBody({ verdict: { kind, model, origin } }: { verdict: Unscored }) {
  return (
    <>
      <div class="quote unscored">
        <p>{unscoredWords[kind]} The seat is unscored: it counts neither as a ship nor as a skip.</p>
      </div>
      <div class="byline">
        <p>
          Seat of <span class="id">{model}</span>
          {origin === 'authored' ? ', whose replies here were written by people as a sample' : null}
        </p>
      </div>
    </>
  )
}

type EvidenceProps = { evidence: Drafted['evidence']; tool: RecordTool; anchor: string }

function EvidenceList({ evidence, tool, anchor }: EvidenceProps) {
  if (evidence.length === 0) return <p class="evidence none">No evidence is quoted.</p>
  return (
    <div class="evidence">
      <h5 class="hide">Evidence</h5>
      <ol>
        {evidence.map((item, index) => (
          <li id={evidenceAnchor(anchor, index + 1)}>
            <Passage item={item} />
            {item.status === 'found' ? null : (
              <p class="flag">
                <b>Not found in the source:</b> {item.why}
              </p>
            )}
            <SourceLine id={item.source} tool={tool} />
          </li>
        ))}
      </ol>
    </div>
  )
}

function SourceLine({ id, tool }: { id: string; tool: RecordTool }) {
  const source = tool.sources.find((candidate) => candidate.id === id)
  if (source === undefined) return <p class="flag">The source “{id}” is not among this tool’s sources.</p>
  return (
    <p class="from">
      <OutsideLink url={source.url} text={source.title} />, {source.publisher}, <Day on={source.publishedOn} />
    </p>
  )
}

function Predictions({ predictions }: { predictions: Drafted['predictions'] }) {
  if (predictions.length === 0) return null
  return (
    <div class="predictions">
      <h5>{predictions.length === 1 ? 'Prediction' : 'Predictions'}</h5>
      {predictions.map(({ statement, deadline, probability, resolution }) => (
        <div class="prediction">
          <p class="terms">
            <b class="num">{probabilityText(probability)}</b> likely by <Day on={deadline} />
          </p>
          <p class="claim">{statement}</p>
          <p class="tell">
            <b>How to tell:</b> {resolution}
          </p>
        </div>
      ))}
    </div>
  )
}

/** What led to the call and is not part of the quote: the persona's answers, and what each passage was taken to show. */
function Background({ verdict: { answers, evidence }, asks, anchor }: { verdict: Drafted; asks: Persona['asks']; anchor: string }) {
  if (answers.length === 0 && evidence.length === 0) return null
  const contents = [
    ...(answers.length > 0 ? [countOf(answers.length, 'answer')] : []),
    ...(evidence.length > 0 ? ['what each passage shows'] : []),
  ]
  return (
    <details class="answers">
      <summary>Behind the call: {listWords(contents)}</summary>
      {answers.length === 0 ? null : (
        <dl>
          {answers.map(({ ask, answer }) => (
            <>
              <dt>{asks.find(({ id }) => id === ask)?.question ?? ask}</dt>
              <dd dir={directionOf(answer)}>
                <CitedAnswer answer={answer} evidence={evidence} anchor={anchor} />
              </dd>
            </>
          ))}
        </dl>
      )}
      {evidence.length === 0 ? null : (
        <>
          <p class="passages">What each passage shows</p>
          <ol>
            {evidence.map(({ shows }) => (
              <li>{shows}</li>
            ))}
          </ol>
        </>
      )}
    </details>
  )
}
