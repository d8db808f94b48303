import type { PanelRecord } from '../../../contracts/record.js'
import { HeadToHeadSection } from './head-to-head.js'
import { JuryNote } from './jury-parts.js'
import { Making } from './making.js'
import { Intro } from './page-head.js'
import { PredictionCalendar } from './predictions.js'
import { Scorecard } from './scorecard.js'
import { Sources } from './sources.js'
import { ToolCard } from './tool-card.js'
import { digitsOf, groupDigits } from './words.js'

/** Everything a record says, from its title to how it was made. */
export function RecordSections({ record }: { record: PanelRecord }) {
  const { personas, tools, headToHead = [] } = record
  return (
    <>
      <Intro record={record} />
      <section class="grid cards" aria-labelledby="tools-title">
        <div class="gutter">
          <h2 id="tools-title">{tools.length === 1 ? 'The tool' : `The ${groupDigits(tools.length)} tools`}</h2>
          <p>{certaintyText(record)}</p>
        </div>
        {tools.map((tool) => (
          <ToolCard tool={tool} personas={personas} />
        ))}
      </section>
      <Scorecard personas={personas} tools={tools} legend={<JuryNote tools={tools} />} />
      <HeadToHeadSection entries={headToHead} personas={personas} tools={tools} />
      <PredictionCalendar personas={personas} tools={tools} />
      <Sources tools={tools} />
      <Making record={record} />
    </>
  )
}

/** What panel ship is and how sure it is: with few calls, one of them moves it far. */
export function certaintyText({ tools }: Pick<PanelRecord, 'tools'>): string {
  const rule = 'Panel ship is ships ÷ calls; who abstains or has no call is counted apart.'
  const fewest = Math.min(...tools.map(({ panelShip }) => panelShip.calls).filter((calls) => calls > 0))
  if (!Number.isFinite(fewest)) return rule
  return `${rule} With ${digitsOf(fewest, 'call')}, one that changes moves it by ${Math.round(100 / fewest)} points.`
}
