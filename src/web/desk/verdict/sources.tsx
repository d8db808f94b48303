import type { Dossier, Source } from '../../../contracts/dossier.js'
import type { Evidence } from '../../../contracts/verdict.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { directionOf, isolate } from '../../../platform/text/text-direction.js'
import { Day, OutsideLink } from '../../../site/pages/record/parts.js'
import { countOf, sentenceCase } from '../../../site/pages/record/words.js'
import { entryPriceText } from '../parts.js'
import { passageAnchor, sourceAnchor } from './links.js'

type Found = { number: number; start: number; end: number }

/** The frozen dossier: every source with its whole text, in which the passages that are quoted are marked with their numbers. */
export function Sources({ dossier, evidence }: { dossier: Dossier; evidence: readonly Evidence[] }) {
  return (
    <>
      <h2>Sources</h2>
      <p class="meta">
        Dossier as of <Day on={dossier.asOf} />, {countOf(dossier.sources.length, 'source')}
      </p>
      <nav class="tabs" aria-label="Sources">
        {dossier.sources.map(({ id, title }) => (
          <a href={`#${sourceAnchor(id)}`}>{revealInvisible(title)}</a>
        ))}
        <a href="#facts">Facts</a>
      </nav>
      {dossier.sources.map((source) => (
        <SourceText source={source} found={foundIn(source.id, evidence)} />
      ))}
      <Facts dossier={dossier} />
    </>
  )
}

function foundIn(source: string, evidence: readonly Evidence[]): Found[] {
  return evidence.flatMap((item, index) =>
    item.status === 'found' && item.source === source ? [{ number: index + 1, start: item.start, end: item.end }] : [],
  )
}

function SourceText({ source, found }: { source: Source; found: readonly Found[] }) {
  const { id, title, publisher, url, kind, publishedOn, retrievedOn, origin, text } = source
  const began = new Set<number>()
  return (
    <article class="source" id={sourceAnchor(id)}>
      <h3>
        <OutsideLink url={url} text={revealInvisible(title)} />
      </h3>
      <p class="meta">
        {sentenceCase(kind.replaceAll('-', ' '))} by {revealInvisible(publisher)}, published <Day on={publishedOn} />, read{' '}
        <Day on={retrievedOn} />
        {origin === 'authored' ? ', notes in our own words' : null} · <span class="mono">{id}</span>
      </p>
      <div class="text" dir={directionOf(text)}>
        {segments(unwrapped(text), found).map(({ piece, numbers }) => {
          const shown = revealInvisible(piece)
          if (numbers.length === 0) return shown
          const first = numbers.filter((number) => !began.has(number))
          for (const number of first) began.add(number)
          return (
            <mark data-passage={numbers.join(' ')}>
              {first.map((number) => (
                <a class="at" id={passageAnchor(number)} href={`#evidence-${number}`}>
                  <span class="hide">passage of evidence </span>
                  {number}
                </a>
              ))}
              {shown}
            </mark>
          )
        })}
      </div>
    </article>
  )
}

/**
 * A text whose lines were broken at a fixed width, with those breaks as spaces, so that it flows in any column. Each character keeps its
 * place. A break stays where it means something: between paragraphs, behind a short line, before a list's item, a heading or a table's row.
 */
export function unwrapped(text: string): string {
  const lines = text.split('\n')
  return lines
    .map((line, index) => {
      const next = lines[index + 1]
      if (next === undefined) return line
      return line.length >= 56 && /^[^\s\-*+#|>•\d]/.test(next) ? `${line} ` : `${line}\n`
    })
    .join('')
}

/** A text cut where a passage begins or ends; passages may overlap. */
function segments(text: string, found: readonly Found[]): { piece: string; numbers: number[] }[] {
  const cuts = [...new Set([0, text.length, ...found.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b)
  return cuts.slice(0, -1).map((from, index) => ({
    piece: text.slice(from, cuts[index + 1]),
    numbers: found.filter(({ start, end }) => start <= from && end > from).map(({ number }) => number),
  }))
}

function Facts({ dossier: { tool, license, entryPrice, rivals, facts } }: { dossier: Dossier }) {
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
            {revealInvisible(statement)} <a href={`#${sourceAnchor(source)}`}>{source}</a>
          </li>
        ))}
      </ul>
    </article>
  )
}
