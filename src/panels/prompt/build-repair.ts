import type { ChatRequest } from '../../contracts/model-call.js'
import { defuse, defuseLine } from './defuse.js'

type Terms = {
  /** What is said of one problem, in characters, and of how many: a reply of nothing but errors must not fill the context. */
  longestProblem: number
  mostProblems: number
  /** What to reply now. */
  ending: string
}

/**
 * A repair round: the same conversation, then the model's own reply and exactly what is wrong with it. Both hold what the model wrote, which
 * may repeat a control token of a source, so both are defused.
 */
export function buildRepair(request: ChatRequest, reply: { text: string; problems: readonly string[] }, terms: Terms): ChatRequest {
  const { longestProblem, mostProblems, ending } = terms
  const unsaid = reply.problems.length - mostProblems
  const complaint = [
    'Your reply cannot be used as it is. What is wrong with it:',
    ...reply.problems.slice(0, mostProblems).map((problem, index) => `${index + 1}. ${defuseLine(problem, longestProblem)}`),
    ...(unsaid > 0 ? [`And ${unsaid} more of the same kinds.`] : []),
    ending,
  ].join('\n')
  return {
    ...request,
    messages: [
      ...request.messages,
      { role: 'assistant', parts: [{ text: reply.text.trim() === '' ? '(an empty reply)' : defuse(reply.text), cacheable: false }] },
      { role: 'user', parts: [{ text: complaint, cacheable: false }] },
    ],
  }
}
