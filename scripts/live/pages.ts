import { z } from 'zod'
import { readJsonText } from '../../src/platform/input/bounded-json.js'
import type { Runtime } from '../../src/platform/runtime.js'
import { cleanText } from '../../src/platform/text/provider-text.js'

/** Which server answers at an address. `kind` keys the rows of the table. */
export type ServerFacts = { kind: string; version: string }

const largestBytes = 4_000_000
const longestVersion = 60

/** One raw request, past our adapters: its status, and the value of its JSON; undefined for a body that is none, or too large. */
export async function askRaw(
  { fetch }: Pick<Runtime, 'fetch'>,
  url: string,
  { body, signal }: { body?: object; signal: AbortSignal },
): Promise<{ status: number; value: unknown }> {
  const init: RequestInit =
    body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(url, { ...init, signal })
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of answer.body ?? []) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > largestBytes) return { status: answer.status, value: undefined }
    chunks.push(chunk)
  }
  const reading = readJsonText(new TextDecoder().decode(Buffer.concat(chunks)))
  return { status: answer.status, value: 'value' in reading ? reading.value : undefined }
}

const versionSchema = z.object({ version: z.string() })
const propsSchema = z.object({ build_info: z.string() })
const lookMs = 5_000

/** Asks an address which server it is: Ollama and vLLM tell their version, llama.cpp's its build. */
export async function readServerFacts(runtime: Pick<Runtime, 'fetch'>, url: string, signal: AbortSignal): Promise<ServerFacts> {
  const page = async (path: string) => {
    const asked = askRaw(runtime, `${url}${path}`, { signal: AbortSignal.any([signal, AbortSignal.timeout(lookMs)]) })
    return (await asked.catch(() => null))?.value
  }
  const ollama = versionSchema.safeParse(await page('/api/version')).data
  if (ollama !== undefined) return facts('Ollama', ollama.version)
  const llama = propsSchema.safeParse(await page('/props')).data
  if (llama !== undefined) return facts('llama.cpp', llama.build_info)
  const other = versionSchema.safeParse(await page('/version')).data
  return other === undefined ? facts('another server', 'unknown') : facts('vLLM', other.version)
}

function facts(kind: string, version: string): ServerFacts {
  return { kind, version: cleanText(version, []).slice(0, longestVersion) }
}
