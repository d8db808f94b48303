import type { Diagnosis } from './endpoint.js'

/**
 * The words of a server that is up before its model is, with 503: llama.cpp "Loading model" (`tools/server/server.cpp`), Hugging Face "Model … is
 * currently loading", TGI and llama-swap "starting", "warming up", SGLang and KServe "not ready".
 */
const wordsWith503 = /\bloading\b|\bbeing loaded\b|\bwarming up\b|\bstarting\b|\binitiali[sz]ing\b|\bnot (?:yet )?ready\b/i
/** With another status only what says so outright: Ollama "llm server loading model" (500), LM Studio and LiteLLM "Model is still loading" (400). */
const plainWords = /\b(?:is|still|currently) loading\b|\bis being loaded\b|\bserver loading model\b|^loading model\b/i
/** A model that could not be loaded is not being loaded. */
const failedWords = /\b(?:error|errors|fail|fails|failed|failure|cannot|can't|could not|couldn't|unable|aborted|timed out)\b/i
/** What a status means for sure, whatever the words. */
const sureStatuses: readonly number[] = [401, 402, 403, 413, 429]

/** What an answer means by which a server says that it still loads its model; null for any other. `words` are what its body says. Pure. */
export function diagnoseLoading(status: number, words: string): Diagnosis | null {
  if (sureStatuses.includes(status) || failedWords.test(words)) return null
  if (!(status === 503 ? wordsWith503 : plainWords).test(words)) return null
  return { kind: 'loading', isRetryable: true, fix: loadingFix }
}

export const loadingFix = 'Wait until the server has loaded its model; its log says how far it is'
