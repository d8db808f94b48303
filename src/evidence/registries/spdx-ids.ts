/** Ids and operators of a licence expression; `WITH` names an exception, which is not in the list of licences. */
const expression = /^[A-Za-z0-9.+() -]{1,200}$/

type Licenses = { ids: ReadonlyMap<string, string>; names: ReadonlyMap<string, string> }
let licenses: Promise<Licenses> | undefined

/** Ids by themselves and by full names, in lower case. Loaded when first used: the list has 700 licences. */
function loadLicenses(): Promise<Licenses> {
  licenses ??= import('spdx-license-list').then(({ default: list }) => {
    const all = Object.entries(list)
    return {
      ids: new Map(all.map(([id]) => [id.toLowerCase(), id])),
      names: new Map(all.map(([id, { name }]) => [name.toLowerCase(), id])),
    }
  })
  return licenses
}

/**
 * A licence field as an SPDX expression in the list's own writing, such as `MIT`, `Apache-2.0` for `apache-2.0`, `MIT OR Apache-2.0` for
 * `MIT/Apache-2.0` (which crates wrote), or for a full name of the list such as `MIT License`. Null where any part of it is not in the list. Linear.
 */
export async function spdxExpression(written: string): Promise<string | null> {
  const text = written.trim().replaceAll('/', ' OR ').replaceAll('(', ' ( ').replaceAll(')', ' ) ')
  if (!expression.test(text)) return null
  const { ids, names } = await loadLicenses()
  const named = names.get(written.trim().toLowerCase())
  if (named !== undefined) return named
  const words: string[] = []
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const known = isOperator(word) || words.at(-1) === 'WITH' ? word : (ids.get(word.toLowerCase()) ?? orLater(word, ids))
    if (known === null) return null
    words.push(known)
  }
  return words.some((word) => !isOperator(word)) ? words.join(' ').replaceAll('( ', '(').replaceAll(' )', ')') : null
}

function isOperator(word: string): boolean {
  return ['AND', 'OR', 'WITH', '(', ')'].includes(word)
}

/** `GPL-2.0+`, as it was written before `GPL-2.0-or-later`. */
function orLater(word: string, ids: ReadonlyMap<string, string>): string | null {
  return word.endsWith('+') && ids.has(word.slice(0, -1).toLowerCase()) ? word : null
}

/** The first of these that is an SPDX expression; null where none is. */
export async function firstSpdx(written: readonly (string | null | undefined)[]): Promise<string | null> {
  for (const one of written) {
    const spdx = one === null || one === undefined ? null : await spdxExpression(one)
    if (spdx !== null) return spdx
  }
  return null
}
