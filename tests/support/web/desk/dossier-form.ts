import type { Browser } from './test-desk.js'

/** What a browser sends of a form. */
export type Sent = Record<string, string | string[]>

/** The text that escaped mark-up shows. */
export const plain = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

/** What a browser would send of the dossier's form, as it is shown and with no conflict decided, and where to. */
export function dossierFormOf(html: string): { action: string; fields: Sent } {
  const [form = '', action = ''] = /<form method="post" action="([^"]*)" enctype[\s\S]*<\/form>/.exec(html) ?? []
  const shown = form.replaceAll(/<template[\s\S]*?<\/template>/g, '')
  const fields: Sent = {}
  for (const [tag] of shown.matchAll(/<input\b[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1]
    if (name === undefined || tag.includes('type="radio"') || (tag.includes('type="checkbox"') && !/\bchecked\b/.test(tag))) continue
    const value = plain(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '')
    fields[name] = name === 'row' ? [...[fields.row ?? []].flat(), value] : value
  }
  for (const [, name = '', text = ''] of shown.matchAll(/<textarea\b[^>]*\bname="([^"]*)"[^>]*>\n?([\s\S]*?)<\/textarea>/g))
    fields[name] = plain(text)
  for (const [, name = '', options = ''] of shown.matchAll(/<select\b[^>]*\bname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g))
    fields[name] = plain(/<option value="([^"]*)" selected/.exec(options)?.[1] ?? /<option value="([^"]*)"/.exec(options)?.[1] ?? '')
  return { action: plain(action), fields }
}

/** The dossier's form at an address, with its page and the status it was answered with. */
export async function openDossierForm(
  browser: Browser,
  path: string,
): Promise<{ action: string; fields: Sent; html: string; status: number }> {
  const response = await browser.get(path)
  const html = await response.text()
  return { ...dossierFormOf(html), html, status: response.status }
}

/** What the form sends for one of the texts of a field that several wrote: 0 is the saved one. Throws when the page offers no such text. */
export function choiceIn(html: string, path: string, place: number): string {
  const [, value] = new RegExp(`name="choice\\.${path}" value="([^"]*)" id="${path}-choice-${place}"`).exec(html) ?? []
  if (value === undefined) throw new Error(`the page offers no text ${place} of ${path}`)
  return value
}
