import type { Ledger } from '../../panels/ledger/ledger.js'
import { BudgetError, RecordingMissError } from '../../platform/errors.js'
import type { Instruments } from './instruments.js'

type LedgerInstruments = Pick<Instruments, 'ledgerReplies' | 'budgetRefusals' | 'recordingMisses'>

/** The same ledger, counting where its replies come from and what it refused. */
export function observeLedger(ledger: Ledger, instruments: LedgerInstruments, modelLabel: (id: string) => string): Ledger {
  return {
    complete: async (identity, options) => {
      const model = modelLabel(identity.model)
      try {
        const reply = await ledger.complete(identity, options)
        instruments.ledgerReplies.inc({ model, source: reply.source })
        return reply
      } catch (error) {
        if (error instanceof BudgetError) instruments.budgetRefusals.inc({ model })
        if (error instanceof RecordingMissError) instruments.recordingMisses.inc({ model })
        throw error
      }
    },
  }
}
