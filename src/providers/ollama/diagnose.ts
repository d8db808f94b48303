import type { Diagnosis, FailedAnswer } from '../http/endpoint.js'
import { contextFix } from './reply.js'

/**
 * What Ollama's error answers mean, for a call to the given model (null for a call that names none). Sources, in ollama/ollama:
 * `ChatHandler` and `handleScheduleError` in `server/routes.go`, `llm/llama_server.go`, `server/cloud_proxy.go`.
 * Null leaves it to the status code (429; 503, when its queue is full).
 */
export function diagnoseOllama(model: string | null, { status, words }: FailedAnswer): Diagnosis | null {
  if (status === 404 && /\bmodel\b.{0,200}\bnot found/i.test(words)) {
    return { kind: 'unknown-model', isRetryable: false, fix: model === null ? null : `Run: ollama pull ${model}` }
  }
  if (status === 404) return { kind: 'bad-request', isRetryable: false, fix: 'Check that OLLAMA_HOST is the address of an Ollama server' }
  if (status === 401 || status === 403) return { kind: 'authentication', isRetryable: false, fix: 'Run: ollama signin' }
  if (status === 400 && /context (length|size|window)/i.test(words)) {
    return {
      kind: 'context-too-long',
      isRetryable: false,
      fix: `Shorten the dossier, seat a model with a longer context, or ${contextFix}`,
    }
  }
  if (/system memory|out of memory|cudaMalloc/i.test(words)) {
    return { kind: 'server', isRetryable: false, fix: 'Seat a smaller model or a smaller quantization, or free memory' }
  }
  // Ollama answers 499 when it believes that we hung up; if we had, no one would read it.
  if (status === 499) return { kind: 'connection', isRetryable: true, fix: null }
  return null
}
