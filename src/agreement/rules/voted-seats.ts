/** A juror's call on a seat: 1 is ship, 0 is skip, null an abstention or no reply. */
export type VotedCall = 0 | 1 | null

/** What jurors called on one seat, with a place for each juror; a list that is too short lacks the rest. A persona has one seat on a tool. */
export type VotedSeat = { tool: string; persona: string; calls: readonly VotedCall[] }

/** The same by juror, for counting: the calls of persona p on tool t are at t · personas + p. */
export type VotedColumns = { personas: number; jurors: readonly (readonly VotedCall[])[] }

/** Seats to columns. Two seats of a persona on one tool are a bug and throw. Pure. */
export function columnsOf(seats: readonly VotedSeat[]): VotedColumns {
  const tools = numbered(seats.map(({ tool }) => tool))
  const personas = numbered(seats.map(({ persona }) => persona))
  const most = seats.reduce((count, { calls }) => Math.max(count, calls.length), 0)
  const jurors = Array.from({ length: most }, () => Array.from({ length: tools.size * personas.size }, (): VotedCall => null))
  const taken = new Set<number>()
  for (const { tool, persona, calls } of seats) {
    const place = (tools.get(tool) ?? 0) * personas.size + (personas.get(persona) ?? 0)
    if (taken.has(place)) throw new RangeError(`There are two seats of ${persona} on ${tool}.`)
    taken.add(place)
    for (const [juror, call] of calls.entries()) (jurors[juror] as VotedCall[])[place] = call
  }
  return { personas: personas.size, jurors }
}

function numbered(names: readonly string[]): Map<string, number> {
  return new Map([...new Set(names)].map((name, index) => [name, index]))
}
