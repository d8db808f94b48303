import { readAmount } from './amounts.js'
import { isNameWord, nameForm } from './names.js'
import type { Token } from './tokens.js'

/** `Llama 3.1` and `v2`: a number that names; `name` is the word before it, folded, and null where there is none. */
export type Version = { kind: 'version'; text: string; version: string; name: string | null; end: number }

/** The version that a number at a token is; null where it is none. `end` is the index of the token behind it. */
export function readVersion(tokens: readonly Token[], at: number, text: string, isOrdinary: (word: string) => boolean): Version | null {
  const digits = readDigits(tokens, at)
  if (digits === null) return null
  const named = nameBefore(tokens, at, isOrdinary)
  const isCalled = digits.hasV || /^(?:version|release|v)$/.test(tokens[at - 1]?.lower ?? '')
  const isVersion = isCalled || digits.text.split('.').length > 2 || (named !== null && isPlainNumber(tokens, at, text))
  if (!isVersion) return null
  // `GPT-4o`
  const suffix = tokens[digits.end]
  const hasSuffix = suffix?.glued === true && suffix.kind === 'word' && /^\p{Script=Latin}/u.test(suffix.text)
  const end = hasSuffix ? digits.end + 1 : digits.end
  return {
    kind: 'version',
    text: text.slice(tokens[named?.at ?? at]?.start, tokens[end - 1]?.end),
    version: versionForm(digits.text) + (hasSuffix ? suffix.lower : ''),
    name: named?.name ?? null,
    end,
  }
}

/** `2.0` and `2` are one version. */
function versionForm(digits: string): string {
  let form = digits
  while (form.endsWith('.0')) form = form.slice(0, -2)
  return form
}

/** `2.4`, `v2` and `v2.4`. */
function readDigits(tokens: readonly Token[], at: number): { text: string; hasV: boolean; end: number } | null {
  const [token, dot, rest] = [tokens[at], tokens[at + 1], tokens[at + 2]]
  if (token?.kind === 'number') return /^\d+(?:\.\d+)*$/.test(token.text) ? { text: token.text, hasV: false, end: at + 1 } : null
  const afterV = /^[vV](\p{Nd}+)$/u.exec(token?.text ?? '')?.[1]
  if (afterV === undefined) return null
  const hasRest = dot?.text === '.' && dot.glued && rest?.kind === 'number' && rest.glued
  return hasRest ? { text: `${afterV}.${rest.text}`, hasV: true, end: at + 3 } : { text: afterV, hasV: true, end: at + 1 }
}

/** Whether a number behind a name is nothing but a number: `Llama 3.1`, and not `Netflix 40%` or `Mistral 70B`. */
function isPlainNumber(tokens: readonly Token[], at: number, text: string): boolean {
  const amount = readAmount(tokens, at, text)
  if (amount === null || amount.values.length === 0) return true
  return (amount.unit === 'bare' || amount.unit === 'count') && amount.end === at + 1
}

/** The name that a version belongs to: `Apache` in `Apache 2.0`, `Apache License 2.0`, `Apache-2.0` and `Apache, version 2.0`. */
function nameBefore(tokens: readonly Token[], at: number, isOrdinary: (word: string) => boolean): { name: string; at: number } | null {
  let isCalled = false
  for (let index = at - 1; index >= Math.max(0, at - 4); index -= 1) {
    const token = tokens[index]
    if (token === undefined || tokens[index + 1]?.opens === true) return null
    if (/^(?:version|release|v)$/.test(token.lower)) isCalled = true
    else if (token.text === ',' || token.text === '(') {
      if (!isCalled) return null
    } else if (!/^(?:license|licence|public|-)$/.test(token.lower)) {
      // `Apache 2.0` names, also where a sentence begins with it and English has such a word.
      const isDotted = /^\p{Lu}\p{Ll}/u.test(token.text) && /^\d+\.\d/.test(tokens[at]?.text ?? '')
      const isNamed = token.kind === 'word' && (isDotted || isNameWord(tokens, index, isOrdinary))
      return isNamed ? { name: nameForm(token), at: index } : null
    }
  }
  return null
}
