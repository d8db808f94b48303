import type { Dossier, Source } from '../../contracts/dossier.js'
import { isDated } from '../../contracts/source-capture.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { asSentence } from '../../platform/text/sentence.js'
import { Address, Day, OutsideLink, SourceDays } from '../../site/pages/record/parts.js'
import { PassageWords, SourceTexts } from './intake/source-parts.js'
import { Ids } from './parts.js'

/** The sources of a dossier: where each was read and when, its text, what is hidden in it, and what wants to steer who reads it. */
export function ToolSources({ dossier: { sources } }: { dossier: Dossier }) {
  return (
    <section class="block" aria-labelledby="sources-title">
      <h2 id="sources-title">
        Sources <span class="meta num">{sources.length}</span>
      </h2>
      <ul class="rows">
        {sources.map((source) => (
          <SourceItem source={source} />
        ))}
      </ul>
    </section>
  )
}

function SourceItem({ source }: { source: Source }) {
  const { id, publisher, url, publishedOn, retrievedOn, origin, text, hidden = [], steering } = source
  const title = revealInvisible(source.title)
  const passages = steering?.passages ?? []
  const marks = passages.flatMap(({ place, start, end }) => (place === 'text' ? [{ start, end, kind: 'steers' as const }] : []))
  return (
    <li class="source-row" id={`source-${id}`}>
      <span class="name">
        <OutsideLink url={url} text={title} />
      </span>
      <p class="meta">
        {revealInvisible(publisher)}, <SourceDays publishedOn={isDated(source) ? publishedOn : null} retrievedOn={retrievedOn} />
        {origin === 'authored' ? '; notes that people wrote in their own words' : ''}
      </p>
      <CaptureLine source={source} />
      {passages.length === 0 ? null : (
        <div class="flag-box">
          <p>
            <strong>{passages.length === 1 ? 'A passage wants' : `${passages.length} passages want`} to steer who reads this.</strong>
          </p>
          <ul class="rows">
            {passages.map((passage) => (
              <li>
                <PassageWords passage={passage} />
                {passage.cleared === undefined ? null : (
                  <p class="meta">Harmless, an editor says: {asSentence(revealInvisible(passage.cleared))}</p>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      <SourceTexts text={text} marks={marks} hidden={hidden} title={title} />
    </li>
  )
}

/** How its text came from its address; nothing for a source that a person typed. */
function CaptureLine({ source: { url, capture, sha256 } }: { source: Source }) {
  if (capture === undefined) return null
  const { finalUrl, fetchedAt, status, bytesSha256 } = capture
  return (
    <>
      <p class="meta address">
        {finalUrl === url ? null : (
          <>
            It led to <OutsideLink url={finalUrl} text={<Address text={revealInvisible(finalUrl)} />} />.{' '}
          </>
        )}
        Fetched{' '}
        <time datetime={fetchedAt}>
          <Day on={fetchedAt} />, {fetchedAt.slice(11, 16)} UTC
        </time>
        , status {status}
      </p>
      <Ids
        ids={[
          ['Hash of its bytes', bytesSha256],
          ['Hash of its text', sha256],
        ]}
      />
    </>
  )
}
