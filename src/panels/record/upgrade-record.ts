import type { PanelRecord } from '../../contracts/record.js'
import type { RecordVerdict } from '../../contracts/record-verdict.js'
import { aggregate, contentHash, isPerJuror, recordVersion } from './build-record.js'
import { seatVerdict } from './build-verdict.js'

/**
 * A record of version 1 with a verdict a juror as version 2 has it: a verdict a seat, its jurors' drafts behind it, everything counted again. Any other
 * record stays as it is. Its hash becomes another, so that no approval of before holds: for records that no one worked on. Pure.
 */
export function upgradeRecord(record: PanelRecord): PanelRecord {
  if (!isPerJuror(record)) return record
  const tools = record.tools.map((tool) => ({
    ...tool,
    verdicts: record.personas.flatMap((persona): RecordVerdict[] => {
      const own = tool.verdicts.filter((verdict) => verdict.persona === persona.id)
      if (own.length < 2) return own
      const conflicts = new Map(own.map((verdict) => [verdict.model, verdict.status === 'drafted' ? verdict.conflict : undefined]))
      const drafts = own.map(({ jury: _none, ...verdict }) => {
        if (verdict.status === 'unscored') return { ...verdict, repeat: 1 }
        if (verdict.call === 'split') throw new Error(`the record ${record.id} has a split call, which its version does not know`)
        return { ...verdict, call: verdict.call, repeat: 1 }
      })
      return [seatVerdict({ persona, drafts, tieOf: (model) => conflicts.get(model) ?? null, lead: null })]
    }),
  }))
  const content = aggregate({ ...record, tools })
  return { ...record, ...content, schema: recordVersion(content), contentSha256: contentHash(content) }
}
