import type { ElsewhereText, ReadReply } from '../chat-model.js'

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

/** Some models think in several blocks. */
const mostBlocks = 16
/** A reply has one or two; each is tried as the answer. */
const mostPlaces = 16

/**
 * What a model wrote, out of the place that is meant for its answer: without thinking in front of it. Where that leaves nothing, `elsewhere`
 * holds what it wrote in other places, those that hold text; `otherPlaces` is asked for them only then. Pure.
 */
export function answerText(content: string, otherPlaces: () => readonly ElsewhereText[]): Pick<ReadReply, 'text' | 'elsewhere'> {
  const { thinking, text } = withoutThinking(content)
  if (text.trim() !== '') return { text }
  const places = [{ field: 'the thinking in content', text: thinking }, ...otherPlaces()].filter((place) => place.text.trim() !== '')
  const elsewhere = places.slice(0, mostPlaces)
  return elsewhere.length === 0 ? { text } : { text, elsewhere }
}

type Parted = { thinking: string; text: string }

/** Parts a text into the thinking in front of its answer and the rest. */
function withoutThinking(content: string): Parted {
  const blocks: string[] = []
  let text = content
  for (let block = firstBlock(text); block !== null && blocks.length < mostBlocks; block = firstBlock(text)) {
    blocks.push(block.thinking)
    text = block.text
  }
  return { thinking: blocks.join('\n'), text }
}

/**
 * A block of thinking with no brace in front of it, and what follows. One that begins the text and is never closed is all there is. Many chat
 * templates open it in the prompt: then there is only an end, which counts where the answer follows it at once. Null for a text without.
 */
function firstBlock(text: string): Parted | null {
  const start = text.trimStart()
  if (beginsAnswer(start)) return null
  const head = start.slice(0, start.indexOf('{') === -1 ? undefined : start.indexOf('{'))
  for (const { open, close } of thinkingMarks) {
    const begin = head.indexOf(open)
    const from = begin === -1 ? 0 : begin + open.length
    const end = start.indexOf(close, from)
    const rest = end === -1 ? '' : start.slice(end + close.length).trimStart()
    const isBlock = begin === -1 ? beginsAnswer(rest) : begin === 0 || end !== -1
    if (isBlock) return { thinking: start.slice(from, end === -1 ? undefined : end), text: rest }
  }
  return null
}

function beginsAnswer(text: string): boolean {
  return text.startsWith('{') || text.startsWith('```')
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
