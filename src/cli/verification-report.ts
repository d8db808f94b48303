import type { Difference } from '../panels/bundle/find-differences.js'
import type { Verification } from '../panels/bundle/verify-bundle.js'
import { clip as clipEnd } from '../platform/text/clip.js'
import { digitsOf } from '../site/pages/record/words.js'

/** What is verified, for the head of the report. `madeWith` is null for a bundle that could not be read. */
export type VerifiedBundle = { name: string; recordings: number; madeWith: string | null; thisVersion: string }

const shownProblems = 20
const shownDifferences = 8
const shownCharacters = 72
/** A bundle comes from someone else: a title in it may have any length. */
const longestLine = 2_000
/** How much of what both sides share is shown before the place where they part. */
const leadCharacters = 24

/** The outcome of `panel verify` for people: identical, with the hash; or every problem, and the first differences with both values. Pure. */
export function renderVerification({ identical, expected, rebuilt, ...found }: Verification, about: VerifiedBundle): string {
  const { differences, problems, asStated, otherVersions } = found
  const isOtherVersion = differences.length > 0 && about.madeWith !== null && about.madeWith !== about.thisVersion
  const lines = [
    identical ? `identical ${expected}` : rebuilt === null ? 'not rebuilt' : 'different',
    `  ${about.name}${identical ? `, rebuilt from ${digitsOf(about.recordings, 'recording')}` : ''}`,
    ...(identical || rebuilt === null ? [] : [`  expected ${expected}`, `  rebuilt  ${rebuilt}`]),
    ...(asStated.length === 0 ? [] : [`  ${statedText(asStated)}`]),
    ...otherVersionLines(otherVersions),
    ...problems.slice(0, shownProblems).map(({ path, message }) => `  problem${path === '' ? '' : ` at ${path}`}: ${message}`),
    ...(problems.length > shownProblems ? [`  … and ${digitsOf(problems.length - shownProblems, 'more problem')}`] : []),
    ...differences.slice(0, shownDifferences).flatMap(renderDifference),
    ...(differences.length > shownDifferences
      ? [`  … and ${digitsOf(differences.length - shownDifferences, 'more difference')} (all with --json)`]
      : []),
    ...(isOtherVersion
      ? [`  The bundle was made with ${about.madeWith}, and this is ${about.thisVersion}, which may ask in other words.`]
      : []),
  ]
  return `${lines.map((line) => withoutControls(clipEnd(line, longestLine))).join('\n')}\n`
}

const mostListed = 1_000
const longestValue = 2_000

/** The outcome as it is printed as JSON: at most a thousand problems and differences, followed by how many there are, with long values cut. */
export function boundedVerification({ problems, differences, asStated, otherVersions, ...outcome }: Verification) {
  return {
    ...outcome,
    differences: differences.slice(0, mostListed).map(boundedDifference),
    problems: problems.slice(0, mostListed).map(({ path, message }) => ({ path: clipEnd(path, longestValue), message })),
    asStated: asStated.slice(0, mostListed),
    otherVersions: otherVersions.slice(0, mostListed),
    ...(problems.length > mostListed ? { problemCount: problems.length } : {}),
    ...(differences.length > mostListed ? { differenceCount: differences.length } : {}),
  }
}

function boundedDifference({ path, ...sides }: Difference): Difference {
  const shown = Object.entries(sides).map(([side, value]) => [side, boundedValue(value)])
  return { path: clipEnd(path, longestValue), ...Object.fromEntries(shown) }
}

/** A value that is long as JSON is given as the start of that. */
function boundedValue(value: unknown): unknown {
  const text = JSON.stringify(value) ?? ''
  return text.length <= longestValue ? value : clipEnd(text, longestValue)
}

/** A bundle comes from someone else: nothing in it may steer the terminal. */
function withoutControls(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD')
}

function statedText(asStated: Verification['asStated']): string {
  const seats = asStated.map(({ persona, tool, model, repeat, against, kind }) => {
    const what = against === undefined ? tool : `${tool} or ${against}`
    return `${persona} on ${what} by ${model}${repeat === undefined ? '' : `, draft ${repeat}`}: ${kind}`
  })
  const count = asStated.length === 1 ? '1 unscored seat is' : `${asStated.length} unscored seats are`
  return `${count} taken as the record states, since no reply says how it ended (${seats.join('; ')})`
}

/** What a rebuild cannot tell of seats that another version asked or checked. */
function otherVersionLines(seats: Verification['otherVersions']): string[] {
  const asked = seats.filter(({ isAskedOtherwise }) => isAskedOtherwise).length
  const checked = seats.filter(({ isCheckedOtherwise }) => isCheckedOtherwise).length
  const count = (number: number) => (number === 1 ? '1 seat was' : `${number} seats were`)
  return [
    ...(asked === 0
      ? []
      : [`  ${count(asked)} asked in the words of another version: the replies are those of its recordings, whatever was asked.`]),
    ...(checked === 0
      ? []
      : [`  ${count(checked)} checked by another version: evidence and flags are as the record states, each quote found where it says.`]),
  ]
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
