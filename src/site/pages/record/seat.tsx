import type { PanelRecord, RecordTool } from '../../../contracts/record.js'
import type { RecordVerdict } from '../../../contracts/record-verdict.js'
import { Dissent, JuryLine } from './jury-parts.js'
import { particularsText } from './particular-words.js'
import { Day } from './parts.js'
import { Quote } from './quote.js'
import { Answers, EvidenceItem, SeatFrame, SourceLine, UnscoredBody } from './seat-parts.js'
import { digitsOf, listWords, probabilityText, tieText } from './words.js'

type Drafted = Extract<RecordVerdict, { status: 'drafted' }>
type Persona = PanelRecord['personas'][number]

export type SeatProps = { verdict: RecordVerdict; tool: RecordTool; persona: Persona; anchor: string }

/** One persona on one tool: its call, its words, who wrote them, and what they rest on. */
export function Seat({ verdict, tool, persona, anchor }: SeatProps) {
  return (
    <SeatFrame call={verdict.call} tool={tool} anchor={anchor}>
      <JuryLine verdict={verdict} />
      {verdict.status === 'drafted' ? (
        <DraftedBody verdict={verdict} tool={tool} persona={persona} anchor={anchor} />
      ) : (
        <UnscoredBody verdict={verdict} />
      )}
    </SeatFrame>
  )
}

function DraftedBody({ verdict, tool, persona, anchor }: SeatProps & { verdict: Drafted }) {
  return (
    <>
      <Quote quote={verdict.quote} evidence={verdict.evidence} anchor={anchor} />
      <div class="byline">
        <Writer verdict={verdict} />
        {verdict.conflict === undefined ? null : <p class="tie">{tieText(verdict.conflict)}</p>}
        <Particulars verdict={verdict} />
        {verdict.flags.map((flag) => (
          <p class="flag">To check: {flag}</p>
        ))}
      </div>
      <EvidenceList evidence={verdict.evidence} tool={tool} anchor={anchor} />
      <Dissent verdict={verdict} tool={tool} anchor={anchor} />
      <Predictions predictions={verdict.predictions} />
      <Background verdict={verdict} asks={persona.asks} anchor={anchor} />
    </>
  )
}

function Particulars({ verdict }: { verdict: Drafted }) {
  const text = particularsText(verdict)
  return text === null ? null : <p class="flag">{text}</p>
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

type EvidenceProps = { evidence: Drafted['evidence']; tool: RecordTool; anchor: string }

function EvidenceList({ evidence, tool, anchor }: EvidenceProps) {
  if (evidence.length === 0) return <p class="evidence none">No evidence is quoted.</p>
  return (
    <div class="evidence">
      <h5 class="hide">Evidence</h5>
      <ol>
        {evidence.map((item, index) => (
          <EvidenceItem item={item} number={index + 1} anchor={anchor}>
            <SourceLine id={item.source} tool={tool} />
          </EvidenceItem>
        ))}
      </ol>
    </div>
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
    ...(answers.length > 0 ? [digitsOf(answers.length, 'answer')] : []),
    ...(evidence.length > 0 ? ['what each passage shows'] : []),
  ]
  return (
    <details class="answers">
      <summary>Behind the call: {listWords(contents)}</summary>
      <Answers answers={answers} evidence={evidence} asks={asks} anchor={anchor} />
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
