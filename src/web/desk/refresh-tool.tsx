import { asSentence } from '../../platform/text/sentence.js'
import { ProblemBox, SaidBox } from './parts.js'
import { toolPath } from './paths.js'

/** The button that reads a tool's sources now. */
export function RefreshForm({ slug }: { slug: string }) {
  return (
    <form method="post" action={`${toolPath(slug)}/refresh`}>
      <button type="submit" class="quiet">
        Read its sources now
      </button>
      <p class="meta">
        What changed becomes a new version of the dossier; the seats of its published record that cite it, and only those, run again as a
        new panel.
      </p>
    </form>
  )
}

/** What came of it. */
export function RefreshSaid({ said, problem }: { said: string | undefined; problem: string | undefined }) {
  if (problem !== undefined) return <ProblemBox head={asSentence(`Not done: ${problem}`)} />
  if (said === 'unchanged') return <SaidBox>Its sources were read now: nothing changed.</SaidBox>
  if (said === 'refreshed') return <SaidBox>What changed is a new version of the dossier; no seat of a published record cites it.</SaidBox>
  return null
}
