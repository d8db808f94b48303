import type { Call, SeatCall } from '../../../../../src/contracts/call.js'
import type { PanelRecord, PanelShip, RecordTool } from '../../../../../src/contracts/record.js'
import { recordSchema } from '../../../../../src/contracts/record.js'
import type { RecordVerdict } from '../../../../../src/contracts/record-verdict.js'
import { sha256 } from '../../../../../src/platform/hash.js'

type Drafted = Extract<RecordVerdict, { status: 'drafted' }>
type Unscored = Extract<RecordVerdict, { status: 'unscored' }>

const personas = [
  { id: 'dx', seat: 'The Builder', question: 'What do I hold after ten minutes?' },
  { id: 'competitor', seat: 'The Skeptic', question: 'Which claim survives a second look?' },
  { id: 'thesis', seat: 'The Futurist', question: 'Which dated bet does it make?' },
  { id: 'business', seat: 'The Founder', question: 'Who pays, and why would they stay?' },
].map((persona) => ({
  ...persona,
  version: 2,
  sha256: sha256(persona.id),
  asks: [{ id: 'why', question: `Which one decision earns the call of ${persona.seat}?` }],
}))

const sourceText = 'Ferrydoc runs on one machine. It is free for teams of up to five people. Its index format is not documented.'

/** A drafted verdict whose one passage was found. */
export function draftedVerdict(persona: string, change: Partial<Drafted> = {}): Drafted {
  return {
    status: 'drafted',
    persona,
    personaVersion: 2,
    model: 'ollama:llama3.1:8b',
    origin: 'recorded',
    callKey: sha256(persona),
    callKeys: [sha256(persona)],
    usage: { inputTokens: 1500, cachedInputTokens: 0, cacheWriteInputTokens: null, outputTokens: 300 },
    costUsd: 0,
    latencyMs: 900,
    call: 'ship',
    quote: 'Small teams pay nothing for it [1]. I would try it on a Thursday and know by Friday whether it stays.',
    answers: [{ ask: 'why', answer: 'It needs one machine and no account.' }],
    evidence: [
      {
        source: 'readme',
        quote: 'free for teams of up to five people',
        shows: 'Small teams pay nothing.',
        status: 'found',
        start: 36,
        end: 71,
      },
    ],
    predictions: [
      {
        statement: 'A second release documents the index format.',
        deadline: '2027-06-30',
        probability: 0.4,
        resolution: 'Read the release notes published by that day.',
      },
    ],
    flags: [],
    ...change,
  }
}

/** A seat without a call. */
export function unscoredVerdict(persona: string, change: Partial<Unscored> = {}): Unscored {
  const { personaVersion, model } = draftedVerdict(persona)
  const nothing = { origin: null, callKey: null, callKeys: [], usage: null, costUsd: null, latencyMs: null }
  const why = { kind: 'no-recording' as const, reason: 'the nearest recording differs in its dossier hash' }
  return { status: 'unscored', persona, personaVersion, model, ...nothing, call: null, quote: null, ...why, ...change }
}

/** The Skeptic's verdict with a passage that was not found and a marker that names none. */
export const doubtfulVerdict = draftedVerdict('competitor', {
  call: 'skip',
  quote: 'It runs on one machine [1]. It outruns every rival [2], and someone measured that [7].',
  evidence: [
    { source: 'readme', quote: 'runs on one machine', shows: 'One machine is enough.', status: 'found', start: 9, end: 28 },
    {
      source: 'readme',
      quote: 'outruns every rival',
      shows: 'It is fast.',
      status: 'not found',
      why: 'no passage of “Read me” reads like this',
    },
  ],
  flags: ['the quote is shorter than 60 words'],
})

