import type { Dossier } from '../../../contracts/dossier.js'
import { type ChangedPart, dossierChanges } from '../../../panels/dossier/dossier-changes.js'
import type { DossierHead } from '../../../panels/store/dossiers.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import type { DeskDependencies } from '../dependencies.js'
import { Moment, ProblemBox } from '../parts.js'
import { Changes } from './changes.js'
import { keptByText } from './kept-by.js'

/** The newest version of a tool, and what a document that was sent would change of it. */
export type Replacing = {
  newest: DossierHead
  sha256: string
  changes: ChangedPart[]
  /** Whether the person saw another one as the newest. */
  isLate: boolean
}

/** What a dossier would replace. Throws where there is no version of its tool. */
export async function findReplaced({ dossiers }: DeskDependencies, dossier: Dossier, isLate: boolean): Promise<Replacing> {
  const [newest] = await dossiers.versions(dossier.tool.slug)
  const before = newest === undefined ? null : await dossiers.find(newest.sha256)
  if (newest === undefined || before === null) throw new Error(`the database holds no dossier of ${dossier.tool.slug}`)
  return { newest, sha256: dossier.sha256, changes: dossierChanges(before, dossier), isLate }
}

/** What the form carries, so that nothing but what was shown takes the place of what was shown. */
export const replacesOf = ({ newest, sha256 }: Replacing) => ({ number: newest.number, base: newest.sha256, shown: sha256 })

/** Says that the tool has a dossier, or a newer one than the person saw, and what would change of it. */
export function ReplaceAsk({ ask: { newest, changes, isLate }, now }: { ask: Replacing; now: Date }) {
  const name = isolate(revealInvisible(newest.name))
  return (
    <>
      <ProblemBox
        head={
          isLate
            ? `Someone kept a newer dossier of ${name} meanwhile; nothing was stored.`
            : `${name} has a dossier already; nothing was stored yet.`
        }
      >
        <p>
          Version {newest.number} is the newest, {keptByText(newest)} <Moment at={newest.createdAt} now={now} />. Look at what your text
          changes of it, and replace it below if it should be so.
        </p>
      </ProblemBox>
      <Changes title={`From version ${newest.number} to what you sent`} changes={changes} />
    </>
  )
}
