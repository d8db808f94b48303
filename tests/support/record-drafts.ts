import type { RecordTool } from '../../src/contracts/record.js'
import type { RecordDraft, RecordVerdict } from '../../src/contracts/record-verdict.js'

/** Every draft of a tool's seats, as the record has it: those that stand for a seat, and the others behind them. */
export function draftsOf({ verdicts }: Pick<RecordTool, 'verdicts'>): (RecordVerdict | RecordDraft)[] {
  return verdicts.flatMap((verdict) => {
    const { jury, status } = verdict
    if (jury === undefined) return [verdict]
    return status === 'drafted' ? [verdict, ...jury.drafts] : jury.drafts
  })
}
