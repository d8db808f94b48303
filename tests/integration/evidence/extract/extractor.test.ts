import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { openExtractor } from '../../../../src/evidence/extract/extractor.js'
import { readPage } from '../../../../src/evidence/extract/read-page.js'
import { failureIn, pageFile, pageIn, pageOf } from '../../../support/evidence/extract/read.js'

/** However slow the machine, an honest page takes less; a test that waits for a limit sets one of its own. */
const patientMs = 600_000
const runtime = { sleep: async (milliseconds: number, signal?: AbortSignal) => void (await sleep(milliseconds, undefined, { signal })) }
const patient = openExtractor(runtime, { limitMs: patientMs })
afterAll(() => patient.close())

/** So many attributes that the parser, which compares each with all before it, takes minutes: a page that spins, with Readability and without. */
const spins = `<p ${Array.from({ length: 400_000 }, (_, index) => `a${index}`).join(' ')}>Text`
/** What Readability goes through again and again, and nothing else does: it takes many times as long with it as without. */
const words = 'some words, more words, and still more words of one long paragraph, '
const slowsReadability = `<div><p>Every word is here.</p>${`<div><span>${words}</span> ${words}<br><br>`.repeat(300)}`

test('pages are read in threads as they are read here, several at once', async () => {
  const names = ['landing.html', 'pricing.html', 'docs.html', 'article.html', 'landing.html', 'pricing.html', 'docs.html', 'article.html']
  const extracted = await Promise.all(names.map((name) => patient.extractPage(pageFile(name))))
  const here = await Promise.all(names.map((name) => readPage(pageFile(name), { withReadability: true })))
  expect(extracted).toEqual(here)
  expect(pageIn(extracted[0] ?? expect.fail()).text).toContain('# A database that writes its own migrations')
})

test('the caller keeps the bytes', async () => {
  const page = pageFile('docs.html')
  const { length } = page.bytes
  await patient.extractPage(page)
  expect(page.bytes).toHaveLength(length)
})

test('a page that spins fails after its limit, and the next one is read', async () => {
  const impatient = openExtractor(runtime, { limitMs: 1_000 })
  try {
    const failure = failureIn(await impatient.extractPage(pageOf(spins)))
    expect(failure).toMatchObject({ kind: 'too-slow', message: expect.stringContaining('https://tool.example/page') })
  } finally {
    await impatient.close()
  }
  expect(await patient.extractPage(pageFile('login.html'))).toMatchObject({ failure: { kind: 'login-wall' } })
})

test('a page that is too slow with Readability is read without it', async () => {
  let attempts = 0
  const sleepOnce = async (milliseconds: number, signal?: AbortSignal) => {
    attempts += 1
    // The first attempt's time is up at once, the second has all the time it needs.
    if (attempts > 1) await runtime.sleep(milliseconds, signal)
  }
  const once = openExtractor({ sleep: sleepOnce }, { limitMs: patientMs })
  try {
    const page = pageIn(await once.extractPage(pageOf(slowsReadability)))
    expect(page.text).toContain('Every word is here.')
    expect(page.notes).toContain('The page was read without Readability, which took too long.')
  } finally {
    await once.close()
  }
})

test('who gives up gets the reason, and the thread ends', async () => {
  const stop = new AbortController()
  const reading = patient.extractPage(pageOf(spins), { signal: stop.signal })
  stop.abort(new Error('The editor left.'))
  await expect(reading).rejects.toThrow('The editor left.')
  expect(await patient.extractPage(pageFile('login.html'))).toMatchObject({ failure: { kind: 'login-wall' } })
})

test('a closed extractor reads no more', async () => {
  const closed = openExtractor(runtime, { limitMs: patientMs })
  await closed.close()
  await expect(closed.extractPage(pageFile('docs.html'))).rejects.toThrow('closed')
})

test.each([
  ['elements in elements', '<div>'.repeat(200_000)],
  ['tables in tables', '<table><tr><td>'.repeat(20_000)],
  ['formatting that goes on and on', Array.from({ length: 900 }, (_, index) => `<b c=${index}>`).join('') + '<p>'.repeat(900)],
  ['lists in lists', '<ul><li>'.repeat(50_000)],
  ['brackets in a style', `<style>${'a{'.repeat(100_000)}</style>`],
  ['JSON in JSON', `<script type="application/ld+json">${'['.repeat(200_000)}</script>`],
  ['comments in Markdown', '<!--'.repeat(100_000)],
])('nesting ends no thread: %s', async (_, hostile) => {
  const page = pageOf(`<p>It begins with a sentence.</p>${hostile}`)
  const extraction = await patient.extractPage(page)
  if ('page' in extraction) expect(extraction.page.text).toContain('It begins with a sentence.')
  else expect(extraction.failure.kind).toBe('too-slow')
})
