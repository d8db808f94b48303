import type { PanelRecord, RecordTool, RecordVerdict } from '../contracts/record.js'
import { countsText, dateText, percentText } from './words.js'

/** Everything about one tool that is not a review: the card above the scorecard. `column` counts the tools from 0. */
export function ToolCard({ tool, personas, column }: { tool: RecordTool; personas: PanelRecord['personas']; column: number }) {
  const { entryPrice, license, community } = tool
  return (
    <section class="card" style={`grid-column: ${column + 2}`} aria-labelledby={`tool-${tool.slug}`}>
      <p class="small theirs">
        {tool.category} · {tool.vendor}
      </p>
      <h2 id={`tool-${tool.slug}`} class="theirs">
        {tool.name}
      </h2>
      <p class="tagline theirs">{tool.tagline}</p>
      <dl class="facts num">
        <div>
          <dt>Panel ship</dt>
          <dd>
            {percentText(tool.panelShip.percent)}
            <Marks verdicts={tool.verdicts} />
            <small>{countsText(tool.panelShip)}</small>
          </dd>
        </div>
        <div>
          <dt>Community</dt>
          <dd>
            {percentText(community.percent)}
            <small>{community.votes === 0 ? 'no votes yet' : `${community.ships} of ${community.votes} votes`}</small>
          </dd>
        </div>
        <div>
          <dt>Entry price</dt>
          <dd>
            <span class="theirs">{entryPrice.label}</span>
            <small>
              {entryPrice.note === null ? '' : <span class="theirs">{entryPrice.note} </span>}
              Read <time datetime={entryPrice.asOf}>{dateText(entryPrice.asOf)}</time>
            </small>
          </dd>
        </div>
      </dl>
      <p class="about theirs">{tool.description}</p>
      <dl class="terms small">
        <div>
          <dt>License </dt>
          <dd class="theirs">
            {license.name}. {license.summary}
          </dd>
        </div>
      </dl>
      <dl class="terms small">
        {tool.pricingRead.map((read) => (
          <div>
            <dt>Pricing read, {seatName(personas, read.persona)} </dt>
            <dd class="theirs">{read.text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** The whole panel at a glance, in persona order; the words beside it say the same. */
function Marks({ verdicts }: { verdicts: readonly RecordVerdict[] }) {
  return (
    <span class="marks" aria-hidden="true">
      {verdicts.map(({ call }) => (
        <i class={`mark ${call ?? 'none'}`} />
      ))}
    </span>
  )
}

function seatName(personas: PanelRecord['personas'], id: string): string {
  return (personas.find((persona) => persona.id === id)?.seat ?? id).replace(/^The /, 'the ')
}
