const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/**
 * When votes come too fast to be those of readers; decided in docs/decisions/0018-votes.md. Each number is the most that still counts. Only
 * new votes are counted that no mail confirmed, and no editor released.
 */
export const burstRules = {
  windowMs: 10 * minuteMs,
  dayMs,
  /** For one tool from one address block within the window: a team that votes in a meeting. */
  block: 12,
  /** For any tools from one address block within the window: that team, on three tools. */
  blockAcrossTools: 40,
  /** For one tool from one address block within a day: a trickle that stays below the first. */
  blockInADay: 30,
  /** For one tool in all within the window, if it usually gets few; otherwise so many times what is usual. */
  tool: 60,
  timesUsual: 8,
  /** A block with that many votes for the tool within the window is crowded. */
  crowded: 3,
  /** What is usual is counted over so many milliseconds before the window. */
  usualMs: 7 * dayMs,
} as const

/** New votes up to now, the latest among them. */
export type BurstCounts = {
  /** For the tool from the vote's block: within the window, and within a day. */
  block: number
  blockInADay: number
  /** From the vote's block for any tool, within the window. */
  blockAcrossTools: number
  /** For the tool from anywhere within the window, without what other bursts quarantined. */
  tool: number
  /** Among these, from blocks that are not crowded. */
  toolUncrowded: number
  /** What the tool usually gets within a window. */
  toolUsual: number
}

export type BurstKind = 'block' | 'block across tools' | 'block in a day' | 'crowded blocks' | 'tool'
export type Burst = {
  kind: BurstKind
  /** In words, for editors. */
  why: string
  /** How far back the votes go that are quarantined with it. */
  windowMs: number
}

/** Whether the latest vote makes a burst, and of what. The narrowest one that holds is named, so that others' votes go on counting. */
export function decideBurst(counts: BurstCounts): Burst | null {
  const { windowMs } = burstRules
  if (counts.block > burstRules.block)
    return { kind: 'block', windowMs, why: within(counts.block, 'for this tool from one address block', burstRules.block) }
  if (counts.blockAcrossTools > burstRules.blockAcrossTools) {
    const why = within(counts.blockAcrossTools, 'for several tools from one address block', burstRules.blockAcrossTools)
    return { kind: 'block across tools', windowMs, why }
  }
  if (counts.blockInADay > burstRules.blockInADay) {
    const why = `${counts.blockInADay} new votes for this tool from one address block within a day, where ${burstRules.blockInADay} are let pass`
    return { kind: 'block in a day', windowMs: burstRules.dayMs, why }
  }
  return decideToolBurst(counts)
}

/**
 * Many votes from few blocks are taken for those blocks' alone; many from many blocks, each with one or two, cannot be distinguished from readers',
 * and all are quarantined until an editor looked.
 */
function decideToolBurst({ tool, toolUncrowded, toolUsual }: BurstCounts): Burst | null {
  const limit = toolLimit(toolUsual)
  if (tool <= limit) return null
  const { windowMs } = burstRules
  const usual = `where ${usualWords(toolUsual)} and ${limit} are let pass`
  if (toolUncrowded <= limit) {
    const why = `${tool} new votes for this tool within 10 minutes, ${tool - toolUncrowded} of them from blocks that sent ${burstRules.crowded} or more, ${usual}`
    return { kind: 'crowded blocks', windowMs, why }
  }
  return { kind: 'tool', windowMs, why: `${tool} new votes for this tool within 10 minutes, from many address blocks, ${usual}` }
}

/** How many votes for a tool within the window still count. */
export function toolLimit(usual: number): number {
  return Math.max(burstRules.tool, Math.ceil(burstRules.timesUsual * usual))
}

function usualWords(usual: number): string {
  return usual < 1 ? 'less than one is usual' : `${Math.round(usual)} are usual`
}

function within(votes: number, what: string, limit: number): string {
  return `${votes} new votes ${what} within 10 minutes, where ${limit} are let pass`
}
