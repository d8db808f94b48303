import type { Child } from 'hono/jsx'
import { renderHtml } from './render-html.js'

export type MailPage = {
  title: string
  /** Styles of the box that holds the mail, besides its width and padding. */
  style?: string
  children: Child
}

/** A mail's HTML, whole: one column, and no colours, so that a mail program shows it light or dark as its reader likes. Pure. */
export function renderMailPage({ title, style = '', children }: MailPage): string {
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
      </head>
      <body style="margin: 0; padding: 0; color-scheme: light dark;">
        <div style={`max-width: 600px; margin: 0 auto; padding: 24px 16px 32px;${style === '' ? '' : ` ${style}`}`}>{children}</div>
      </body>
    </html>
  )
  return `<!DOCTYPE html>\n${renderHtml(page)}`
}
