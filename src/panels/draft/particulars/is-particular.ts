import type { Mention } from './mentions.js'

/** Nouns that make even a small number in words a claim that someone counted. */
const counted = new Set(
  'gpu cpu card node server core customer user employee seat developer engineer company team star download request token parameter country region office partner contributor release'.split(
    ' ',
  ),
)

/** Whether a source has to hold it. Small numbers in words, nought and one are how people talk, unless they measure or a marker is behind them. */
export function isParticular(mention: Mention, isCited: boolean): boolean {
  if (mention.kind === 'vague') return isCited
  if (mention.kind !== 'amount') return true
  if (mention.values.length === 0) return false
  const value = Math.max(...mention.values)
  const isMeasured = mention.unit === '%' || mention.unit === 'byte' || /^[A-Z$]{2,3}$/.test(mention.unit)
  if (isMeasured) return true
  if (!mention.isWord) return value > 1 || !Number.isInteger(value)
  if (value > 10) return true
  return isCited && value > 1 && (mention.unit === 'second' || mention.unit === 'times' || counted.has(mention.noun ?? ''))
}
