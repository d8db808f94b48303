import type { BlindPair, DraftedCall } from '../../../src/agreement/drafted-call.js'
import { reportAgreement } from '../../../src/agreement/rules/report-agreement.js'
import { seededRandom } from '../../../src/agreement/rules/seeded-random.js'
import type { AgreementReport } from '../../../src/contracts/agreement.js'
import type { Call } from '../../../src/contracts/call.js'

export const sampleJurors = ['ollama:a', 'ollama:b', 'mistral:c']
const ships = { dx: 0.8, competitor: 0.5, thesis: 0.6, business: 0.2 }

type Size = { tools: number; repeats?: number }

/** Calls on that many tools: jurors who look at the same coin of the tool half the time, with personas that lean. Newest first; the same each time. */
export function sampleCalls({ tools, repeats = 2 }: Size): DraftedCall[] {
  const random = seededRandom(17)
  return Array.from({ length: tools }, (_none, index) => {
    const coin = random()
    return Object.entries(ships).flatMap(([persona, share]) =>
      sampleJurors.flatMap((juror) =>
        Array.from({ length: repeats }, (_same, repeat): DraftedCall => {
          const call: Call = random() < 0.05 ? 'abstain' : (random() < 0.5 ? coin : random()) < share ? 'ship' : 'skip'
          return { place: index + 1, tool: `tool-${index}`, dossier: 'd1', persona, personaVersion: 'p1', juror, repeat: repeat + 1, call }
        }),
      ),
    )
  }).flat()
}

/** On each tool one reviewer who calls as the first juror's first draft three times in four. */
export function sampleBlindPairs(calls: readonly DraftedCall[]): BlindPair[] {
  const random = seededRandom(18)
  return calls
    .filter(({ juror, repeat }) => juror === sampleJurors[0] && repeat === 1)
    .map(({ tool, persona, call }, index) => ({
      tool,
      seat: `${tool} ${persona}`,
      reviewer: `user_${index % 2}`,
      draft: call,
      person: random() < 0.75 ? call : call === 'ship' ? 'skip' : 'ship',
    }))
}

/** What is measured over so many tools, one record each. */
export function sampleReport(size: Size): AgreementReport {
  const calls = sampleCalls(size)
  return reportAgreement({
    at: '2026-11-27T09:00:00.000Z',
    calls,
    blindPairs: sampleBlindPairs(calls),
    basis: { records: size.tools, mostRecords: 1_000, mostCalls: 50_000, samples: 1 },
  })
}
