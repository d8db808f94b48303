import type { Actor } from '../contracts/actor.js'
import type { Archived, ToolLists } from './store/tool-lists.js'

export type ArchiveRequest = {
  actor: Actor
  /** Of the tools. */
  slugs: readonly string[]
  /** Whether they are put into the archive, or taken out of it. */
  archive: boolean
  at: Date
}

/** Puts tools into the archive or takes them out of it, each with its entry in the audit log, all in one transaction. For editors: the caller checks. */
export function archiveTools(lists: Pick<ToolLists, 'archive'>, { actor, slugs, archive, at }: ArchiveRequest): Promise<Archived[]> {
  const action = archive ? 'archive a tool' : 'take a tool out of the archive'
  const entryOf = (slug: string) => ({
    ...{ at: at.toISOString(), actor, action, data: {} },
    subject: { kind: 'tool' as const, id: slug, recordId: null },
  })
  return lists.archive({ slugs, archive, at, entryOf })
}
