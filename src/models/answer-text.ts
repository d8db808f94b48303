import type { ElsewhereText, ReadReply } from './chat-model.js'

/** Words that models put around their thinking where the server does not take it out, by model: in front, and behind. */
const thinkingMarks: readonly { open: string; close: string }[] = [
  ...['think', 'thinking', 'thought', 'reasoning', 'seed:think'].map((name) => ({ open: `<${name}>`, close: `</${name}>` })),
  // Magistral.
  { open: '[THINK]', close: '[/THINK]' },
  // gpt-oss.
  { open: '<|channel|>analysis<|message|>', close: '<|channel|>final<|message|>' },
]

/** Thinking in parts of parts, as Mistral and OpenRouter send it, is never deeper than that. */
const deepestParts = 4

/**
 * What a model wrote, out of the place that is meant for its answer: without thinking in front of it. Where that leaves nothing, `elsewhere`
 * holds what it wrote in other places, those that hold text. Pure.
 */
export function answerText(content: string, otherPlaces: readonly ElsewhereText[]): Pick<ReadReply, 'text' | 'elsewhere'> {
  const { thinking, text } = withoutThinking(content)
  if (text.trim() !== '') return { text }
  const elsewhere = [{ field: 'the thinking in content', text: thinking }, ...otherPlaces].filter((place) => place.text.trim() !== '')
  return elsewhere.length === 0 ? { text } : { text, elsewhere }
}

/**
 * Parts a text into the thinking at its beginning and the rest. Thinking that is never closed is all there is. Many chat templates open it
 * in the prompt: then there is only an end, which counts where a JSON object follows it and none begins the text.
 */
function withoutThinking(content: string): { thinking: string; text: string } {
  const start = content.trimStart()
  const opened = thinkingMarks.find(({ open }) => start.slice(0, open.length).toLowerCase() === open.toLowerCase())
  if (opened !== undefined) {
    const inner = start.slice(opened.open.length)
    const end = inner.indexOf(opened.close)
    return end === -1 ? { thinking: inner, text: '' } : { thinking: inner.slice(0, end), text: afterMark(inner, end, opened.close) }
  }
  const isAnswer = start.startsWith('{') || start.startsWith('```')
  const closed = isAnswer ? undefined : thinkingMarks.find(({ close }) => /^(?:\{|```)/.test(afterMark(start, start.indexOf(close), close)))
  if (closed === undefined) return { thinking: '', text: content }
  const end = start.indexOf(closed.close)
  return { thinking: start.slice(0, end), text: afterMark(start, end, closed.close) }
}

function afterMark(text: string, at: number, mark: string): string {
  return at === -1 ? '' : text.slice(at + mark.length).trimStart()
}

/** The text in a field that holds a string, an object with one, or a list of either, as the vendors write thinking. Pure. */
export function textIn(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || depth > deepestParts) return ''
  if (Array.isArray(value)) return value.map((part) => textIn(part, depth + 1)).join('')
  const named = Object.entries(value).find(([name, part]) => textFields.has(name) && part !== null)
  return named === undefined ? '' : textIn(named[1], depth + 1)
}

const textFields = new Set(['text', 'thinking', 'reasoning', 'summary', 'content'])

/** The arguments of a tool call as text: most vendors send JSON in a string, Ollama and Anthropic an object. None are no text. Pure. */
export function argumentsText(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? jsonOf(value) : value
  return typeof text === 'string' && text.trim() !== '{}' ? text : ''
}

function jsonOf(value: object): string {
  try {
    return JSON.stringify(value)
  } catch {
    // Nested deeper than the stack: no arguments that anyone meant.
    return ''
  }
}
