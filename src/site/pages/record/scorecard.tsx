import type { Child } from 'hono/jsx'
import type { PanelRecord, RecordTool } from '../../../contracts/record.js'
import type { RecordVerdict } from '../../../contracts/record-verdict.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { seatAnchor } from './anchors.js'
import { Seat, type SeatProps } from './seat.js'
import { countsText, shortName } from './words.js'

type Persona = PanelRecord['personas'][number]

/** Verdicts side by side, one a tool; undefined where a tool has none left to set beside the others. */
export type Band = readonly (RecordVerdict | undefined)[]

/**
 * The verdicts of a persona as bands: a juror who sat on several tools is beside itself, and jurors who each sat on another
 * tool are beside each other. In the order in which the jurors first appear.
 */
export function bandsOf(persona: string, tools: readonly RecordTool[]): Band[] {
  const own = tools.map((tool) => tool.verdicts.filter((verdict) => verdict.persona === persona))
  const models = [...new Set(own.flat().map(({ model }) => model))]
  const byJuror = models.flatMap((model) => {
    const byTool = own.map((verdicts) => verdicts.filter((verdict) => verdict.model === model))
    const depth = Math.max(...byTool.map((verdicts) => verdicts.length))
    return Array.from({ length: depth }, (_, index) => byTool.map((verdicts) => verdicts[index]))
  })
  return byJuror.reduce<Band[]>(placeBand, [])
}

/** Into the first band whose columns it leaves alone, or below them all. */
function placeBand(bands: Band[], added: Band): Band[] {
  const host = bands.findIndex((band) => band.every((verdict, column) => verdict === undefined || added[column] === undefined))
  if (host === -1) return [...bands, added]
  return bands.map((band, index) => (index === host ? band.map((verdict, column) => verdict ?? added[column]) : band))
}

/** The id of the seat whose verdict that is; null for a verdict that is not in the record. */
export function anchorOf(verdict: RecordVerdict, tools: readonly RecordTool[]): string | null {
  const band = bandsOf(verdict.persona, tools).findIndex((candidate) => candidate.includes(verdict)) + 1
  const tool = tools.find(({ verdicts }) => verdicts.includes(verdict))
  return tool === undefined || band === 0 ? null : seatAnchor({ tool: tool.slug, persona: verdict.persona, band })
}

/** What a page may do otherwise than the plain scorecard. */
type ScorecardParts = {
  /** Draws a seat; `Seat` when left out. */
  seat?: (props: SeatProps) => Child
  /** Where there is more about a persona. */
  personaHref?: (id: string) => string
  /** Stands between the title and the first row. */
  legend?: Child
}

/** For each persona, what it said of each tool, side by side. */
export function Scorecard({ personas, tools, legend = null, ...parts }: Pick<PanelRecord, 'personas' | 'tools'> & ScorecardParts) {
  return (
    <section class="scorecard" id="scorecard" aria-labelledby="scorecard-title">
      <h2 id="scorecard-title">Reviewer scorecard</h2>
      {legend}
      <div class="grid columns" aria-hidden="true">
        <span></span>
        {tools.map((tool) => (
          <span>
            <b>{shortName(tool)}</b> <span class="num">{countsText(tool.panelShip)}</span>
          </span>
        ))}
      </div>
      {personas.map((persona) => (
        <PersonaRow persona={persona} tools={tools} {...parts} />
      ))}
    </section>
  )
}

type PersonaRowProps = { persona: Persona; tools: readonly RecordTool[] } & Omit<ScorecardParts, 'legend'>

function PersonaRow({ persona, tools, seat = Seat, personaHref }: PersonaRowProps) {
  return (
    <section class="grid persona" aria-labelledby={`persona-${persona.id}`}>
      <header class="gutter">
        <h3 id={`persona-${persona.id}`}>
          {personaHref === undefined ? persona.seat : <a href={personaHref(persona.id)}>{persona.seat}</a>}
        </h3>
        <p>{persona.question}</p>
      </header>
      {bandsOf(persona.id, tools).map((band, index) => (
        <div class="band">
          {tools.map((tool, column) => (
            <BandCell verdict={band[column]} tool={tool} persona={persona} band={index + 1} seat={seat} />
          ))}
        </div>
      ))}
    </section>
  )
}

type BandCellProps = { verdict: RecordVerdict | undefined; tool: RecordTool; persona: Persona; band: number } & {
  seat: (props: SeatProps) => Child
}

function BandCell({ verdict, tool, persona, band, seat }: BandCellProps) {
  if (verdict === undefined) return <p class="seat empty">{asSentence(`No further seat on ${shortName(tool)}`)}</p>
  return <>{seat({ verdict, tool, persona, anchor: seatAnchor({ tool: tool.slug, persona: persona.id, band }) })}</>
}
