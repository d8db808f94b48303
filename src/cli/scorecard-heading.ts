import type pc from 'picocolors'
import type { PanelRecord } from '../contracts/record.js'
import { isolate } from '../platform/text/text-direction.js'
import { leanText } from '../site/pages/record/lean-words.js'

type Colors = ReturnType<typeof pc.createColors>

const statusText: Record<PanelRecord['status'], string> = {
  in_review: 'in review, approved by no one yet',
  approved: 'approved, not yet published',
  published: 'published',
  retracted: 'retracted: it no longer holds',
}

/** What kind of record it is, of what, to whom it leans and where its words come from, a line each. Pure. */
export function headingLines(record: PanelRecord, colors: Colors): string[] {
  const categories = [...new Set(record.tools.map((tool) => isolate(tool.category)))].join(', ')
  const isAuthored = record.totals.modelCalls.authored > 0
  return [
    colors.dim(`${record.tools.length === 1 ? 'Tool review' : 'Tool comparison'} · ${categories} · ${statusText[record.status]}`),
    colors.bold(isolate(record.title)),
    leanText(record),
    ...(isAuthored
      ? [colors.yellow('A sample: people wrote these reviews to show the format (origin: authored). No model said this.')]
      : []),
    ...recordedLine(record, colors),
  ]
}

/** Of a replay of what models said: which, and on which days. */
function recordedLine({ tools, totals, run }: PanelRecord, colors: Colors): string[] {
  if (run.replies.replayed === 0 || totals.modelCalls.recorded === 0) return []
  const said = tools.flatMap(({ verdicts }) => verdicts).filter(({ origin }) => origin === 'recorded')
  const models = [
    ...new Set(said.flatMap(({ model, jury }) => jury?.jurors.map((juror) => isolate(juror.model)) ?? [isolate(model)])),
  ].join(', ')
  return [colors.yellow(`A replay: what ${models} said when it was asked (origin: recorded). No model was asked now.`)]
}
