import { expect, test } from 'vitest'
import { fail, hiddenAt, pageFile, pageOf, read } from '../../../support/evidence/extract/read.js'

test('the text of a landing page is all of it but its frame, with prices as they are seen', async () => {
  const page = await read(pageFile('landing.html'))
  expect(page.title).toBe('Quillbase – a database that writes its own migrations')
  expect(page.text).toBe(`# A database that writes its own migrations

Change your types. Quillbase works out the SQL, and shows it to you before it runs.

Start for free See a demo

## Why teams choose it

- Migrations in the same pull request as the code
- Rolls back on its own when a check fails
- Works with PostgreSQL 14 and later
  - also on Neon and Supabase

### Hobby

€0/month

One project

### Team

~~€29~~ €19 per user and month

Unlimited projects`)
  expect(hiddenAt(page, 'page-frame')).toBe('Home Pricing Docs Changelog GitHub\n© 2026 Quillbase GmbH, Leipzig\nTerms License Write to us')
})

test('a landing page says who it is to programs, and its links are absolute and know where they are', async () => {
  const { structured, links, language } = await read(pageFile('landing.html'))
  expect(language).toBe('en')
  expect(structured).toMatchObject({
    name: 'Quillbase',
    siteName: 'Quillbase',
    publisher: 'Quillbase GmbH',
    applicationCategory: 'DeveloperApplication',
  })
  expect(structured.offers).toEqual([
    { name: 'Hobby', price: '0', currency: 'EUR', unit: null },
    { name: 'Team', price: '19.00', currency: 'EUR', unit: 'user and month' },
  ])
  expect(links.map(({ url, inNavigation }) => [url, inNavigation])).toEqual([
    ['https://tool.example/', true],
    ['https://tool.example/pricing', true],
    ['https://tool.example/docs/', true],
    ['https://tool.example/changelog', true],
    ['https://github.example/quillbase/quillbase', true],
    ['https://tool.example/signup', false],
    ['https://tool.example/demo', false],
    ['https://tool.example/terms', true],
    ['https://tool.example/license', true],
  ])
})

test('a table of prices stays a table, each cell in its column', async () => {
  const { text } = await read(pageFile('pricing.html'))
  expect(text.startsWith('# Pricing\n')).toBe(true)
  expect(text).toContain(`| Plan | Price | Seats | Events a month | Support |
| --- | --- | --- | --- | --- |
| Free | $0 | 1 | 10,000 | Community |
| Starter | $12 per month | 3 | 250,000 | Community |
| Team | $9.99 per seat and month | up to 25 | 2 million | E-mail, one working day |
| Enterprise | Contact us | unlimited | unlimited | Telephone, one hour |`)
  expect(text).toContain('Each further 100,000 events cost $5.')
})

test('documentation keeps its code, its steps and the notes beside its paragraphs', async () => {
  const page = await read(pageFile('docs.html'))
  expect(page.text).toContain('```\nnpm install taskloom\nnpx taskloom migrate --url "$DATABASE_URL"\n```')
  expect(page.text).toContain('1. Write a function that takes the job and the helpers.\n2. Register it under a name.')
  expect(page.text).toContain('On a managed database the role needs the right to create a schema.')
  expect(page.text).toContain('> Jobs are run at least once. Make them idempotent.')
  expect(page.text).toContain('at most 25 times; see Retries.')
  expect(page.text).toContain('10^3 milliseconds')
  expect(page.text).not.toContain('Queues')
  expect(page.structured.modifiedOn).toBe('2026-10-02T09:00:00Z')
})

test('an article is read without what stands around it', async () => {
  const page = await read(pageFile('article.html'))
  expect(page.text.startsWith('# Slate 2.0 is out\n\nToday we release Slate 2.0')).toBe(true)
  expect(page.text.endsWith('Our hosted service starts at the same price as before.')).toBe(true)
  expect(hiddenAt(page, 'page-frame')).toContain('We are hiring in Lagos')
  expect(page.structured).toMatchObject({ author: 'Ines Okafor', publishedOn: '2026-09-14' })
})

test('a page that waits for a password, for a script, or has no text says so, with its address and what to do', async () => {
  expect(await fail(pageFile('login.html'))).toMatchObject({ kind: 'login-wall' })
  expect(await fail(pageFile('script-only.html'))).toMatchObject({ kind: 'needs-script' })
  for (const empty of ['', ' \n', '<html><body><img src=x alt=logo></body></html>', '<!-- nothing -->']) {
    const failure = await fail(pageOf(empty))
    expect(failure).toMatchObject({ kind: 'empty', message: 'The page https://tool.example/page has no text.' })
    expect(failure.fix).not.toBe('')
  }
})

test('a page that says that there is no such page is none, whatever its status; one that discusses it is', async () => {
  for (const [title, text] of [
    ['Page not found – Kiln', '<h1>Sorry</h1><p>Go back to the start.</p>'],
    ['Kiln', '<h1>404</h1><p>The page you are looking for does not exist.</p>'],
    ['Kiln', '<h1>This page could not be found.</h1>'],
  ]) {
    const failure = await fail(pageOf(`<title>${title}</title>${text}`))
    expect(failure).toMatchObject({ kind: 'empty', message: 'The page https://tool.example/page says that there is no such page.' })
  }
  expect((await read(pageOf('<title>Kiln</title><h1>Kiln</h1><p>Page not found? Kiln finds it.</p>'))).text).toContain('Kiln finds it.')
})

test('bytes that are no text are called what they are', async () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1')
  for (const [start, name] of [
    ['\x89PNG\r\n\x1a\n', 'a picture'],
    ['PK\x03\x04', 'an archive'],
    ['\x1f\x8b\x08', 'a compressed file'],
    ['a\0b\0\0\x01c', 'not text'],
  ] as const) {
    expect((await fail(pageOf('', { bytes: bytes(`${start}${'x'.repeat(50)}`), mediaType: null }))).message).toContain(name)
  }
  expect(await fail(pageOf('', { bytes: bytes(`<p>a\0b</p>${'x'.repeat(50)}`) }))).toMatchObject({ kind: 'damaged' })
  expect(await fail(pageOf('<?xml version="1.0"?><rss version="2.0"></rss>', { mediaType: 'text/html' }))).toMatchObject({
    kind: 'not-text',
  })
})

test('HTML that breaks off in the middle is read, with a note', async () => {
  const whole = '<html><body><main><h1>Tool</h1><p>The first paragraph says what the tool is for.</p><div><p>The second paragraph is cut'
  for (const cut of [whole, `${whole} here <a href="/x`, `${whole} here <!-- and`]) {
    const page = await read(pageOf(cut))
    expect(page.text).toContain('The second paragraph is cut')
    expect(page.notes).toContain('The end of the page is missing: it breaks off in the middle.')
  }
  expect((await read(pageOf('<title>x</title><p>One<p>Two, and no end tag has to be there.'))).notes).toEqual([])
})
