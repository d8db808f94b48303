import { sha256 } from '../../../src/platform/hash.js'
import { sampleReply } from '../samples.js'
import type { ChatAnswer, ChatAsk, ChatUsage } from './chat-server.js'

/** What is wrong with a malformed reply; the first two can be fixed as they are, the others need the repair round. */
export const malformations = ['fenced', 'trailing-prose', 'cut-off', 'schema-violation', 'no-call', 'prose'] as const
export type Malformation = (typeof malformations)[number]
const fixable: readonly Malformation[] = ['fenced', 'trailing-prose']

export type Fate =
  | { kind: 'good' }
  | { kind: 'malformed'; how: Malformation }
  | { kind: 'rate-limited'; retryAfterSeconds: 0 | 1 }
  | { kind: 'server-error' }
  | { kind: 'dropped'; when: 'before' | 'amid' }

/** Whether a verdict is in the reply. */
export function isUsable(fate: Fate): boolean {
  return fate.kind === 'good' || (fate.kind === 'malformed' && fixable.includes(fate.how))
}

/** Whether the request was answered with 200, and so is paid for. */
export function isAnswered(fate: Fate): boolean {
  return fate.kind === 'good' || fate.kind === 'malformed'
}

const digits = (text: string): number => Number.parseInt(sha256(text).slice(0, 8), 16)

/** Of each hundred requests, 20 get a malformed reply, 10 a 429, 5 a 500, 5 a broken connection, and 60 a good reply. */
function fateAt(percentile: number, name: string): Fate {
  const choice = digits(`how ${name}`)
  if (percentile < 20) return { kind: 'malformed', how: malformations[choice % malformations.length] ?? 'prose' }
  if (percentile < 30) return { kind: 'rate-limited', retryAfterSeconds: choice % 2 === 0 ? 0 : 1 }
  if (percentile < 35) return { kind: 'server-error' }
  if (percentile < 40) return { kind: 'dropped', when: choice % 2 === 0 ? 'before' : 'amid' }
  return { kind: 'good' }
}

/** A seat under its name, for the server as for the database. */
export function seatName({ model, tool, persona }: Pick<ChatAsk, 'model' | 'tool' | 'persona'>): string {
  return `${model} ${persona} ${tool}`
}

/** Of the seats whose first request meets a 500, those whose every request does. */
const doomedRanks = [30, 31]

/**
 * What becomes of each request, the same in every run. The seats' first requests share the hundred out exactly, in an order shuffled by
 * the seed; whatever comes after them is drawn one by one, by the seed, the seat, the round and the visit.
 */
export function planChaos(seatNames: readonly string[], seed: string): (ask: ChatAsk) => Fate {
  const shuffled = [...seatNames].sort((a, b) => (sha256(`${seed} ${a}`) < sha256(`${seed} ${b}`) ? -1 : 1))
  const ranks = new Map(shuffled.map((name, index) => [name, Math.floor((index * 100) / shuffled.length)]))
  return (ask) => {
    const name = `${seed} ${seatName(ask)} ${ask.round} ${ask.visit}`
    const isFirst = ask.round === 1 && ask.visit === 1
    if (ask.round === 1 && doomedRanks.includes(ranks.get(seatName(ask)) ?? 99)) return { kind: 'server-error' }
    return fateAt(isFirst ? (ranks.get(seatName(ask)) ?? 99) : digits(name) % 100, name)
  }
}

/** Token counts that differ from request to request, and are the same in every run. */
export function usageFor(ask: ChatAsk, fate: Fate): Required<ChatUsage> {
  const choice = digits(`usage ${seatName(ask)} ${ask.round}`)
  return {
    prompt_tokens: 1_000 + (choice % 1_000),
    // What is cut off there has the length that was asked for at most.
    completion_tokens: fate.kind === 'malformed' && fate.how === 'cut-off' ? 4_096 : 100 + (choice % 101),
    prompt_tokens_details: { cached_tokens: choice % 997 },
  }
}

/** A fate as the answer that brings it. */
export function answerFor(ask: ChatAsk, fate: Fate): ChatAnswer {
  const usage = usageFor(ask, fate)
  if (fate.kind === 'good') return { kind: 'reply', text: JSON.stringify(sampleReply()), usage }
  if (fate.kind === 'malformed')
    return { kind: 'reply', text: malformedText(fate.how), usage, finish: fate.how === 'cut-off' ? 'length' : 'stop' }
  if (fate.kind === 'rate-limited')
    return { kind: 'status', status: 429, message: 'slow down', headers: { 'retry-after': String(fate.retryAfterSeconds) } }
  if (fate.kind === 'server-error') return { kind: 'status', status: 500, message: 'out of luck' }
  return { kind: 'drop', when: fate.when }
}

function malformedText(how: Malformation): string {
  const good = JSON.stringify(sampleReply(), null, 2)
  const { call: _, ...withoutCall } = sampleReply()
  const texts: Record<Malformation, string> = {
    fenced: `Here is my verdict:\n\`\`\`json\n${good}\n\`\`\``,
    'trailing-prose': `${good}\n\nI hope that this helps the team.`,
    'cut-off': good.slice(0, Math.floor(good.length / 2)),
    'schema-violation': JSON.stringify({ ...sampleReply(), call: 'buy' }),
    'no-call': JSON.stringify(withoutCall),
    prose: 'I would ship it, since small teams pay nothing.',
  }
  return texts[how]
}
