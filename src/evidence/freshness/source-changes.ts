import type { Dossier } from '../../contracts/dossier.js'
import type { SourceChanges, WatchedSource } from '../../contracts/source-changes.js'
import type { SourceCheckStore } from '../store/source-checks.js'
import { diffSource } from './source-diff.js'
import { type CheckedSource, goneSince } from './tool-freshness.js'

export type SourceChangesParts = {
  checks: Pick<SourceCheckStore, 'ofTool'>
  dossier: (sha256: string) => Promise<Dossier>
  /** A text by its hash; null where it is not stored. */
  textOf: (sha256: string) => Promise<string | null>
}

/** Reads what changed in the sources of a tool; there are none where it is not published, or not yet watched. */
export type ReadSourceChanges = (tool: string) => Promise<SourceChanges>

export function createSourceChanges({ checks, dossier, textOf }: SourceChangesParts): ReadSourceChanges {
  return async (tool) => {
    const watched = await checks.ofTool(tool)
    const [first] = watched
    if (first === undefined) return { schema: 'panel.source-changes/1', tool, recordId: null, dossierSha256: null, sources: [] }
    const { recordId, dossierSha256 } = first
    const { sources } = await dossier(dossierSha256)
    const shown = await Promise.all(
      watched.map(async (check) => {
        const source = sources.find(({ id }) => id === check.source)
        if (source === undefined) return []
        const after = check.outcome === 'changed' && check.afterSha256 !== null ? await textOf(check.afterSha256) : null
        const base = after !== null && check.baseSha256 !== null ? await textOf(check.baseSha256) : null
        return [toWatched(check, { source, base, after })]
      }),
    )
    return { schema: 'panel.source-changes/1', tool, recordId, dossierSha256, sources: shown.flat() }
  }
}

type Texts = { source: Dossier['sources'][number]; base: string | null; after: string | null }

function toWatched(check: CheckedSource, { source, base, after }: Texts): WatchedSource {
  const { page, changes, beforeSha256, afterSha256, readAt } = check
  const state = stateOf(check)
  return {
    ...{ source: source.id, title: source.title, url: source.url, state },
    readAt: readAt.toISOString(),
    checkedAt: page.checkedAt?.toISOString() ?? null,
    nextAt: page.nextAt.toISOString(),
    since: sinceOf(check, state)?.toISOString() ?? null,
    ...{ httpStatus: page.httpStatus, message: page.message, fix: page.fix },
    changes: state === 'changed' ? changes : [],
    ...{ beforeSha256, afterSha256: state === 'changed' ? afterSha256 : null },
    diff: after === null || state !== 'changed' ? [] : diffSource(base ?? source.text, after),
  }
}

function stateOf(check: CheckedSource): WatchedSource['state'] {
  if (goneSince(check) !== null) return 'gone'
  if (check.outcome === 'changed') return 'changed'
  if (check.page.outcome === 'failed') return 'failed'
  if (!check.isCaptured) return check.page.outcome === 'answered' ? 'answers' : 'not read'
  return check.outcome ?? 'not read'
}

function sinceOf(check: CheckedSource, state: WatchedSource['state']): Date | null {
  if (state === 'gone') return goneSince(check)
  if (state === 'changed') return check.since
  return state === 'failed' ? check.page.failingSince : null
}
