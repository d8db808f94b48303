import { isRefusal, sqlState } from '../../platform/db/refusal.js'
import { UnstorableError } from '../../platform/errors.js'

/** Far above the largest reply that a provider may send (16 MiB), and below what JSON text and PostgreSQL take. */
const longestJson = 128 * 1024 * 1024

/** Runs a query; an error that another try would meet again becomes an `UnstorableError`. */
export async function refusing<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query()
  } catch (error) {
    if (!(error instanceof Error) || !isRefusal(error)) throw error
    throw new UnstorableError(`PostgreSQL refuses it (${sqlState(error)}): ${error.message}`, { cause: error })
  }
}

/** A value as JSON text for a json column. Throws `UnstorableError` for one that cannot be written so, or is far too long. */
export function storableJson(value: unknown): string {
  const text = stringify(value)
  if (text.length > longestJson) throw new UnstorableError(`it has ${text.length} characters of JSON, and ${longestJson} are kept at most`)
  return text
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch (error) {
    // Nested too deep, too long for a string, or no JSON at all.
    throw new UnstorableError(`it cannot be written as JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** PostgreSQL's text holds every character but this one. */
export function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD')
}
