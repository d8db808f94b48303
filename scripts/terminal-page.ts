/** The styles that the program gives its text in a terminal (ECMA-48, "select graphic rendition"), as CSS. */
const styles: Readonly<Record<string, string>> = {
  1: 'font-weight: 700',
  2: 'color: #85807a',
  31: 'color: #a3361f',
  32: 'color: #0a6b4c',
  33: 'color: #8a5a00',
  36: 'color: #1f3fae',
}

/** What a program wrote to a terminal, with its colors, as a page. Pure. */
export function terminalPage(text: string): string {
  const [first = '', ...rest] = text.split(`${String.fromCharCode(27)}[`)
  let open = 0
  const parts = rest.map((part) => {
    const end = part.indexOf('m')
    const style = styles[part.slice(0, end)]
    const shown = escapeHtml(part.slice(end + 1))
    if (style !== undefined) {
      open += 1
      return `<span style="${style}">${shown}`
    }
    if (open === 0) return shown
    open -= 1
    return `</span>${shown}`
  })
  const body = `${escapeHtml(first)}${parts.join('')}${'</span>'.repeat(open)}`
  return `<!DOCTYPE html><meta charset="utf-8"><body style="margin: 20px 24px; background: #fcfaf6; color: #1a1712"><pre style="font: 14px/19px 'DejaVu Sans Mono', monospace">${body}</pre>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
