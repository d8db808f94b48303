import type { Dossier } from '../../../contracts/dossier.js'
import type { Evidence } from '../../../contracts/verdict.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { Day } from '../../../site/pages/record/parts.js'
import { digitsOf } from '../../../site/pages/record/words.js'
import { entryPriceText } from '../parts.js'
import { sourceAnchor } from './links.js'
import { SourceText } from './source-text.js'
import { titleOf } from './title-of.js'

/** The frozen dossier: every source with its whole text, in which the passages that are quoted are marked with their numbers. `isCitable`: beside a form. */
export function Sources({
  dossier,
  evidence,
  isCitable = false,
}: {
  dossier: Dossier
  evidence: readonly Evidence[]
  isCitable?: boolean
}) {
  return (
    <>
      <h2>Sources</h2>
      <p class="meta">
        Dossier as of <Day on={dossier.asOf} />, {digitsOf(dossier.sources.length, 'source')}
      </p>
      <nav class="tabs" aria-label="Sources">
        {dossier.sources.map(({ id, title }) => (
          <a href={`#${sourceAnchor(id)}`}>{revealInvisible(title)}</a>
        ))}
        <a href="#facts">Facts</a>
      </nav>
      {isCitable ? (
        <p class="meta numbering">
          <label>
            <input type="checkbox" id="numbers" /> Sentence numbers
          </label>
          <span class="by-key">
            Select a passage and press <kbd>q</kbd> to add it; <kbd>u</kbd> goes through the sentences
          </span>
        </p>
      ) : null}
      {dossier.sources.map((source) => (
        <SourceText source={source} evidence={evidence} isCitable={isCitable} />
      ))}
      <Facts dossier={dossier} />
      {isCitable ? (
        <div class="cite-bar" id="cite" hidden>
          <span id="cite-what" role="status"></span>
          <button type="button">
            Add as evidence <kbd class="by-key">q</kbd>
          </button>
        </div>
      ) : null}
    </>
  )
}

function Facts({ dossier: { tool, license, entryPrice, rivals, facts, sources } }: { dossier: Dossier }) {
  return (
    <article class="source facts-of" id="facts">
      <h3>Facts of the dossier</h3>
      <p class="serif">
        {revealInvisible(asSentence(tool.tagline))} {revealInvisible(tool.description)}
      </p>
      <dl class="pairs">
        <dt>Vendor</dt>
        <dd>{revealInvisible(tool.vendor)}</dd>
        <dt>Category</dt>
        <dd>{revealInvisible(tool.category)}</dd>
        <dt>License</dt>
        <dd>
          {revealInvisible(license.name)}: {revealInvisible(license.summary)}
        </dd>
        <dt>Entry price</dt>
        <dd>{revealInvisible(entryPriceText(entryPrice, { withDay: true }))}</dd>
        <dt>Rivals</dt>
        <dd>{rivals.map((rival) => isolate(revealInvisible(rival))).join(', ')}</dd>
      </dl>
      <ul class="rows">
        {facts.map(({ statement, source }) => (
          <li>
            {revealInvisible(statement)} <a href={`#${sourceAnchor(source)}`}>{revealInvisible(titleOf(sources, source))}</a>
          </li>
        ))}
      </ul>
    </article>
  )
}
