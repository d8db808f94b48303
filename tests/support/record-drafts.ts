import type { PanelRecord, RecordTool } from '../../src/contracts/record.js'
import type { RecordDraft, RecordVerdict } from '../../src/contracts/record-verdict.js'

/** Every draft of a tool's seats, as the record has it: those that stand for a seat, and the others behind them. */
export function draftsOf({ verdicts }: Pick<RecordTool, 'verdicts'>): (RecordVerdict | RecordDraft)[] {
  return verdicts.flatMap((verdict) => {
    const { jury, status } = verdict
    if (jury === undefined) return [verdict]
    return status === 'drafted' ? [verdict, ...jury.drafts] : jury.drafts
  })
}

/** A record's totals with its drafts counted, and not its seats. */
export function draftTotals({ tools, totals }: Pick<PanelRecord, 'tools' | 'totals'>) {
  const drafts = tools.flatMap(draftsOf)
  const drafted = drafts.filter(({ status }) => status === 'drafted').length
  return { drafts: drafts.length, drafted, unscored: drafts.length - drafted, costUsd: totals.costUsd }
}
