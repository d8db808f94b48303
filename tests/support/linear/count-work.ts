import { Session } from 'node:inspector/promises'
import { vi } from 'vitest'

export type WorkCounter = {
  /** How much work a call takes: statements of ours run, and characters that methods of strings and patterns passed over. */
  count: (call: () => unknown) => Promise<number>
  close: () => Promise<void>
}

/**
 * Counts work instead of time, so that it is the same on every machine: V8 counts how often each block of our code runs. Only modules that
 * `load` loads are counted. What runs between two calls of `count` is added to the second; asking V8 once more, to leave it out, takes as long
 * as most calls.
 */
export async function openWorkCounter<Loaded>(load: () => Promise<Loaded>): Promise<{ work: WorkCounter; loaded: Loaded }> {
  vi.resetModules()
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const blocks = async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage')
    const ours = result.filter(({ url }) => /\/src\/[^?]*\.tsx?(?:\?|$)/.test(url))
    return ours.flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges)).reduce((sum, { count }) => sum + count, 0)
  }
  const loaded = await load()
  await blocks()
  const work: WorkCounter = {
    count: async (call) => countCharacters(call) + (await blocks()),
    close: async () => {
      await session.post('Profiler.stopPreciseCoverage')
      session.disconnect()
      vi.resetModules()
    },
  }
  return { work, loaded }
}

type Method = (this: string, ...given: never[]) => unknown
type Strings = Record<string, Method>

/**
 * What built-in methods pass over while a call runs: a search up to where it finds something, and all of a text that is changed. Cutting a piece
 * out copies nothing, so it counts as one statement.
 */
function countCharacters(call: () => unknown): number {
  let sum = 0
  const strings = String.prototype as unknown as Strings
  const { indexOf } = String.prototype
  const { exec } = RegExp.prototype
  const whole = ['split', 'replaceAll', 'normalize', 'toLowerCase', 'toUpperCase', 'trim', 'trimStart', 'trimEnd', 'repeat']
  const real = Object.fromEntries([...whole, 'indexOf', 'includes'].map((name) => [name, strings[name] as Method]))
  for (const name of whole) {
    strings[name] = function (...given) {
      sum += this.length
      return real[name]?.apply(this, given)
    }
  }
  for (const name of ['indexOf', 'includes']) {
    strings[name] = function (...[searched, from = 0]: [searched?: string, from?: number]) {
      const at = indexOf.call(this, String(searched), from)
      sum += Math.max(0, (at === -1 ? this.length : at + String(searched).length) - from)
      return name === 'indexOf' ? at : at !== -1
    }
  }
  RegExp.prototype.exec = function (text) {
    const from = this.global || this.sticky ? this.lastIndex : 0
    const match = exec.call(this, text)
    const missed = this.sticky ? from + 1 : String(text).length
    sum += Math.max(1, (match === null ? missed : match.index + match[0].length) - from)
    return match
  }
  try {
    call()
  } finally {
    Object.assign(strings, real)
    RegExp.prototype.exec = exec
  }
  return sum
}
