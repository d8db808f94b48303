import type { PanelRecord, RecordTool } from '../contracts/record.js'
import { sourceAnchor } from './anchors.js'
import { callVerbs, Day } from './parts.js'
import { commercialUseWords, countOf, countsText, percentText } from './words.js'

type Personas = PanelRecord['personas']

/** What a tool is, how it was called, and what it costs: one column of the page's head. */
export function ToolCard({ tool, personas }: { tool: RecordTool; personas: Personas }) {
  return (
    <article class="card" aria-labelledby={`tool-${tool.slug}`}>
      <header>
        <p class="kicker">
          {tool.category} · {tool.vendor}
        </p>
        <h3 id={`tool-${tool.slug}`}>{tool.name}</h3>
      </header>
      <p class="tagline">{tool.tagline}</p>
      <div class="figures-box">
        <dl class="figures">
          <PanelShipFigure tool={tool} personas={personas} />
          <CommunityFigure {...tool.community} />
          <EntryPriceFigure tool={tool} />
        </dl>
      </div>
      <p class="description">{tool.description}</p>
      <License tool={tool} />
      <PricingRead tool={tool} personas={personas} />
    </article>
  )
}

function PanelShipFigure({ tool, personas }: { tool: RecordTool; personas: Personas }) {
  const seatOf = (persona: string) => personas.find(({ id }) => id === persona)?.seat ?? persona
  const said = tool.verdicts.map(({ persona, call }) => `${seatOf(persona)} ${callVerbs[call ?? 'none']}`)
  return (
    <div>
      <dt>Panel ship</dt>
      <dd>
        <b class="num">{percentText(tool.panelShip.percent)}</b>
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
        <b class="num">{percentText(percent)}</b>
        <small>{percent === null ? 'no votes yet' : `${ships} of ${countOf(votes, 'vote')}`}</small>
      </dd>
    </div>
  )
}

function EntryPriceFigure({ tool }: { tool: RecordTool }) {
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

function License({ tool }: { tool: RecordTool }) {
  const { name, spdx, commercialUse, summary, source } = tool.license
  return (
    <div class="term">
      <h4>License</h4>
      <p>
        <a href={`#${sourceAnchor(tool.slug, source)}`}>{name}</a>
        {spdx === null || spdx === name ? null : ` (${spdx})`},{' '}
        <span class={commercialUse === 'unknown' ? 'unsupported' : undefined}>{commercialUseWords[commercialUse]}</span>. {summary}
      </p>
    </div>
  )
}

function PricingRead({ tool, personas }: { tool: RecordTool; personas: Personas }) {
  if (tool.pricingRead.length === 0) return null
  const hasSeveralModels = new Set(tool.pricingRead.map(({ model }) => model)).size > 1
  return (
    <div class="term reading">
      <h4>Pricing read</h4>
      {tool.pricingRead.map(({ persona, model, text }) => (
        <p>
          {text}{' '}
          <span class="says">
            {personas.find(({ id }) => id === persona)?.seat ?? persona}
            {hasSeveralModels ? `, ${model}` : null}
          </span>
        </p>
      ))}
    </div>
  )
}
