import type { FinishReason } from '../chat-model.js'

const finishReasons: ReadonlyMap<string | null, FinishReason> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'refusal'],
])

/**
 * Anthropic's `stop_reason` (`StopReason` in the SDK's resources/messages/messages.d.ts). A full context window cuts a reply off like the token
 * limit does. `tool_use` and `pause_turn` belong to tools, which no request here has: a reply that ends so is none to rely on. Pure.
 */
export function finishReasonOf(stopReason: string | null): FinishReason {
  return finishReasons.get(stopReason) ?? 'other'
}
