import type { Difference } from '../bundle/find-differences.js'
import type { Verification } from '../bundle/verify-bundle.js'

/** What is verified, for the head of the report. `madeWith` is null for a bundle that could not be read. */
export type VerifiedBundle = { name: string; recordings: number; madeWith: string | null; thisVersion: string }

const shownDifferences = 8
const shownCharacters = 72
/** How much of what both sides share is shown before the place where they part. */
const leadCharacters = 24

/** The outcome of `panel verify` for people: identical, with the hash; or every problem, and the first differences with both values. Pure. */
export function renderVerification({ identical, expected, rebuilt, ...found }: Verification, about: VerifiedBundle): string {
  const { differences, problems, asStated } = found
  const isOtherVersion = differences.length > 0 && about.madeWith !== null && about.madeWith !== about.thisVersion
  const lines = [
    identical ? `identical ${expected}` : rebuilt === null ? 'not rebuilt' : 'different',
    `  ${about.name}${identical ? `, rebuilt from ${about.recordings} recordings` : ''}`,
    ...(identical || rebuilt === null ? [] : [`  expected ${expected}`, `  rebuilt  ${rebuilt}`]),
    ...(asStated.length === 0 ? [] : [`  ${statedText(asStated)}`]),
    ...problems.map(({ path, message }) => `  problem${path === '' ? '' : ` at ${path}`}: ${message}`),
    ...differences.slice(0, shownDifferences).flatMap(renderDifference),
    ...(differences.length > shownDifferences
      ? [`  … and ${differences.length - shownDifferences} more differences (all with --json)`]
      : []),
    ...(isOtherVersion
      ? [`  The bundle was made with ${about.madeWith}, and this is ${about.thisVersion}, which may ask in other words.`]
      : []),
  ]
  return `${lines.map(withoutControls).join('\n')}\n`
}

/** A bundle comes from somebody else: nothing in it may steer the terminal. */
function withoutControls(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD')
}

function statedText(asStated: Verification['asStated']): string {
  const seats = asStated.map(({ persona, tool, model, kind }) => `${persona} on ${tool} by ${model}: ${kind}`)
  const count = asStated.length === 1 ? '1 unscored seat is' : `${asStated.length} unscored seats are`
  return `${count} taken as the record states, since no reply tells how it ended (${seats.join('; ')})`
}

function renderDifference({ path, expected, rebuilt }: Difference): string[] {
  const [first, second] = [textOf(expected), textOf(rebuilt)]
  const start = Math.max(0, firstDifference(first, second) - leadCharacters)
  return [`  ${path}`, `    expected ${clip(first, start)}`, `    rebuilt  ${clip(second, start)}`]
}

function textOf(value: unknown): string {
  return value === undefined ? '(nothing)' : JSON.stringify(value)
}

/** Where two texts part: how many characters they share from their start. */
function firstDifference(first: string, second: string): number {
  let place = 0
  while (place < first.length && first[place] === second[place]) place += 1
  return place
}

function clip(text: string, start: number): string {
  const end = start + shownCharacters
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
}
