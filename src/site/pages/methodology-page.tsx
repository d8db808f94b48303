import type { Child } from 'hono/jsx'
import type { AgreementReport } from '../../contracts/agreement.js'
import type { Persona } from '../../contracts/persona.js'
import { revealAll } from '../../platform/html/safe-text.js'
import type { SiteFigures } from '../views/figures.js'
import { AgreementWorth } from './agreement-worth.js'
import { siteName } from './identity.js'
import { pageJsonLd } from './json-ld.js'
import { renderSitePage, SitePage } from './layout.js'
import type { SiteLinks } from './links.js'
import { changedText, SentenceBar } from './provenance-parts.js'
import { dash, digitsOf, groupDigits } from './record/words.js'

export type Methodology = { figures: SiteFigures; personas: readonly Persona[]; agreement: AgreementReport }

/** How a page comes about, with figures measured over everything that is published. Pure. */
export function renderMethodology(view: Methodology, links: SiteLinks): string {
  const { figures, personas, agreement } = revealAll(view)
  const path = '/how-it-works'
  return renderSitePage(
    <SitePage
      title="How it works"
      description={`How ${siteName(links)}’s verdicts are made: 4 personas, models that draft, people who edit and approve, and figures measured over everything published.`}
      path={path}
      links={links}
      jsonLd={pageJsonLd({ name: 'How it works', path }, links)}
    >
      <div class="intro">
        <p class="kicker">Methodology</p>
        <h1>How it works</h1>
        <p class="lean">Models draft, people decide, and the page shows which is which.</p>
      </div>
      <Steps personas={personas} links={links} />
      <JuryRule />
      <Figures figures={figures} />
      <Agreement figures={figures} personas={personas} />
      <AgreementWorth report={agreement} />
      <Models figures={figures} />
      <Limits />
    </SitePage>,
  )
}

function Steps({ personas, links }: { personas: readonly Persona[]; links: SiteLinks }) {
  return (
    <section aria-labelledby="steps-title">
      <h2 id="steps-title">From a tool to a verdict</h2>
      <ol class="steps">
        <li>
          <b>A dossier is frozen.</b> Release notes, license and pricing pages, each with its date and a hash. The reviewers know nothing
          else.
        </li>
        <li>
          <b>
            {digitsOf(personas.length, 'seat')} {personas.length === 1 ? 'drafts' : 'draft'}.
          </b>{' '}
          Each persona is a prompt that anyone can read:{' '}
          {personas.map(({ id, seat }, index) => (
            <>
              {index > 0 ? ', ' : null}
              <a href={links.to(`/personas/${id}`)}>{seat}</a>
            </>
          ))}
          . A model answers it once for each tool and ends on ship, skip or abstain. A seat is one persona on one tool; where several models
          draft it, they are its <a href="#jury">jury</a>.
        </li>
        <li>
          <b>Quotes are cut, not copied.</b> A model names the numbers of a source’s sentences, and our code cuts the passage from there.
          What people quote is looked up; a passage that is not in its source holds the approval up. Each is shown in its sentence; one that
          leaves out a negation, a condition or who says it is flagged.
        </li>
        <li>
          <b>People edit.</b> Every change is kept. On the page an edited sentence has a dotted line under it, one that a person wrote a
          double one.
        </li>
        <li>
          <b>Someone else approves</b> exactly those words. An edit afterwards voids the approval; where one person did both, the page says
          so.
        </li>
        <li>
          <b>Readers vote.</b> Their votes are shown beside the panel’s calls and are never mixed into them.
        </li>
      </ol>
    </section>
  )
}

/** How several drafts of a seat come to one call. */
function JuryRule() {
  return (
    <section id="jury" aria-labelledby="jury-title">
      <h2 id="jury-title">When several models draft one seat</h2>
      <p class="text">
        Each model is a juror and writes on its own. A juror that is asked several times has the call that most of its drafts make; one that
        changes between them is marked as unstable. The seat’s call is what more of its jurors say, ship or skip, and it counts once,
        however many jurors there are. More than half of them must have made a call, or the seat has none; where more than half abstain, it
        abstains. As many ships as skips are a split: it is shown as one, counted apart, and no order ever breaks it.
      </p>
      <p class="text">
        People edit the draft nearest to that majority: of those with the seat’s call, the one whose answers most drafts share, then the one
        with the fewest quotes that were not found, then with the fewest flags. What the other jurors called stays beside it, and the best
        argument against the call with it: of the drafts that say the other thing, the one with most quotes found in their sources.
      </p>
    </section>
  )
}

function Figure({ term, value, children }: { term: string; value: string; children?: Child }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <b class="num">{value}</b>
        {children === undefined ? null : <small>{children}</small>}
      </dd>
    </div>
  )
}

