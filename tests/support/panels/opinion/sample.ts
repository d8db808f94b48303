import type { Draft } from '../../../../src/contracts/verdict.js'
import { checkEvidence } from '../../../../src/evidence/check-evidence.js'
import { sampleDossier } from '../../samples.js'

/** A draft on the sample dossier: three pairs in the quote, one in an answer, and what two passages are said to show. A third passage is not found. */
export function sampleDraft(overrides: Partial<Draft> = {}): Draft {
  return {
    schema: 'panel.draft/1',
    call: 'ship',
    quote: 'Small teams pay nothing [1]. It needs one machine, and its format is open [2][1]. I try it today.',
    answers: [
      { ask: 'primitive', answer: 'An index that runs on one machine. [2]' },
      { ask: 'moat', answer: 'thin' },
    ],
    evidence: checkEvidence(
      [
        { source: 'readme', quote: 'free for teams of up to five people', shows: 'Small teams pay nothing.' },
        { source: 'readme', quote: 'Ferrydoc runs on one machine.', shows: 'One machine is enough.' },
        { source: 'readme', quote: 'It is written in Rust.', shows: 'It is fast.' },
      ],
      sampleDossier(),
    ),
    predictions: [],
    flags: [],
    ...overrides,
  }
}

/** A second model's reply with one entry for each of so many pairs: `supported`, but for those named. */
export function opinionReply(count: number, questioned: Readonly<Record<number, 'partly' | 'not supported'>> = {}): string {
  const pairs = Array.from({ length: count }, (_, index) => ({
    pair: index + 1,
    reason: `Reason ${index + 1}.`,
    support: questioned[index + 1] ?? 'supported',
  }))
  return JSON.stringify({ pairs })
}
