import type { Proposal } from '../contracts/proposal.js'
import { writeRecordings } from '../panels/ledger/recording-files.js'
import { secretShapesOf, secretsOf } from '../providers/setup.js'
import { namedRecordings, refuseSecrets } from './refuse-secrets.js'
import type { Session } from './session.js'

export type FactsToRecord = { intakeId: string; model: Proposal['model']; to: string }

/**
 * Writes every call that a proposal's facts rest on as a recording, those that were in the ledger before included, and says so on stderr. When one
 * of them holds a secret, it throws and nothing is written.
 */
export async function recordFacts({ intakeId, model, to }: FactsToRecord, { app, config }: Pick<Session, 'app' | 'config'>): Promise<void> {
  if (model === null || model.callKeys.length === 0) {
    process.stderr.write('No model replied about facts, so there is nothing to record.\n')
    return
  }
  const facts = await app.intakeFacts()
  const recordings = await facts.recordingsOf(model)
  refuseSecrets(namedRecordings(recordings), { known: secretsOf(config), shapes: secretShapesOf(config), intakeId })
  await writeRecordings(to, recordings)
  process.stderr.write(
    `${recordings.length === 1 ? '1 recording' : `${recordings.length} recordings`} in ${to}; replay with --replay ${to}\n`,
  )
}
