import type { Token } from './tokens.js'

/** Words that two sentences share without speaking of the same thing. */
const common = new Set(
  (
    'the and but for nor yet with without within from into onto over under about above below after before between through during until since than then ' +
    'that this these those there here where when while who whom whose which what how why not only also even still just very much more most less least ' +
    'few many some any all both each every either neither other others another same such one ones own its his her their our your you they them she him ' +
    'has have had having does did done doing are was were been being will would can could may might must shall should let get gets got make makes made ' +
    'now once too again per via out off yes any because though although unless whether like against upon along across around near far well way ways ' +
    'thing things says said say tell call called come comes came goes went gone take takes took taken give gives given put use used uses using need needs ' +
    'than mean means meant nothing something anything everything page text source sources vendor product tool software'
  ).split(' '),
)

/** A word's stem for comparing what sentences speak of; null for a word that says nothing of it. Rough: "migrate" and "migration" are one. */
export function stemOf({ kind, lower }: Token): string | null {
  if (kind !== 'word' || lower.length < 3 || common.has(lower)) return null
  const word = lower.replace(/[\p{M}']/gu, '').replace('licence', 'license')
  for (const ending of endings) {
    if (word.endsWith(ending) && word.length - ending.length >= 4) return withoutTail(word.slice(0, -ending.length))
  }
  return withoutTail(word)
}

/** The longest first. */
const endings = ['ations', 'ation', 'ments', 'ment', 'ings', 'ions', 'ies', 'ied', 'ing', 'ers', 'ion', 'ed', 'es', 'er', 'ly', 's']

/** `price` and `pricing`, `plan` and `planned`, `copy` and `copies`. */
function withoutTail(stem: string): string {
  const bare = /[ey]$/.test(stem) && stem.length > 3 ? stem.slice(0, -1) : stem
  return bare.length > 4 && bare.at(-1) === bare.at(-2) ? bare.slice(0, -1) : bare
}

const particles = new Set(['up', 'out', 'off', 'down', 'in', 'over'])

/** The stem of a token, and of the verb and its particle that begin there: "backed up" and "backups" are one. */
export function stemsAt(tokens: readonly Token[], at: number): string[] {
  const [token, next] = [tokens[at], tokens[at + 1]]
  if (token === undefined) return []
  const stem = stemOf(token)
  if (stem === null) return []
  const isVerb = next !== undefined && particles.has(next.lower)
  const behindHyphen = next?.text === '-' && particles.has(tokens[at + 2]?.lower ?? '') ? tokens[at + 2] : undefined
  const particle = isVerb ? next : behindHyphen
  return particle === undefined ? [stem] : [stem, stem + particle.lower]
}

/** The stems of a text's words, each once. */
export function stemsOf(tokens: readonly Token[]): Set<string> {
  return new Set(tokens.flatMap((_token, index) => stemsAt(tokens, index)))
}