/** `part` of `whole` in whole percent; a dash where there is nothing to divide by. */
function share(part: number, whole: number): string {
  return whole === 0 ? dash : `${Math.round((100 * part) / whole)}%`
}

function Figures({ figures }: { figures: SiteFigures }) {
  const { tools, comparisons, verdicts, sentences, evidence, blindAgreement, predictions, retractions, fourEyes } = figures
  const known = (count: number, whole: number) => (whole === 0 ? dash : groupDigits(count))
  return (
    <section aria-labelledby="figures-title">
      <h2 id="figures-title">Measured over everything published</h2>
      <dl class="numbers">
        <Figure term="Tools" value={groupDigits(tools)}>
          {digitsOf(comparisons, 'comparison')}
        </Figure>
        <Figure term="Verdicts" value={groupDigits(verdicts.total)}>
          {groupDigits(verdicts.byModel)} as drafted, {groupDigits(verdicts.byModelAndPeople)} edited, {groupDigits(verdicts.byPeople)} by
          people; {digitsOf(verdicts.unscored, 'seat')} unscored
        </Figure>
        <Figure term="Sentences changed by people" value={changedText(sentences)}>
          <SentenceBar counts={sentences} />
        </Figure>
        <Figure term="Quotes found in their source" value={share(evidence.found, evidence.quotes)}>
          {known(evidence.found, evidence.quotes)} of {groupDigits(evidence.quotes)}
        </Figure>
        <Figure
          term="Reviewers’ blind calls like the draft’s"
          value={blindAgreement.percent === null ? dash : `${blindAgreement.percent}%`}
        >
          {blindAgreement.calls === 0
            ? 'none made yet'
            : `${groupDigits(blindAgreement.agreed)} of ${groupDigits(blindAgreement.calls)}; how alike, not how right`}
        </Figure>
        <Figure term="Approved with four eyes" value={share(fourEyes.withFourEyes, fourEyes.records)}>
          {groupDigits(fourEyes.withFourEyes)} of {digitsOf(fourEyes.records, 'record')}
        </Figure>
        <Figure term="Predictions" value={known(predictions.total, predictions.total)}>
          {predictions.total === 0 ? 'none yet' : `${groupDigits(predictions.due)} past their deadline`}
        </Figure>
        <Figure term="Retractions" value={known(retractions, tools + retractions)} />
      </dl>
    </section>
  )
}

function Agreement({ figures: { personaAgreement }, personas }: Pick<Methodology, 'personas'> & { figures: SiteFigures }) {
  const seatOf = (id: string) => personas.find((persona) => persona.id === id)?.seat ?? id
  if (personaAgreement.length === 0) return null
  return (
    <section aria-labelledby="agreement-title">
      <h2 id="agreement-title">How often reviewers agree</h2>
      <p class="text">Of the tools that both called, on how many they made the same call. Agreement is no proof of being right.</p>
      <ul class="rows">
        {personaAgreement.map(({ a, b, agreed, tools }) => (
          <li>
            <p class="when num">{share(agreed, tools)}</p>
            <p>
              {seatOf(a)} and {seatOf(b)}: {agreed} of {tools}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

const originWords: Record<SiteFigures['models'][number]['origin'], string> = {
  recorded: 'what the model said',
  authored: 'written by people as a sample, in the form of a model’s reply',
  mixed: 'in part what the model said, in part written by people as a sample',
}

function Models({ figures: { models } }: { figures: SiteFigures }) {
  return (
    <section aria-labelledby="models-title">
      <h2 id="models-title">Which models drafted</h2>
      {models.length === 0 ? <p class="empty">None yet: nothing is published.</p> : null}
      <ul class="rows">
        {models.map(({ model, verdicts, origin }) => (
          <li>
            <p class="when num">{groupDigits(verdicts)}</p>
            <p>
              <span class="id">{model}</span>: {originWords[origin]}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Limits() {
  return (
    <section aria-labelledby="limits-title">
      <h2 id="limits-title">What the figures do not say</h2>
      <ul class="steps">
        <li>
          Panel ship is ships ÷ calls. 4 seats make a coarse figure: one call that changes moves it by 25 points, so it is always shown with
          its counts. Who abstains or has no call is counted apart, never as a skip.
        </li>
        <li>
          A list with the highest panel ship first goes by what the calls bear out: the lower end of the 95% interval that Wilson gave for
          such a share. So 3 of 4 comes before 1 of 1.
        </li>
        <li>Agreement between reviewers, or between models, is not confidence. They may be wrong together.</li>
        <li>A dash means that something is not known. It is never a zero.</li>
        <li>Community votes come from anyone who came by. Those confirmed by mail are shown apart.</li>
      </ul>
    </section>
  )
}
