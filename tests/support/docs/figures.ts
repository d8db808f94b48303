import { evaluateGoals } from '../../../bench/goals.js'
import type { BenchResults } from '../../../bench/results.js'

/** A figure as a page quotes it: `<!-- figure: name -->1.06<!-- /figure -->`. */
export type Figure = { name: string; quoted: string }

export function quotedFigures(text: string): Figure[] {
  return [...text.matchAll(/<!-- figure: (?<name>.+?) -->(?<quoted>.*?)<!-- \/figure -->/g)].map(({ groups }) => ({
    name: groups?.name ?? '',
    quoted: groups?.quoted ?? '',
  }))
}

/**
 * What results.json says of a figure, rounded as it is quoted. Its name is `goals`, `goals met`, what a goal is about, or a path into the
 * file, such as `start.peakMiB` or `growth.2.databaseBytes / 1e6`. Throws for a name that is none of them.
 */
export function measuredFigure(results: BenchResults, { name, quoted }: Figure): string {
  const goals = evaluateGoals(results)
  if (name === 'goals') return String(goals.length)
  if (name === 'goals met') return String(goals.filter(({ status }) => status === 'met').length)
  const goal = goals.find(({ what }) => what === name)
  // Its unit is outside of the marker.
  if (goal !== undefined) return (goal.measured ?? 'not measured').split(' ')[0] ?? ''
  const [path = '', divisor = '1'] = name.split(' / ')
  const value = path.split('.').reduce<unknown>((part, key) => (isRecord(part) ? part[key] : undefined), results)
  if (typeof value !== 'number') throw new Error(`results.json has no figure ${name}`)
  return (value / Number(divisor)).toFixed(quoted.split('.')[1]?.length ?? 0)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
