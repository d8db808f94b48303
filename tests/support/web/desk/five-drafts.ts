import { samplePersona } from '../../samples.js'
import type { PanelWish } from './review-desk.js'

/** What each of five jurors says of a tool: two skip, and one of these cites a passage that the others do not. */
const replies: Readonly<Record<string, ReturnType<NonNullable<PanelWish['replyFor']>>>> = {
  'ollama:a': {},
  'ollama:b': { quote: 'Free for a small team [1], which settles it.' },
  'ollama:c': {
    quote: 'It costs nothing up to five people [1], so why not.',
    answers: [
      { ask: 'primitive', answer: 'A search index.' },
      { ask: 'moat', answer: 'none' },
    ],
  },
  'ollama:d': {
    call: 'skip',
    quote: 'It runs on one machine [2] and is free [1], yet nothing says how the index is kept.',
    evidence: [
      { source: 'readme', quote: 'free for teams of up to five people', shows: 'Small teams pay nothing.' },
      { source: 'readme', quote: 'Ferrydoc runs on one machine', shows: 'One machine is enough [1].' },
    ],
    answers: [
      { ask: 'primitive', answer: 'A local index [2].' },
      { ask: 'moat', answer: 'thin' },
    ],
  },
  'ollama:e': { call: 'skip', quote: 'Free today [1] is not free for ever.' },
}

export const fiveJurors = Object.keys(replies)

/** A panel whose one seat five jurors drafted: three ship, two skip. */
export function fiveDrafts(change: PanelWish = {}): PanelWish {
  return { jurors: fiveJurors, personas: [samplePersona()], replyFor: ({ model }) => replies[model] ?? {}, ...change }
}
