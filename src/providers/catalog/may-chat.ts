import { globPattern } from './catalog.js'

/**
 * Names of models that write no chat replies, as servers list them beside those that do: embeddings, reranking, speech, pictures, moderation,
 * and OpenAI's completion models. `*` stands for any text.
 */
const otherPurposes = [
  '*embed*',
  '*bge-*',
  '*all-minilm*',
  '*paraphrase-multilingual*',
  '*rerank*',
  '*whisper*',
  '*transcribe*',
  '*tts*',
  '*realtime*',
  '*audio*',
  '*dall-e*',
  '*gpt-image*',
  '*sora*',
  '*moderation*',
  'babbage-*',
  'davinci-*',
].map(globPattern)

/** Whether a model of that name, as its server lists it, may be expected to chat. Most lists do not say. */
export function mayChat(name: string): boolean {
  return !otherPurposes.some((pattern) => pattern.test(name.toLowerCase()))
}
