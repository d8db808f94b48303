import type { Sampling } from '../contracts/model-call.js'

/** The names under which Ollama's `options` and llama.cpp's server take it, beside the temperature (`docs/modelfile.mdx`; `tools/server/README.md`). */
export type LocalSampling = {
  top_p?: number
  top_k?: number
  min_p?: number
  repeat_penalty?: number
  presence_penalty?: number
  frequency_penalty?: number
}

/** What a request says of picking tokens, as servers of one's own take it; what it leaves out is the server's own. Pure. */
export function localSampling({ topP, topK, minP, repeatPenalty, presencePenalty, frequencyPenalty }: Sampling): LocalSampling {
  return {
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(topK === undefined ? {} : { top_k: topK }),
    ...(minP === undefined ? {} : { min_p: minP }),
    ...(repeatPenalty === undefined ? {} : { repeat_penalty: repeatPenalty }),
    ...(presencePenalty === undefined ? {} : { presence_penalty: presencePenalty }),
    ...(frequencyPenalty === undefined ? {} : { frequency_penalty: frequencyPenalty }),
  }
}
