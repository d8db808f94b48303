import type { Community } from '../../contracts/site.js'
import { tallyPercent, tallyText, turnText } from './community-words.js'
import type { SiteLinks } from './links.js'
import { figureClass, isFewVotes } from './record/words.js'

/** Readers' votes among a tool's figures: all that count, and apart from them those confirmed by mail. */
export function CommunityFigure({ raw, confirmed }: Community) {
  const turn = turnText(raw)
  return (
    <div>
      <dt>Community</dt>
      <dd>
        <b class={figureClass(isFewVotes(raw.votes))}>{tallyPercent(raw)}</b>
        <small class="num">{tallyText(raw)}</small>
        {raw.votes === 0 ? null : (
          <small class="num">
            {tallyPercent(confirmed)} confirmed by mail{confirmed.votes === 0 ? ': none yet' : `, ${tallyText(confirmed)}`}
          </small>
        )}
        {turn === null ? null : <small>{turn}</small>}
      </dd>
    </div>
  )
}

export type VoteProps = { slug: string; name: string; links: SiteLinks }

/** Ship or skip, for a reader. In files that no server answers for, a link to where votes are taken, or words that there is no such place. */
export function VoteForm({ slug, name, links }: VoteProps) {
  const { mode } = links
  if (mode.kind === 'static') return <VoteLink name={name} href={mode.liveUrl === null ? null : `${mode.liveUrl}/vote/${slug}`} />
  return (
    <form class="vote" method="post" action={links.to(`/vote/${slug}`)}>
      <fieldset>
        <legend>
          Would you ship it? <span class="hide">Your vote on {name}</span>
        </legend>
        <button type="submit" name="choice" value="ship" class="call ship">
          Ship <span class="hide">{name}</span>
        </button>
        <button type="submit" name="choice" value="skip" class="call skip">
          Skip <span class="hide">{name}</span>
        </button>
        <a href={links.to(`/vote/${slug}`)}>
          Your vote<span class="hide"> on {name}</span>
        </a>
      </fieldset>
    </form>
  )
}

function VoteLink({ name, href }: { name: string; href: string | null }) {
  return (
    <p class="vote">
      {href === null ? (
        'This is a copy of the site; votes are not taken here.'
      ) : (
        <a href={href}>
          Vote on {name}
          <span class="hide">: ship or skip</span>
        </a>
      )}
    </p>
  )
}
