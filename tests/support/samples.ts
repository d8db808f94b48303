import type { Call } from '../../src/contracts/call.js'
import type { Dossier } from '../../src/contracts/dossier.js'
import type { Persona } from '../../src/contracts/persona.js'
import type { Reply, VerdictContent } from '../../src/contracts/verdict.js'
import { hashJson, sha256 } from '../../src/platform/hash.js'

const sourceText = 'Ferrydoc runs on one machine.\nIt is free for teams of up to five people.\nIts index format is not documented.'

/** A small dossier about an invented tool. */
export function sampleDossier(overrides: Partial<Omit<Dossier, 'sha256'>> = {}): Dossier {
  const dossier: Omit<Dossier, 'sha256'> = {
    schema: 'panel.dossier/1',
    asOf: '2026-11-20',
    tool: {
      slug: 'ferrydoc',
      name: 'Ferrydoc',
      shortName: null,
      vendor: 'Ferry Works',
      category: 'Documentation search',
      tagline: 'Search for your docs',
      description: 'A search index for documentation.',
    },
    license: { name: 'MIT', spdx: 'MIT', commercialUse: 'yes', summary: 'Do as you like.', source: 'readme' },
    entryPrice: { label: 'Free', amountUsd: 0, per: null, note: 'up to five people', asOf: '2026-11-20', source: 'readme' },
    rivals: ['Quaylog'],
    facts: [{ id: 'one-machine', statement: 'It needs one machine.', source: 'readme', quote: 'runs on one machine' }],
    sources: [
      {
        id: 'readme',
        kind: 'documentation',
        title: 'Read me',
        publisher: 'Ferry Works',
        url: 'https://example.com/readme',
        publishedOn: '2026-11-01',
        retrievedOn: '2026-11-19',
        origin: 'authored',
        text: sourceText,
        sha256: sha256(sourceText),
      },
    ],
    ...overrides,
  }
  return { ...dossier, sha256: hashJson(dossier) }
}

/** A persona with one open ask, one choice, and easy limits. */
export function samplePersona(overrides: Partial<Omit<Persona, 'sha256'>> = {}): Persona {
  const persona: Omit<Persona, 'sha256'> = {
    schema: 'panel.persona/1',
    id: 'dx',
    version: 1,
    seat: 'The Builder',
    question: 'What is it?',
    order: 1,
    variables: ['tool'],
    asks: [
      { id: 'primitive', question: 'What is the primitive?' },
      { id: 'moat', question: 'What is the moat?', choices: ['none', 'thin', 'real'], feeds: 'pricing-read' },
    ],
    quoteWords: { min: 3, max: 30 },
    predictions: { min: 0 },
    forbids: ['game-changing'],
    template: 'You review {{ tool }}.',
    ...overrides,
  }
  return { ...persona, sha256: hashJson(persona) }
}

/** A verdict's words as one juror has them. */
export type SampleContent = VerdictContent & { call: Call }

/** A verdict's words that satisfy `samplePersona`, and quote `sampleDossier` verbatim. */
export function sampleContent(overrides: Partial<SampleContent> = {}): SampleContent {
  return {
    evidence: [{ source: 'readme', quote: 'free for teams of up to five people', shows: 'Small teams pay nothing.' }],
    answers: [
      { ask: 'primitive', answer: 'A search index.' },
      { ask: 'moat', answer: 'thin' },
    ],
    predictions: [],
    quote: 'Small teams pay nothing for it [1], so I try it today.',
    call: 'ship',
    ...overrides,
  }
}

/** A reply that satisfies the schema and `samplePersona`, and cites `sampleDossier` by number. */
export function sampleReply(overrides: Partial<Reply> = {}): Reply {
  return { ...sampleContent(), evidence: [{ source: 'readme', from: 2, to: 2, shows: 'Small teams pay nothing.' }], ...overrides }
}

/** The same, citing either dossier of the sample comparison. */
export function replyToSample(overrides: Partial<Reply> = {}): Reply {
  return sampleReply({ evidence: [{ source: 'license-terms', from: 1, to: 1, shows: 'What the license allows.' }], ...overrides })
}
