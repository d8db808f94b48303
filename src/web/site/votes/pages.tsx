import type { Community } from '../../../contracts/site.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { tallyWords } from '../../../site/pages/community-words.js'
import { renderSitePage, SitePage } from '../../../site/pages/layout.js'
import type { SiteLinks } from '../../../site/pages/links.js'
import { renderMessage } from '../../../site/pages/message-pages.js'
import type { OpenedLink, VotableTool } from '../../../voting/confirmation.js'
import type { OwnVote } from '../../../voting/store/votes.js'

/** What the page of a reader's own vote shows. */
export type VotePageProps = {
  tool: VotableTool
  community: Community
  own: OwnVote | null
  links: SiteLinks
  /** Whether mails can be sent whose links lead here. */
  canConfirm: boolean
  /** What was done just now; true for every reader. */
  said: 'sent' | 'confirmed' | null
  /** What is wrong with what was sent, and what to do. */
  problem: string | null
  /** The mail address as it was typed. */
  email: string
}

/** The reader's own vote on a tool: what it is, how it counts, changing it, and confirming it by mail. */
export function renderVotePage(props: VotePageProps): string {
  const { tool, links, own, said } = props
  const name = revealInvisible(tool.name)
  return renderSitePage(
    <SitePage title={`Your vote on ${name}`} path={`/vote/${tool.slug}`} links={links} noIndex={true}>
      <div class="intro message">
        <p class="kicker">Community vote</p>
        <h1>Your vote on {name}</h1>
        <Said said={said} name={name} />
        <Problem text={props.problem} />
        <OwnVoteStatus own={own} />
        <p class="holds">
          Readers so far: {tallyWords(props.community.raw)}. Confirmed by mail: {tallyWords(props.community.confirmed)}. Neither is part of
          the panel’s figures.
        </p>
        <p class="holds">
          <a href={links.to(`/tools/${tool.slug}`)}>What the panel says of {name}</a>
        </p>
      </div>
      {own === null && said === 'confirmed' ? null : <ChoiceForm {...props} name={name} />}
      {own !== null && !own.isConfirmed ? <ConfirmForm {...props} /> : null}
    </SitePage>,
  )
}

function Said({ said, name }: { said: VotePageProps['said']; name: string }) {
  if (said === null) return null
  const text =
    said === 'sent'
      ? 'A mail is on its way. Open its link and press the button there; until then your vote counts as one that is not confirmed. No mail after some minutes? Look in the spam folder, check the address for typos, or ask for another below.'
      : `The vote on ${isolate(name)} is confirmed, and counted among those confirmed by mail.`
  return (
    <p class="holds" role="status">
      {text}
    </p>
  )
}

function Problem({ text }: { text: string | null }) {
  return text === null ? null : (
    <p class="notice" role="alert" id="problem">
      {text}
    </p>
  )
}

/** What the reader voted, and whether it counts. */
function OwnVoteStatus({ own }: { own: OwnVote | null }) {
  if (own === null) return <p class="lean">No vote of yours is known to this browser.</p>
  return (
    <>
      <p class="lean">
        You voted <span class={`call ${own.choice}`}>{own.choice === 'ship' ? 'Ship' : 'Skip'}</span>
        {own.isConfirmed ? ', confirmed by mail.' : '.'}
      </p>
      {own.isQuarantined ? (
        <p class="notice">
          Your vote came together with unusually many others and is quarantined: it is kept, and counts once you confirm it by mail, or once
          an editor let these votes count.
        </p>
      ) : null}
    </>
  )
}

function ChoiceForm({ tool, own, links, name }: VotePageProps & { name: string }) {
  const words = own === null ? 'Vote' : 'Change your vote'
  return (
    <form class="vote" method="post" action={links.to(`/vote/${tool.slug}`)}>
      <fieldset>
        <legend>
          {words}
          <span class="hide"> on {name}</span>
        </legend>
        <button
          type="submit"
          name="choice"
          value="ship"
          class="call ship"
          aria-pressed={own === null ? undefined : String(own.choice === 'ship')}
        >
          Ship
        </button>
        <button
          type="submit"
          name="choice"
          value="skip"
          class="call skip"
          aria-pressed={own === null ? undefined : String(own.choice === 'skip')}
        >
          Skip
        </button>
      </fieldset>
      <p class="meta">One vote for each reader, known by a cookie that holds a random number and nothing else.</p>
    </form>
  )
}

function ConfirmForm({ tool, links, canConfirm, problem, email }: VotePageProps) {
  if (!canConfirm) return null
  return (
    <section class="weekly" aria-labelledby="confirm-title">
      <h2 id="confirm-title">Confirm it by mail</h2>
      <p>
        Confirmed votes are counted apart, and are never quarantined. One address confirms one vote a tool; of several the latest counts.
      </p>
      <form method="post" action={links.to(`/vote/${tool.slug}/confirm`)}>
        <fieldset>
          <legend class="hide">Confirm your vote by mail</legend>
          <label for="vote-email">Email address</label>
          <input
            id="vote-email"
            name="email"
            type="email"
            autocomplete="email"
            required={true}
            maxlength={254}
            value={email === '' ? undefined : email}
            aria-describedby={problem === null ? 'vote-email-note' : 'problem vote-email-note'}
          />
          <button type="submit">Send the mail</button>
        </fieldset>
        <p class="note" id="vote-email-note">
          We keep only a code made from the address, from which it cannot be read back, and send nothing but this one mail.
        </p>
      </form>
    </section>
  )
}

/** The page behind a mail's link: one button. Looking at it changes nothing, so a program that follows links in mails confirms nothing. */
export function renderConfirmPage({ opened, token, links }: { opened: OpenedLink; token: string; links: SiteLinks }): string {
  if (opened.status === 'void') {
    const text = 'The link expired, or was copied only in part. Open the page of the tool, choose “Your vote”, and ask for another mail.'
    return renderMessage({ title: 'This link does not work', paragraphs: [text], path: '/vote/confirm' }, links)
  }
  if (opened.status === 'used') {
    const text = 'It was confirmed with this link before. There is nothing left to do.'
    const next = [{ path: `/tools/${opened.tool.slug}`, text: `To ${opened.tool.name}` }]
    return renderMessage({ title: `The vote on ${opened.tool.name} is confirmed`, paragraphs: [text], next, path: '/vote/confirm' }, links)
  }
  const name = revealInvisible(opened.tool.name)
  return renderSitePage(
    <SitePage title={`Confirm your vote on ${name}`} path="/vote/confirm" links={links} noIndex={true}>
      <div class="intro message">
        <p class="kicker">Community vote</p>
        <h1>Confirm your vote on {name}</h1>
        <p class="lean">
          It says <span class={`call ${opened.choice}`}>{opened.choice === 'ship' ? 'Ship' : 'Skip'}</span>.
        </p>
        <p class="holds">Did you not vote? Then close this page: nothing is confirmed without the button.</p>
      </div>
      <section class="weekly" aria-label="Confirm">
        <form method="post" action={links.to('/vote/confirm')}>
          <input type="hidden" name="token" value={token} />
          <button type="submit">Confirm my vote</button>
        </form>
      </section>
    </SitePage>,
  )
}
