export type LicenseExpression = { operator: 'OR' | 'AND'; parts: string[] }

const longestExpression = 500

/**
 * The outermost OR or AND of an SPDX expression (https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/), with its parts as they are
 * written; `MIT/Apache-2.0`, as crates had it, is OR. Null where it is one license. AND binds closer than OR. Linear; pure.
 */
export function readExpression(text: string): LicenseExpression | null {
  const bare = withoutOuterBrackets(text.trim().slice(0, longestExpression))
  if (/^[A-Za-z][\w.-]{1,40}\/[A-Za-z][\w.-]{1,40}$/.test(bare)) return { operator: 'OR', parts: bare.split('/') }
  for (const operator of ['OR', 'AND'] as const) {
    const parts = splitAt(bare, operator)
    if (parts.length > 1) return { operator, parts }
  }
  return bare === text.trim() || bare === '' ? null : readExpression(bare)
}

function withoutOuterBrackets(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text
  let depth = 0
  for (let at = 0; at < text.length - 1; at += 1) {
    depth += depthOf(text.charAt(at))
    if (depth === 0) return text
  }
  return text.slice(1, -1).trim()
}

const depthOf = (sign: string): number => (sign === '(' ? 1 : sign === ')' ? -1 : 0)

function splitAt(text: string, operator: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    depth += depthOf(text.charAt(at))
    if (depth !== 0 || text.charAt(at) !== ' ' || !text.startsWith(`${operator} `, at + 1)) continue
    parts.push(text.slice(from, at).trim())
    from = at + operator.length + 2
  }
  return [...parts, text.slice(from).trim()].filter((part) => part !== '')
}
