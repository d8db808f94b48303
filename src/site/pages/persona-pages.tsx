import type { Persona } from '../../contracts/persona.js'
import { withoutMarkers } from '../../evidence/markers.js'
import { revealAll } from '../../platform/html/safe-text.js'
import { asSentence } from '../../platform/text/sentence.js'
import { isolate } from '../../platform/text/text-direction.js'
import type { PersonaView } from '../views/personas.js'
import { pageJsonLd } from './json-ld.js'
import { renderSitePage, SitePage } from './layout.js'
import type { SiteLinks } from './links.js'
import { CallMark } from './record/parts.js'
import { dash, digitsOf, groupDigits } from './record/words.js'

/** Every persona with its question. Pure. */
export function renderPersonas(personas: readonly Persona[], links: SiteLinks): string {
  const path = '/personas'
  return renderSitePage(
    <SitePage
      title="The reviewers"
      description="The personas that review each tool, what each of them asks, and the prompts in full."
      path={path}
      links={links}
      jsonLd={pageJsonLd({ name: 'The reviewers', path }, links)}
    >
      <div class="intro">
        <p class="kicker">Personas</p>
        <h1>The reviewers</h1>
        <p class="lean">
          Each argues from one point of view. None of them is a person: a persona is a prompt, and the prompt is here to be read.
        </p>
      </div>
      <section aria-labelledby="seats-title">
        <h2 id="seats-title">{personas.length === 0 ? 'No seat is set up yet' : 'The seats of the panel'}</h2>
        <ul class="rows">
          {revealAll(personas).map(({ id, seat, question, version }) => (
            <li>
              <p class="when">
                <a href={links.to(`/personas/${id}`)}>{seat}</a>
              </p>
              <div>
                <p class="says-large">{question}</p>
                <p>Prompt version {version}</p>
              </div>
            </li>
          ))}
        </ul>
      </section>
    </SitePage>,
  )
}

/** One persona: what it asks, how it called so far, and its prompt in full. Pure. */
export function renderPersona(view: PersonaView, links: SiteLinks): string {
  const { persona, newest, ...counts } = revealAll(view)
  const path = `/personas/${persona.id}`
  return renderSitePage(
    <SitePage
      title={`${isolate(persona.seat)}, a reviewer persona`}
      description={`${isolate(persona.seat)} asks: ${isolate(persona.question)} Its questions, its calls so far, and its prompt in full.`}
      path={path}
      links={links}
      jsonLd={pageJsonLd({ name: persona.seat, path }, links)}
    >
      <div class="intro">
        <p class="kicker">
          <a href={links.to('/personas')}>Personas</a> · prompt version {persona.version}
        </p>
        <h1>{persona.seat}</h1>
        <p class="lean">{persona.question}</p>
      </div>
      <Asks persona={persona} />
      <CallsSoFar newest={newest} counts={counts} links={links} />
      <Prompt persona={persona} />
    </SitePage>,
  )
}

function Asks({ persona: { asks, quoteWords } }: { persona: Persona }) {
  return (
    <section aria-labelledby="asks-title">
      <h2 id="asks-title">What it must answer</h2>
      <ol class="steps">
        {asks.map(({ question, choices }) => (
          <li>
            {question}
            {choices === undefined ? null : <span class="choices"> {asSentence(`One of: ${choices.join(', ')}`)}</span>}
          </li>
        ))}
      </ol>
      <p class="text">
        Its quote has {quoteWords.min} to {quoteWords.max} words.
      </p>
    </section>
  )
}

type CallsProps = Pick<PersonaView, 'newest'> & { counts: Pick<PersonaView, 'verdicts' | 'ships' | 'skips'>; links: SiteLinks }

function CallsSoFar({ newest, counts: { verdicts, ships, skips }, links }: CallsProps) {
  const share = ships + skips === 0 ? dash : `${Math.round((100 * ships) / (ships + skips))}%`
  return (
    <section aria-labelledby="calls-title">
      <h2 id="calls-title">How it called so far</h2>
      {verdicts === 0 ? (
        <p class="empty">No verdict of it is published yet.</p>
      ) : (
        <p class="text">
          {digitsOf(verdicts, 'verdict')}
          {ships + skips === 0
            ? ', and no call that counts.'
            : `: ${share} ship, ${groupDigits(ships)} of ${digitsOf(ships + skips, 'call')}.`}
        </p>
      )}
      <ul class="rows">
        {newest.map(({ tool, call, quote }) => (
          <li>
            <p class="when">
              <CallMark call={call} />
            </p>
            <div>
              <p>
                <a href={links.to(`/tools/${tool.slug}`)}>{tool.name}</a>
              </p>
              {quote === null ? null : <blockquote class="says-large">{withoutMarkers(quote)}</blockquote>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Prompt({ persona: { template, sha256, forbids, variables } }: { persona: Persona }) {
  return (
    <section id="prompt" aria-labelledby="prompt-title">
      <h2 id="prompt-title">Its prompt, in full</h2>
      <p class="text">
        What is in double braces is filled in for each tool: {variables.length === 0 ? 'nothing here' : variables.join(', ')}. The dossier
        and the rules for every seat come before it.
        {forbids.length === 0 ? null : ` ${asSentence(`Words it may not use: ${forbids.join(', ')}`)}`}
      </p>
      <pre class="prompt">{template}</pre>
      <p class="id">sha256 {sha256}</p>
    </section>
  )
}
