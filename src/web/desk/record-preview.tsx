import type { PanelRecord } from '../../contracts/record.js'
import { revealRecord } from '../../platform/html/safe-text.js'
import type { RecordView } from '../../review/views.js'
import { Making } from '../../site/pages/record/making.js'
import { Intro } from '../../site/pages/record/page-head.js'
import { PredictionCalendar } from '../../site/pages/record/predictions.js'
import { Scorecard } from '../../site/pages/record/scorecard.js'
import { Sources } from '../../site/pages/record/sources.js'
import { ToolCard } from '../../site/pages/record/tool-card.js'
import { numberWord } from '../../site/pages/record/words.js'

/** The record with what people made of it, in the shape that the public page is made from. Null while a part is hidden. */
export function previewOf({ modelRecord, content, contentSha256, recordStatus }: RecordView): PanelRecord | null {
  if (modelRecord === null || content === null || contentSha256 === null) return null
  return revealRecord({ ...modelRecord, ...content, contentSha256, status: recordStatus })
}

/** The main part of the public page, from the same components and styles. */
export function RecordPreview({ record }: { record: PanelRecord }) {
  const { personas, tools } = record
  return (
    <>
      <p class="preview-note">As it will look in public, with everything that people changed so far.</p>
      <Intro record={record} />
      <section class="grid cards" aria-labelledby="tools-title">
        <div class="gutter">
          <h2 id="tools-title">{tools.length === 1 ? 'The tool' : `The ${numberWord(tools.length)} tools`}</h2>
          <p>Panel ship is ships ÷ calls; who abstains or has no call is counted apart.</p>
        </div>
        {tools.map((tool) => (
          <ToolCard tool={tool} personas={personas} />
        ))}
      </section>
      <Scorecard personas={personas} tools={tools} />
      <PredictionCalendar personas={personas} tools={tools} />
      <Sources tools={tools} />
      <Making record={record} />
    </>
  )
}
