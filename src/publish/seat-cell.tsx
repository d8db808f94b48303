import type { PanelRecord, RecordTool, RecordVerdict } from '../contracts/record.js'
import { OutsideLink } from './links.js'
import { Quote } from './quote.js'
import { dateText, shortName } from './words.js'

type Persona = PanelRecord['personas'][number]
type Drafted = Extract<RecordVerdict, { status: 'drafted' }>

const callWords = { ship: 'Ship', skip: 'Skip', abstain: 'Abstain' } as const

type SeatCellProps = {
  verdict: RecordVerdict
  tool: RecordTool
  persona: Persona
  /** Leads the ids of the evidence items; no other seat on the page has the same. */
  anchor: string
  /** Where it stands: which tool, and which juror of the persona, counted from 0. */
  place: { column: number; juror: number }
}

const rowsOfASeat = 5

/** What one juror said as one persona about one tool: five rows that align with the cell of the tool beside it. */
export function SeatCell({ verdict, tool, persona, anchor, place }: SeatCellProps) {
  return (
    <div class="seat-cell" style={`grid-column: ${place.column + 2}; grid-row: ${place.juror * rowsOfASeat + 1} / span ${rowsOfASeat}`}>
      <div>
        <span class={`call ${verdict.call ?? 'none'}`}>{verdict.call === null ? 'No call' : callWords[verdict.call]}</span>
        <span class="tool-name small theirs">{shortName(tool)}</span>
      </div>
      {verdict.status === 'drafted' ? (
        <Drafted verdict={verdict} tool={tool} persona={persona} anchor={anchor} />
      ) : (
        <Unscored verdict={verdict} />
      )}
    </div>
  )
}

function Unscored({ verdict }: { verdict: Extract<RecordVerdict, { status: 'unscored' }> }) {
  return (
    <>
      <p class="reason theirs">This seat is unscored: {verdict.reason}</p>
      <div />
      <div />
      <p class="byline small">{verdict.model}. An unscored seat is counted apart: it is no skip.</p>
    </>
  )
}

function Drafted({ verdict, tool, persona, anchor }: { verdict: Drafted; tool: RecordTool; persona: Persona; anchor: string }) {
  return (
    <>
      <Quote quote={verdict.quote} evidence={verdict.evidence} anchor={anchor} />
      <EvidenceList verdict={verdict} tool={tool} anchor={anchor} />
      <Predictions verdict={verdict} />
      <Byline verdict={verdict} persona={persona} />
    </>
  )
}

function EvidenceList({ verdict, tool, anchor }: { verdict: Drafted; tool: RecordTool; anchor: string }) {
  if (verdict.evidence.length === 0) return <p class="small missing">No evidence was given.</p>
  return (
    <ol class="evidence small">
      {verdict.evidence.map((item, index) => {
        const source = tool.sources.find((candidate) => candidate.id === item.source)
        return (
          <li id={`${anchor}-${index + 1}`} class={item.status === 'found' ? undefined : 'missing'}>
            <b class="num">{index + 1}</b>
            <span class="theirs">
              <q>{item.quote}</q>{' '}
              {item.status === 'not found' ? <strong>Not found: {item.why}.</strong> : source && <SourceName source={source} />}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function SourceName({ source }: { source: RecordTool['sources'][number] }) {
  return (
    <>
      <OutsideLink url={source.url}>{source.title}</OutsideLink>, <time datetime={source.publishedOn}>{dateText(source.publishedOn)}</time>
    </>
  )
}

function Predictions({ verdict }: { verdict: Drafted }) {
  return (
    <div class={verdict.predictions.length === 0 ? undefined : 'predictions small'}>
      {verdict.predictions.map((prediction) => (
        <p class="theirs">
          <strong class="num">
            Predicts, {Math.round(prediction.probability * 100)}% by{' '}
            <time datetime={prediction.deadline}>{dateText(prediction.deadline)}</time>:
          </strong>{' '}
          {prediction.statement} How to tell: {prediction.resolution}
        </p>
      ))}
    </div>
  )
}

function Byline({ verdict, persona }: { verdict: Drafted; persona: Persona }) {
  const question = (ask: string) => persona.asks.find((candidate) => candidate.id === ask)?.question ?? ask
  return (
    <div class="byline small">
      {verdict.origin === 'authored' ? 'Written by people as a sample' : `Drafted by ${verdict.model}`}, prompt version{' '}
      {verdict.personaVersion}
      {verdict.flags.map((flag) => (
        <p class="flags theirs">To check: {flag}</p>
      ))}
      <details>
        <summary>
          {verdict.answers.length} answers<span class="hide"> of {persona.seat}</span>
        </summary>
        <dl>
          {verdict.answers.map(({ ask, answer }) => (
            <>
              <dt>{question(ask)}</dt>
              <dd class="theirs">{answer}</dd>
            </>
          ))}
        </dl>
      </details>
    </div>
  )
}