/** A tool with those verdicts; its panel ship follows from them. */
export function sampleTool(slug: string, verdicts: readonly RecordVerdict[], change: Partial<RecordTool> = {}): RecordTool {
  return {
    slug,
    name: 'Ferrydoc',
    shortName: null,
    vendor: 'Ferry Works',
    category: 'Documentation search',
    tagline: 'Search for your docs, on your own machine',
    description:
      'An index over a folder of documents, with a command to ask it questions. It runs on one machine and keeps its files there.',
    asOf: '2026-11-20',
    license: { name: 'MIT License', spdx: 'MIT', commercialUse: 'yes', summary: 'Keep the notice.', source: 'readme' },
    entryPrice: { label: 'Free', amountUsd: 0, per: null, note: 'Up to five people.', asOf: '2026-11-20', source: 'readme' },
    rivals: ['Quaylog'],
    dossierSha256: sha256(slug),
    panelShip: shipsOf(verdicts.map(({ call }) => call)),
    community: { ships: 0, votes: 0, percent: null },
    pricingRead: [
      { persona: 'business', model: 'ollama:llama3.1:8b', text: 'Free until the sixth person, and no price is named for that one.' },
    ],
    verdicts: [...verdicts],
    sources: [
      {
        id: 'readme',
        kind: 'documentation',
        title: 'Read me',
        publisher: 'Ferry Works',
        url: 'https://docs.example/readme?page=1&part=2',
        publishedOn: '2026-11-01',
        retrievedOn: '2026-11-19',
        origin: 'captured',
        sha256: sha256(sourceText),
      },
    ],
    ...change,
  }
}

function shipsOf(calls: readonly (SeatCall | null)[]): PanelShip {
  const count = (wanted: SeatCall | null) => calls.filter((call) => call === wanted).length
  const divisor = count('ship') + count('skip')
  const percent = divisor === 0 ? null : Math.round((100 * count('ship')) / divisor)
  return { ships: count('ship'), calls: divisor, abstained: count('abstain'), unscored: count(null), percent }
}

/** Four verdicts with those calls, one a persona. */
export function fourVerdicts(calls: readonly [Call, Call, Call, Call]): RecordVerdict[] {
  return personas.map(({ id }, index) => draftedVerdict(id, { call: calls[index] ?? 'abstain' }))
}

const left = sampleTool('ferrydoc', [
  draftedVerdict('dx', { predictions: [] }),
  doubtfulVerdict,
  draftedVerdict('thesis', {
    predictions: [
      { statement: 'Ferry Works ships a hosted index.', deadline: '2027-01-31', probability: 0.996, resolution: 'Look for a price list.' },
    ],
  }),
  draftedVerdict('business', { call: 'skip' }),
])

/** The other tool: a long name, another category, and The Futurist's seat without a call. */
const right = sampleTool(
  'quaylog',
  [draftedVerdict('dx'), draftedVerdict('competitor'), unscoredVerdict('thesis'), draftedVerdict('business', { call: 'skip' })],
  {
    name: 'Quaylog 3 Enterprise 8B & 70B Instruct for Documentation Platforms',
    shortName: 'Quaylog 3',
    vendor: 'Quay Incorporated',
    category: 'Log search',
  },
)

/** A record of two invented tools and four personas, checked against its schema: 2 of 4 against 2 of 3 with one unscored. */
export function sampleRecord(change: Partial<PanelRecord> = {}): PanelRecord {
  return recordSchema.parse({
    schema: 'panel.record/1',
    id: 'rec_1f00',
    panelId: 'pnl_1f00',
    status: 'in_review',
    createdAt: '2026-11-22T23:59:59.999Z',
    contentSha256: sha256('content'),
    title: 'Ferrydoc vs Quaylog 3',
    lean: { kind: 'leans', tool: 'quaylog' },
    personas,
    tools: [left, right],
    split: personas.map(({ id }) => ({ persona: id, calls: [], agrees: null })),
    totals: {
      seats: 8,
      drafted: 7,
      unscored: 1,
      modelCalls: { recorded: 7, authored: 0 },
      usage: { inputTokens: 10500, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: null },
      costUsd: null,
      modelTimeMs: null,
    },
    run: {
      startedAt: '2026-11-22T23:59:00.000Z',
      finishedAt: '2026-11-22T23:59:59.999Z',
      wallTimeMs: 59_999,
      replies: { called: 7, fromLedger: 0, replayed: 0 },
      spentUsd: null,
    },
    ...change,
  })
}
