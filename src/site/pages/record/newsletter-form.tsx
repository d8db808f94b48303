/** The form for the newsletter. Without an address to post to it is shown, and says why it is closed. */
export function NewsletterForm({ subscribeUrl }: { subscribeUrl: string | null }) {
  const isClosed = subscribeUrl === null
  return (
    <section class="grid weekly" id="weekly" aria-labelledby="weekly-title">
      <p class="gutter">Newsletter</p>
      <div>
        <h2 id="weekly-title">The week’s verdicts, by mail</h2>
        <p>One issue a week: the new comparisons, how the panel called them, what changed, and what was taken back.</p>
        <form method="post" action={subscribeUrl ?? undefined}>
          <fieldset disabled={isClosed}>
            <legend class="hide">Subscribe to the newsletter</legend>
            <label for="weekly-email">Email address</label>
            <input id="weekly-email" name="email" type="email" autocomplete="email" required={true} />
            <button type="submit">Subscribe</button>
          </fieldset>
        </form>
        {isClosed ? <p class="note">Sign-up opens on the published site.</p> : null}
      </div>
    </section>
  )
}
