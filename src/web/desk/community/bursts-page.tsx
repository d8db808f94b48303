import type { Actor } from '../../../contracts/actor.js'
import type { FoundBurst } from '../../../voting/store/vote-bursts.js'
import { Page, PageHead } from '../layout.js'
import { Moment, SaidBox } from '../parts.js'
import { communityPath } from '../paths.js'

/** What was decided just now, and how many votes that changed. */
export type CommunityNotice = { step: 'keep' | 'release'; votes: number }

export type BurstsPageProps = { actor: Actor; bursts: readonly FoundBurst[]; now: Date; said: CommunityNotice | null }

const path = communityPath

/** Votes that came too fast and were quarantined, those without a decision first. */
export function BurstsPage({ actor, bursts, now, said }: BurstsPageProps) {
  return (
    <Page title="Community" actor={actor} path={path}>
      <PageHead title="Quarantined votes">
        <a class="button quiet" href={`${path}/redirects`}>
          Renamed tools
        </a>
      </PageHead>
      <p class="lede">
        Votes that come faster than readers vote are quarantined: not counted until someone here decides. Nothing is deleted. Votes
        confirmed by mail are never quarantined.
      </p>
      {said === null ? null : <SaidBox>{saidText(said)}</SaidBox>}
      {bursts.length === 0 ? (
        <p class="empty">
          None so far. When votes on a tool come in a burst, it is listed here with the reason, to be kept quarantined or released.
        </p>
      ) : (
        <Bursts bursts={bursts} now={now} />
      )}
    </Page>
  )
}

function saidText({ step, votes }: CommunityNotice): string {
  const some = votes === 1 ? 'One vote' : `${votes} votes`
  if (step === 'release') return `Released. ${some} ${votes === 1 ? 'counts' : 'count'} again.`
  return votes === 0 ? 'Kept. The votes stay quarantined; the numbers are as before.' : `Kept. ${some} quarantined again.`
}

function Bursts({ bursts, now }: { bursts: readonly FoundBurst[]; now: Date }) {
  return (
    <table class="list stack">
      <thead>
        <tr>
          <th scope="col">Tool</th>
          <th scope="col">Why</th>
          <th scope="col">When</th>
          <th scope="col">Votes</th>
          <th scope="col">Decision</th>
        </tr>
      </thead>
      <tbody>
        {bursts.map((burst) => (
          <tr>
            <td data-label="Tool">{burst.tools.length === 0 ? (burst.tool ?? 'several tools') : burst.tools.join(', ')}</td>
            <td data-label="Why">{burst.why}</td>
            <td data-label="When">
              <Moment at={burst.foundAt} now={now} />
              <div class="meta">
                last vote <Moment at={burst.lastAt} now={now} />
              </div>
            </td>
            <td data-label="Votes">
              {burst.votes} in all, {burst.quarantined} quarantined
              <div class="meta">
                {burst.ships} ship, {burst.confirmed} confirmed by mail since
              </div>
            </td>
            <td data-label="Decision">
              <Decision burst={burst} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Decision({ burst, now }: { burst: FoundBurst; now: Date }) {
  const { id, decision, decidedBy, decidedAt, why } = burst
  return (
    <>
      <p>
        {decision === null ? <span class="state needs">Open</span> : null}
        {decision === 'kept' ? <span class="state gone">Kept quarantined</span> : null}
        {decision === 'released' ? <span class="state done">Released</span> : null}
      </p>
      {decision === null || decidedAt === null ? null : (
        <div class="meta">
          {decidedBy}, <Moment at={decidedAt} now={now} />
        </div>
      )}
      <div class="actions">
        {decision === 'kept' ? null : <Act action={`${path}/bursts/${id}/keep`} text="Keep quarantined" of={why} />}
        {decision === 'released' ? null : <Act action={`${path}/bursts/${id}/release`} text="Release" of={why} />}
      </div>
    </>
  )
}

function Act({ action, text, of }: { action: string; text: string; of: string }) {
  return (
    <form method="post" action={action}>
      <button type="submit" class="quiet">
        {text}
        <span class="hide">: {of}</span>
      </button>
    </form>
  )
}
