import type { Dossier } from '../src/contracts/dossier.js'
import type { Persona } from '../src/contracts/persona.js'
import { type RequestForm, usualForm } from '../src/contracts/request-form.js'
import type { Reply } from '../src/contracts/verdict.js'
import { freezeUnits } from '../src/evidence/units.js'
import { buildRequest } from '../src/panels/prompt/build-request.js'
import { hashJson, sha256 } from '../src/platform/hash.js'
import { shownRequest, toOpenAiRequest } from '../src/providers/openai-compatible/request.js'

/** The endpoint's name in `panel.config.yaml`, and the one model it serves. */
export const benchEndpoint = 'bench'
export const benchModel = 'paced'
/** How the catalog has it asked: its endpoint is local. */
export const benchForm: RequestForm = { ...usualForm, grammar: true }
export const benchJuror = `${benchEndpoint}:${benchModel}`
/** Five models of the endpoint, which answer alike. */
export const benchJury: readonly string[] = Array.from({ length: 5 }, (_, index) => `${benchEndpoint}:${benchModel}-${index + 1}`)

const quotedPassage = 'free for teams of up to five people'
const sourceLine = 'It indexes what the team writes, keeps one copy on one machine, and answers without asking a server elsewhere.'
/** With this much of it a whole request has about 10 KB. */
const sourceLines = 3
const personaCount = 4

/** Four small personas, each with an open ask and a choice, that `benchReply` satisfies. */
export const benchPersonas: readonly Persona[] = Array.from({ length: personaCount }, (_, index) => {
  const persona: Omit<Persona, 'sha256'> = {
    schema: 'panel.persona/1',
    id: `persona-${index + 1}`,
    version: 1,
    seat: `Seat ${index + 1}`,
    question: 'What is it?',
    order: index,
    variables: ['tool'],
    asks: [
      { id: 'primitive', question: 'What is the primitive?' },
      { id: 'moat', question: 'What is the moat?', choices: ['none', 'thin', 'real'], feeds: 'pricing-read' },
    ],
    quoteWords: { min: 3, max: 30 },
    predictions: { min: 0 },
    forbids: ['game-changing'],
    template: `You review {{ tool }} as number ${index + 1} of four.`,
  }
  return { ...persona, sha256: hashJson(persona) }
})

/** What the paced provider's model writes: valid for every bench persona, and its evidence is in every bench dossier. */
export const benchReply: Reply = {
  evidence: [{ source: 'readme', from: 1, to: 1, shows: 'Small teams pay nothing.' }],
  answers: [
    { ask: 'primitive', answer: 'A search index.' },
    { ask: 'moat', answer: 'thin' },
  ],
  predictions: [],
  quote: 'Small teams pay nothing for it [1], so I try it today.',
  call: 'ship',
}

/** That many dossiers, each about an invented tool of its own. With another tag they are other tools, whose calls no ledger holds yet. */
export function benchDossiers(count: number, { tag, lines = sourceLines }: { tag: string; lines?: number }): Dossier[] {
  const text = [`It is ${quotedPassage}.`, ...Array.from({ length: lines }, (_, n) => `${n + 1}. ${sourceLine}`)].join('\n')
  const source = { ...sourceFacts, text, sha256: sha256(text), units: freezeUnits(text) }
  return Array.from({ length: count }, (_, index) => {
    const dossier: Omit<Dossier, 'sha256'> = {
      ...dossierFacts,
      tool: { ...toolFacts, slug: `tool-${tag}-${index + 1}`, name: `Tool ${tag} ${index + 1}` },
      sources: [source],
    }
    return { ...dossier, sha256: hashJson(dossier) }
  })
}

/** The dossiers that make so many seats with the four bench personas. Throws when the seats do not come in fours. */
export function dossiersForSeats(seats: number, tag: string): Dossier[] {
  if (seats % personaCount !== 0) throw new Error(`${seats} seats are not a multiple of ${personaCount}`)
  return benchDossiers(seats / personaCount, { tag })
}

/** The bodies of the requests of so many seats, byte for byte what a panel's worker sends for them. */
export function requestBodies(seats: number, tag: string): string[] {
  return dossiersForSeats(seats, tag).flatMap((dossier) =>
    benchPersonas.map((persona) => {
      const asked = buildRequest({ dossier, persona, form: benchForm })
      const request = shownRequest({ request: asked, isLocal: true, structuredOutput: 'json-schema' })
      return JSON.stringify(
        toOpenAiRequest({ model: benchModel, request, isLocal: true, structuredOutput: 'json-schema', thinking: 'off' }),
      )
    }),
  )
}

const sourceFacts = {
  id: 'readme',
  kind: 'documentation',
  title: 'Read me',
  publisher: 'Ferry Works',
  url: 'https://example.com/readme',
  publishedOn: '2026-11-01',
  retrievedOn: '2026-11-19',
  origin: 'authored',
} as const

const toolFacts = {
  shortName: null,
  vendor: 'Ferry Works',
  category: 'Documentation search',
  tagline: 'Search for your docs',
  description: 'A search index for documentation.',
}

const dossierFacts: Omit<Dossier, 'sha256' | 'tool' | 'sources'> = {
  schema: 'panel.dossier/1',
  asOf: '2026-11-20',
  license: { name: 'MIT', spdx: 'MIT', commercialUse: 'yes', summary: 'Do as you like.', source: 'readme' },
  entryPrice: { label: 'Free', amountUsd: 0, per: null, note: 'up to five people', asOf: '2026-11-20', source: 'readme' },
  rivals: ['Quaylog'],
  facts: [{ id: 'small-teams', statement: 'Small teams pay nothing.', source: 'readme', quote: quotedPassage }],
}
