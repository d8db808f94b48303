import { raw } from 'hono/html'
import type { PanelRecord } from '../../../contracts/record.js'
import { renderHtml } from '../../../platform/html/render-html.js'
import { revealRecord } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { NewsletterForm } from './newsletter-form.js'
import type { PageFont } from './page-fonts.js'
import { holdsText, Masthead } from './page-head.js'
import { pageStyles } from './page-styles.js'
import { RecordSections } from './record-sections.js'

export type ComparePageOptions = {
  /** Where the newsletter form posts to: absolute http(s), or a path on the page's own site. Null closes the form. */
  subscribeUrl: string | null
  /** From `loadPageFonts`; without any the page falls back on the reader's own. */
  fonts: readonly PageFont[]
}

const maxTitleLength = 70
const icon = raw(
  `<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M8 2l7 12H1z' fill='%230a6b4f'/%3E%3C/svg%3E">`,
)

/**
 * A record as one HTML file that needs nothing else: no script, no request, fonts and styles inside. Pure, and the same bytes
 * for the same record and options. Throws a RangeError when `subscribeUrl` is neither http(s) nor a path.
 */
export function renderComparePage(record: PanelRecord, { subscribeUrl, fonts }: ComparePageOptions): string {
  const shown = revealRecord(record)
  const page = (
    <html lang="en">
      <Head record={shown} formTarget={formTarget(subscribeUrl)} styles={pageStyles({ toolCount: shown.tools.length, fonts })} />
      <Body record={shown} subscribeUrl={subscribeUrl} />
    </html>
  )
  return `<!DOCTYPE html>\n${renderHtml(page)}\n`
}

function Head({ record, formTarget, styles }: { record: PanelRecord; formTarget: string; styles: string }) {
  const { status } = record
  const title = isolate(record.title)
  const withPaper = `${title} | Ship Panel`
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta http-equiv="Content-Security-Policy" content={contentPolicy(formTarget)} />
      <title>{withPaper.length > maxTitleLength ? title : withPaper}</title>
      <meta name="description" content={`${title}. ${holdsText(record)}`} />
      <meta name="color-scheme" content="light dark" />
      {status === 'published' ? null : <meta name="robots" content="noindex" />}
      {icon}
      <style>{raw(styles)}</style>
    </head>
  )
}

function Body({ record, subscribeUrl }: { record: PanelRecord; subscribeUrl: string | null }) {
  const hasPredictions = record.tools.some((tool) =>
    tool.verdicts.some((verdict) => verdict.status === 'drafted' && verdict.predictions.length > 0),
  )
  return (
    <body>
      <a class="skip-link" href="#scorecard">
        Skip to the scorecard
      </a>
      <div class="page">
        <Masthead hasPredictions={hasPredictions} />
        <main>
          <RecordSections record={record} />
          <NewsletterForm subscribeUrl={subscribeUrl} />
        </main>
        <footer class="foot">
          <p>Ship Panel. A call is an opinion with its reasons beside it; the sources are there to be read.</p>
        </footer>
      </div>
    </body>
  )
}

/** Where the form may post to, for the page's content policy. */
function formTarget(subscribeUrl: string | null): string {
  if (subscribeUrl === null) return "'none'"
  if (/^\/(?![/\\])/.test(subscribeUrl)) return "'self'"
  const url = URL.canParse(subscribeUrl) ? new URL(subscribeUrl) : null
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new RangeError(`the newsletter form cannot post to ${subscribeUrl}`)
  return url.origin
}

function contentPolicy(formAction: string): string {
  return `default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action ${formAction}`
}
