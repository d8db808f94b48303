import type { DraftedCall } from '../drafted-call.js'

/**
 * The calls to measure with, so that each tool counts once, however often it was reviewed, drafted again or replayed: of its dossier's versions
 * the one that most calls were made on, of a persona's versions on it the one that most jurors played, and of calls by the same juror in the
 * same repeat the newest; of as many, the newest too. So those who are compared were asked the same about the same. `calls` come newest first; the
 * result is in an order of its own, the same for calls of any order that are as new. Pure.
 */
export function onceEachTool(calls: readonly DraftedCall[]): DraftedCall[] {
  return groupsOf(calls, ({ tool }) => tool)
    .map((ofTool) => largest(ofTool, ({ dossier }) => dossier))
    .flatMap((ofTool) => groupsOf(ofTool, ({ persona }) => persona).map((seat) => largest(seat, ({ personaVersion }) => personaVersion)))
    .flatMap((ofSeat) => newestOfEach(ofSeat))
    .toSorted(inOrder)
}

/** The group with the most calls that are not the same one again; of several, the one with the newest call. */
function largest(calls: readonly DraftedCall[], versionOf: (call: DraftedCall) => string): DraftedCall[] {
  const groups = groupsOf(calls, versionOf).map((group) => ({ group, size: newestOfEach(group).length, place: newest(group) }))
  groups.sort((a, b) => b.size - a.size || a.place - b.place || compare(versionOf(first(a.group)), versionOf(first(b.group))))
  return groups[0]?.group ?? []
}

function newestOfEach(calls: readonly DraftedCall[]): DraftedCall[] {
  const groups = groupsOf(calls, ({ persona, juror, repeat }) => JSON.stringify([persona, juror, repeat]))
  return groups.map((same) => same.reduce((best, call) => (call.place < best.place ? call : best)))
}

function newest(calls: readonly DraftedCall[]): number {
  return calls.reduce((place, call) => Math.min(place, call.place), Number.POSITIVE_INFINITY)
}

/** In the order in which the groups first come. */
function groupsOf(calls: readonly DraftedCall[], keyOf: (call: DraftedCall) => string): DraftedCall[][] {
  const groups = new Map<string, DraftedCall[]>()
  for (const call of calls) {
    const key = keyOf(call)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [call])
    else group.push(call)
  }
  return [...groups.values()]
}

function inOrder(a: DraftedCall, b: DraftedCall): number {
  return compare(a.tool, b.tool) || compare(a.persona, b.persona) || compare(a.juror, b.juror) || a.repeat - b.repeat
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function first(calls: readonly DraftedCall[]): DraftedCall {
  return calls[0] as DraftedCall
}
