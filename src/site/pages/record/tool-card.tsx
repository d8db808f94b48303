import type { Child } from 'hono/jsx'
import type { PanelRecord, RecordTool } from '../../../contracts/record.js'
import { withoutMarkers } from '../../../evidence/markers.js'
import { isFewCalls } from '../../few-calls.js'
import { sourceAnchor } from './anchors.js'
import { callVerbs } from './call-words.js'
import { Barred } from './jury-parts.js'
import { Day } from './parts.js'
import { commercialUseWords, countsText, digitsOf, figureClass, groupDigits, isFewVotes, percentText } from './words.js'

type Personas = PanelRecord['personas']

/** The level of a heading, which follows from where on a page it is. */
type TermHeading = { heading?: 'h2' | 'h4' }

export type ToolCardProps = {
  tool: RecordTool
  personas: Personas
  /** Where there is more about the tool. */
  href?: string
  /** Readers' votes as a term and its figures, in the place of the record's own. */
  community?: Child
  /** Stands above its name. */
  logo?: Child
  /** Stands below the card's text. */
  children?: Child
}

/** What a tool is, how it was called, and what it costs: one column of the page's head. */
export function ToolCard({ tool, personas, href, community, logo = null, children = null }: ToolCardProps) {
  return (
    <article class="card" aria-labelledby={`tool-${tool.slug}`}>
      <header>
        <p class="kicker">
          {tool.category} · {tool.vendor}
        </p>
        {logo}
        <h3 id={`tool-${tool.slug}`}>{href === undefined ? tool.name : <a href={href}>{tool.name}</a>}</h3>
      </header>
      <p class="tagline">{tool.tagline}</p>
      <div class="figures-box">
        <dl class="figures">
          <PanelShipFigure tool={tool} personas={personas} />
          {community ?? <CommunityFigure {...tool.community} />}
          <EntryPriceFigure tool={tool} />
        </dl>
      </div>
      <p class="description">{tool.description}</p>
      <License tool={tool} />
      {/* In one place of the card's rows, which its neighbours share. */}
      {tool.barred === undefined ? (
        <PricingRead tool={tool} personas={personas} />
      ) : (
        <div>
          <PricingRead tool={tool} personas={personas} />
          <Barred barred={tool.barred} />
        </div>
      )}
      {children}
    </article>
  )
}

/** Panel ship with its counts, and each seat's call as a mark. */
export function PanelShipFigure({ tool, personas }: { tool: RecordTool; personas: Personas }) {
  const seatOf = (persona: string) => personas.find(({ id }) => id === persona)?.seat ?? persona
  const said = tool.verdicts.map(({ persona, call }) => `${seatOf(persona)} ${callVerbs[call ?? 'none']}`)
  return (
    <div>
      <dt>Panel ship</dt>
      <dd>
        <b class={figureClass(isFewCalls(tool.panelShip))}>{percentText(tool.panelShip.percent)}</b>
        <span class="seats" role="img" aria-label={said.join(', ')}>
          {tool.verdicts.map(({ call }) => (
            <span class={`dot ${call ?? 'none'}`}></span>
          ))}
        </span>
        <small class="num">{countsText(tool.panelShip)}</small>
      </dd>
    </div>
  )
}

function CommunityFigure({ ships, votes, percent }: RecordTool['community']) {
  return (
    <div>
      <dt>Community</dt>
      <dd>
        <b class={figureClass(isFewVotes(votes))}>{percentText(percent)}</b>
        <small>{percent === null ? 'no votes yet' : `${groupDigits(ships)} of ${digitsOf(votes, 'vote')}`}</small>
      </dd>
    </div>
  )
}

/** What it costs to begin, since when, and the source that says so. */
export function EntryPriceFigure({ tool }: { tool: RecordTool }) {
  const { label, per, note, asOf, source } = tool.entryPrice
  return (
    <div>
      <dt>Entry price</dt>
      <dd>
        <b class="num">
          {label}
          {per === null ? null : <span class="per"> per {per}</span>}
        </b>
        <small>
          {note === null ? null : <>{note} </>}
          <a href={`#${sourceAnchor(tool.slug, source)}`}>
            As of <Day on={asOf} />
          </a>
        </small>
      </dd>
    </div>
  )
}

/** Under which terms the tool may be used. */
export function License({ tool, heading: Heading = 'h4' }: { tool: RecordTool } & TermHeading) {
  const { name, spdx, commercialUse, summary, source } = tool.license
  return (
    <div class="term">
      <Heading>License</Heading>
      <p>
        <a href={`#${sourceAnchor(tool.slug, source)}`}>{name}</a>
        {spdx === null || spdx === name ? null : ` (${spdx})`},{' '}
        <span class={commercialUse === 'unknown' ? 'unsupported' : undefined}>{commercialUseWords[commercialUse]}</span>. {summary}
      </p>
    </div>
  )
}

/** What the personas that read prices said of this one's. */
export function PricingRead({ tool, personas, heading: Heading = 'h4' }: { tool: RecordTool; personas: Personas } & TermHeading) {
  if (tool.pricingRead.length === 0) return null
  const hasSeveralModels = new Set(tool.pricingRead.map(({ model }) => model)).size > 1
  return (
    <div class="term reading">
      <Heading>Pricing read</Heading>
      {tool.pricingRead.map(({ persona, model, text }) => (
        <p>
          {withoutMarkers(text)}{' '}
          <span class="says">
            {personas.find(({ id }) => id === persona)?.seat ?? persona}
            {hasSeveralModels ? `, ${model}` : null}
          </span>
        </p>
      ))}
    </div>
  )
}
