import type { Persona } from '../../../src/contracts/persona.js'
import type { Reply } from '../../../src/contracts/verdict.js'
import type { ChatAnswer, ChatAsk } from './chat-server.js'

/** Seventy words that rest on the two passages below, and state nothing else that a source would have to hold. */
const quote = [
  'I read what its makers wrote, and nothing else. They say plainly what it keeps and what it asks of the one who runs it [1].',
  'That is a small promise, and I prefer those to large ones. What it costs to begin is said as plainly [2].',
  'I would open it on a quiet afternoon, give it one real task, and see by the evening whether it kept its word. So I make my call.',
].join(' ')

/**
 * Replies to the personas that come with Ship Panel, about dossiers whose first source has two sentences at least: every ask is answered, the
 * first choice taken, and one prediction made where one is asked for. Every persona says ship, but `skips` on one tool.
 */
export function newcomerReplies(personas: readonly Persona[], source: string, skips: { persona: string; tool: string }) {
  return ({ tool, persona }: ChatAsk): ChatAnswer => {
    const asked = personas.find(({ id }) => id === persona)
    if (asked === undefined) throw new Error(`no persona ${persona}`)
    const reply: Reply = {
      evidence: [
        { source, from: 1, to: 1, shows: 'What it keeps.' },
        { source, from: 2, to: 2, shows: 'What it costs to begin.' },
      ],
      answers: asked.asks.map(({ id, choices }) => ({ ask: id, answer: choices?.[0] ?? 'As its makers say, and no more than that.' })),
      predictions:
        asked.predictions.min === 0
          ? []
          : [
              {
                statement: 'Its makers still offer it to begin with at no cost.',
                deadline: '2027-11-30',
                probability: 0.7,
                resolution: 'Its price page says so on that day.',
              },
            ],
      quote,
      call: persona === skips.persona && tool === skips.tool ? 'skip' : 'ship',
    }
    return { kind: 'reply', text: JSON.stringify(reply), usage: { prompt_tokens: 3_000, completion_tokens: 500 } }
  }
}
