import { raw } from 'hono/html'
import type { PanelRecord } from '../contracts/record.js'
import { HowItWasMade, Sources, Weekly } from './closing.js'
import type { PageFonts } from './page-fonts.js'
import { pageStyles } from './page-styles.js'
import { SeatCell } from './seat-cell.js'
import { ToolCard } from './tool-card.js'
import { dateText, leanText, splitText } from './words.js'

export type ComparePageOptions = {
  fonts: PageFonts
  /** Where the newsletter form posts to; null for a page that is a file of its own. */
  subscribeUrl: string | null
}

const statusLines = { in_review: 'draft for review', approved: 'approved', published: 'published', retracted: 'retracted' } as const

/** The record as one self-contained HTML page: no script, no request. Pure: the same record gives the same bytes. */
export function renderComparePage(record: PanelRecord, { fonts, subscribeUrl }: ComparePageOptions): string {
  const { tools } = record
  const description = `${leanText(record)} ${splitText(record)}`.trim()
  return `<!DOCTYPE html>${(
    (
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${record.title}: panel verdicts`}</title>
          <meta name="description" content={description} />
          {record.status === 'published' ? '' : <meta name="robots" content="noindex" />}
          <style>{raw(pageStyles(fonts))}</style>
        </head>
        <body>
          <a class="skip-link" href="#scorecard">
            To the reviewer scorecard
          </a>
          <div class={tools.length === 1 ? 'page one' : 'page'} style={`--tools: ${tools.length}`}>
            <header class="mast">
              <b>Ship Panel</b>
              <span>{tools.length === 1 ? 'Tool review' : 'Comparison'}</span>
            </header>
            <main>
              <Intro record={record} />
              <div class="grid">
                <div class="gutter" />
                {tools.map((tool, index) => (
                  <ToolCard tool={tool} personas={record.personas} column={index} />
                ))}
              </div>
              <Scorecard record={record} />
              <h2 class="section">Sources</h2>
              <div class="grid">
                <div class="gutter" />
                {tools.map((tool) => (
                  <Sources tool={tool} />
                ))}
              </div>
              <HowItWasMade record={record} />
              <Weekly subscribeUrl={subscribeUrl} />
            </main>
            <footer class="small">
              Ship Panel: reviewers with a point of view, quotes with a source. A ship is a call for the team the reviewer speaks for, not
              advice for yours.
            </footer>
          </div>
        </body>
      </html>
    )
  ).toString()}`
}

function Intro({ record }: { record: PanelRecord }) {
  const { tools, personas } = record
  const categories = [...new Set(tools.map((tool) => tool.category))].join(', ')
  const isAuthored = record.totals.modelCalls.authored > 0
  return (
    <div class="intro">
      <p class="small theirs">
        {tools.length === 1 ? 'AI tool review' : 'AI tool comparison'} · {categories} · {statusLines[record.status]}{' '}
        <time datetime={record.createdAt}>{dateText(record.createdAt)}</time>
      </p>
      <h1 class="theirs">
        {tools.map((tool, index) => (
          <>
            {index === 0 ? '' : <i> vs </i>}
            {tool.name}
          </>
        ))}
      </h1>
      <p class="lean theirs">
        {leanText(record)} {splitText(record)}
      </p>
      <p class="holds">
        What {personas.length} reviewers, each with one point of view, make of{' '}
        {tools.length === 1 ? 'the tool' : `the ${tools.length} tools`}: their calls, their reasons side by side, and the sources they rest
        on.
      </p>
      {isAuthored ? (
        <p class="notice">
          <b>A sample.</b> People wrote the reviews and the notes on this page to show the format; no model said them, and the facts about
          the tools are a sample’s.
        </p>
      ) : (
        ''
      )}
    </div>
  )
}

function Scorecard({ record }: { record: PanelRecord }) {
  return (
    <section id="scorecard" aria-labelledby="scorecard-title">
      <h2 class="section" id="scorecard-title">
        Reviewer scorecard
      </h2>
      {record.personas.map((persona) => (
        <article class="row grid" aria-labelledby={`persona-${persona.id}`}>
          <div class="who">
            <h3 id={`persona-${persona.id}`}>{persona.seat}</h3>
            <p class="small">{persona.question}</p>
          </div>
          {record.tools.flatMap((tool, column) =>
            tool.verdicts
              .map((verdict, index) => ({ verdict, anchor: `${tool.slug}-${index + 1}` }))
              .filter(({ verdict }) => verdict.persona === persona.id)
              .map(({ verdict, anchor }, juror) => (
                <SeatCell verdict={verdict} tool={tool} persona={persona} anchor={anchor} place={{ column, juror }} />
              )),
          )}
        </article>
      ))}
    </section>
  )
}
