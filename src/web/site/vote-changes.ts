/** The tallies as far as is known: their version, and at which one a tool's changed last; 0 for one without votes. */
export type KnownVotes = { version: number; changedAt: (tool: string) => number }

type VoteChanges = { version: number; tools: ReadonlyMap<string, number> }

/** Keeps up with which tallies change: each call asks for what changed since the call before, and no more. One call at a time. */
export function followVotes(changesAfter: (version: number) => Promise<VoteChanges>): () => Promise<KnownVotes> {
  const tools = new Map<string, number>()
  let version = 0
  return async () => {
    const changes = await changesAfter(version)
    for (const [tool, at] of changes.tools) tools.set(tool, at)
    version = changes.version
    return { version, changedAt: (tool) => tools.get(tool) ?? 0 }
  }
}
