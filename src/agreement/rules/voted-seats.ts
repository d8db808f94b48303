/** A juror's call on a seat: 1 is ship, 0 is skip, null an abstention or no reply. */
export type VotedCall = 0 | 1 | null

/** What jurors called on one seat, with a place for each juror; a list that is too short lacks the rest. A persona has one seat on a tool. */
export type VotedSeat = { tool: string; persona: string; calls: readonly VotedCall[] }

/**
 * The calls of one juror as sets of bits, for counting 32 tools at once: the bit of tool t as persona p is in word p · words + t ÷ 32. `known`:
 * there is a call; `ships`: it is a ship.
 */
export type JurorBits = { known: Uint32Array; ships: Uint32Array }

/** The same calls by juror. `words` are those of one persona. */
export type VotedColumns = { tools: number; personas: number; words: number; jurors: readonly JurorBits[] }

/** Seats to columns. Two seats of a persona on one tool are a bug and throw. Pure. */
export function columnsOf(seats: readonly VotedSeat[]): VotedColumns {
  const tools = numbered(seats.map(({ tool }) => tool))
  const personas = numbered(seats.map(({ persona }) => persona))
  const most = seats.reduce((count, { calls }) => Math.max(count, calls.length), 0)
  const words = Math.ceil(tools.size / 32)
  const columns = {
    tools: tools.size,
    personas: personas.size,
    words,
    jurors: Array.from({ length: most }, () => noBits(personas.size * words)),
  }
  const taken = new Set<number>()
  for (const { tool, persona, calls } of seats) {
    const [t, p] = [tools.get(tool) ?? 0, personas.get(persona) ?? 0]
    if (taken.has(t * personas.size + p)) throw new RangeError(`There are 2 seats of ${persona} on ${tool}.`)
    taken.add(t * personas.size + p)
    for (const [juror, call] of calls.entries()) setCall(columns.jurors[juror] as JurorBits, p * words, t, call)
  }
  return columns
}

/** The juror's calls with those on tool `order[t].from` on tool `order[t].to`. Pure. */
export function moveTools(bits: JurorBits, { personas, words }: VotedColumns, order: readonly { from: number; to: number }[]): JurorBits {
  const moved = noBits(personas * words)
  for (const { from, to } of order) {
    for (let start = 0; start < personas * words; start += words) setCall(moved, start, to, callAt(bits, start, from))
  }
  return moved
}

/** The tools that the juror called on, as any persona. Pure. */
export function toolsOf(bits: JurorBits, { tools, personas, words }: VotedColumns): number[] {
  const found: number[] = []
  for (let tool = 0; tool < tools; tool += 1) {
    let isCalled = false
    for (let start = 0; start < personas * words; start += words) isCalled ||= callAt(bits, start, tool) !== null
    if (isCalled) found.push(tool)
  }
  return found
}

/** How many of the 32 bits are set (Warren, "Hacker's Delight", Addison-Wesley, 2012, section 5-1). Pure. */
export function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

function noBits(length: number): JurorBits {
  return { known: new Uint32Array(length), ships: new Uint32Array(length) }
}

function setCall({ known, ships }: JurorBits, start: number, tool: number, call: VotedCall): void {
  if (call === null) return
  const [word, bit] = [start + (tool >>> 5), 1 << (tool & 31)]
  known[word] = (known[word] ?? 0) | bit
  if (call === 1) ships[word] = (ships[word] ?? 0) | bit
}

function callAt({ known, ships }: JurorBits, start: number, tool: number): VotedCall {
  const [word, bit] = [start + (tool >>> 5), 1 << (tool & 31)]
  if (((known[word] ?? 0) & bit) === 0) return null
  return ((ships[word] ?? 0) & bit) === 0 ? 0 : 1
}

function numbered(names: readonly string[]): Map<string, number> {
  return new Map([...new Set(names)].map((name, index) => [name, index]))
}
