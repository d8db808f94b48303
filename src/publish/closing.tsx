import type { PanelRecord, RecordTool } from '../contracts/record.js'
import { OutsideLink } from './links.js'
import { dateText, numberText, shortName } from './words.js'

const originWords = { authored: 'notes written by people in their own words', captured: "the publisher's own text" } as const
const statusWords = {
  in_review: 'No person has approved this yet.',
  approved: 'Approved, not yet published.',
  published: 'Approved and published.',
  retracted: 'Retracted: do not rely on it.',
} as const

/** The texts a tool's reviews rest on. */
export function Sources({ tool }: { tool: RecordTool }) {
  return (
    <section class="sources small" aria-label={`Sources on ${shortName(tool)}`}>
      <h3 class="theirs">{shortName(tool)}</h3>
      <ol>
        {tool.sources.map((source) => (
          <li class="theirs">
            <OutsideLink url={source.url}>{source.title}</OutsideLink>. {source.publisher}. Published{' '}
            <time datetime={source.publishedOn}>{dateText(source.publishedOn)}</time>, read{' '}
            <time datetime={source.retrievedOn}>{dateText(source.retrievedOn)}</time>; {originWords[source.origin]}.{' '}
            <span class="mono">{source.sha256.slice(0, 12)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Who made the page, from what, and for how much. */
export function HowItWasMade({ record }: { record: PanelRecord }) {
  const { totals, personas, tools } = record
  const jurors = [...new Set(tools.flatMap((tool) => tool.verdicts.map((verdict) => verdict.model)))].sort()
  const versions = personas.map((persona) => `${persona.seat} ${persona.version}`).join(', ')
  return (
    <section class="how num" aria-labelledby="how">
      <h2 id="how">How this page was made</h2>
      <p>
        {totals.seats} seats: {totals.drafted} drafted, {totals.unscored} unscored. Replies: {totals.modelCalls.recorded} by models,{' '}
        {totals.modelCalls.authored} written by people as samples. Jurors: {jurors.join(', ')}. Persona prompts, by version: {versions}.
      </p>
      <p>
        {tokensText(record)} {costText(record)} Every quoted passage was looked up in its source; what was not found says so.
      </p>
      <p>
        {statusWords[record.status]} Record <span class="mono">{record.id}</span>, made{' '}
        <time datetime={record.createdAt}>{dateText(record.createdAt)}</time>, content <span class="mono">{record.contentSha256}</span>.
      </p>
    </section>
  )
}

function tokensText({ totals: { usage } }: PanelRecord): string {
  if (usage.inputTokens === null || usage.outputTokens === null) return 'Tokens: not known.'
  return `Tokens: ${numberText(usage.inputTokens)} in, ${numberText(usage.outputTokens)} out.`
}

function costText({ totals: { costUsd, modelCalls } }: PanelRecord): string {
  if (costUsd === null) return 'Cost: not known.'
  if (costUsd > 0) return `Cost of the replies: $${costUsd.toFixed(4)}.`
  return modelCalls.recorded > 0 ? 'Cost: none, the models ran locally.' : 'Cost: none, no model was called.'
}

/** The form for the weekly verdicts: it posts to the site, or says that there is none to post to. */
export function Weekly({ subscribeUrl }: { subscribeUrl: string | null }) {
  return (
    <section class="weekly" aria-labelledby="weekly">
      <h2 id="weekly">The weekly verdicts</h2>
      <p>
        {subscribeUrl === null
          ? 'One mail a week with what was published, changed and retracted. This copy of the page is a file, so sign-up is closed here; it opens on the published site.'
          : 'One mail a week with what was published, changed and retracted. You confirm by mail, and one click ends it.'}
      </p>
      <form method="post" action={subscribeUrl ?? undefined}>
        <fieldset disabled={subscribeUrl === null}>
          <legend class="hide">Subscribe to the weekly verdicts</legend>
          <label>
            Mail address
            <input type="email" name="email" autocomplete="email" required placeholder="you@example.com" />
          </label>
          <button type="submit">Subscribe</button>
        </fieldset>
      </form>
    </section>
  )
}
