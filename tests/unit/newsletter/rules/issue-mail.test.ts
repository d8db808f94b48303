import { HtmlValidate } from 'html-validate'
import { describe, expect, test } from 'vitest'
import { renderIssueMail } from '../../../../src/newsletter/compose-issue.js'
import { draftIssue } from '../../../../src/newsletter/rules/draft-issue.js'
import { mailHeaders } from '../../../../src/newsletter/rules/mail-headers.js'
import { type Change, sampleChange } from '../../../support/newsletter/rules/issue-sample.js'

const place = { siteUrl: 'https://panel.example', sender: 'Ship Panel, 1 Dock Road' }
const links = { url: 'https://panel.example/weekly/unsubscribe?t=a&b=c', oneClickUrl: 'https://panel.example/weekly/unsubscribe?t=a&b=c' }

function issue(changes: Change[] = [sampleChange(1), sampleChange(2, { kind: 'retracted', publicReason: 'Wrong prices.' })]) {
  const content = draftIssue({ week: '2026-W47', timeZone: 'UTC', changes })
  if (content === null) throw new Error('there are changes')
  return { content, ...renderIssueMail(content, { place, links }) }
}

test('the text says everything, with absolute links, in lines of at most 72 characters but for addresses', () => {
  expect(issue().text).toBe(`Ship Panel, 16 to 22 November 2026

From 16 to 22 November 2026: 1 published, 1 retracted.

PUBLISHED

Bun vs Deno
  The panel leans to Bun: 3 of 4 reviewers ship Bun, 2 of 4 ship Deno.
  Bun: panel 75% (3 of 4) · Free
  Deno: panel 50% (2 of 4) · $20 a month
  https://panel.example/compare/bun-vs-deno

RETRACTED

Bun vs Deno
  It was retracted and no longer holds.
  The reason: Wrong prices.
  Bun: panel 75% (3 of 4) · Free
  Deno: panel 50% (2 of 4) · $20 a month
  https://panel.example/compare/bun-vs-deno

-- 
You get this because you subscribed to the newsletter.
Unsubscribe: https://panel.example/weekly/unsubscribe?t=a&b=c
On the site: https://panel.example/weekly/2026-W47
Ship Panel, 1 Dock Road
`)
})

describe('the HTML', () => {
  test('is valid, holds no image, script, style sheet or address to load from, and links to the same places', async () => {
    const { html, text } = issue()
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: { 'no-inline-style': 'off', 'void-style': 'off' },
    })
    const { results } = await validator.validateString(html)
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))).toEqual([])
    expect(html).not.toMatch(/<(?:img|script|link|style|iframe|object|form)|src=|url\(|background/i)
    const targets = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
    expect(new Set(targets)).toEqual(new Set(text.match(/https:\S+/g)))
    expect(html).toContain('name="color-scheme" content="light dark"')
  })
  test('shows foreign text as text', () => {
    const evil = '"><script>alert(1)</script><img src=x>'
    const { html } = issue([
      sampleChange(1, {
        kind: 'retracted',
        title: evil,
        publicReason: evil,
        tools: sampleChange(1).tools.map((tool) => ({ ...tool, name: evil, entryPrice: evil })),
      }),
    ])
    expect(html).not.toMatch(/<script|<img/)
    expect(html.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(4)
  })
  test('without a sender’s line has none', () => {
    const { content } = issue()
    const { html, text } = renderIssueMail(content, { place: { ...place, sender: null }, links })
    expect(`${html}${text}`).not.toContain('Dock Road')
  })
})

test('headers name one line each, whatever the addresses hold', () => {
  const headers = mailHeaders(place, { ...links, oneClickUrl: 'https://panel.example/u?t=a>\r\nBcc: x' })
  expect(headers).toEqual({
    'List-Unsubscribe': '<https://panel.example/u?t=a%3EBcc:%20x>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': 'Ship Panel weekly <weekly.panel.example>',
    'List-Archive': '<https://panel.example/weekly>',
  })
})
