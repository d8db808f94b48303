import { expect, test } from 'vitest'
import { renderHtml } from '../../../../src/platform/html/render-html.js'
import { isolate, partsOf } from '../../../../src/platform/text/text-direction.js'

const name = 'כלי 3.0'

function Name({ text }: { text: string }) {
  return <>{text}</>
}

test('an element that holds nothing but a text from outside has its direction', () => {
  expect(renderHtml(<p class="lean">{name}</p>)).toBe(`<p class="lean" dir="auto">${name}</p>`)
  expect(renderHtml(<a href="/x">{[null, name]}</a>)).toBe(`<a href="/x" dir="auto">${name}</a>`)
})

test('a text from outside among words of ours is in an element of its own', () => {
  const page = (
    <p>
      Your vote on {name} by <Name text="ש" />: 3 of 4
    </p>
  )
  expect(renderHtml(page)).toBe(`<p>Your vote on <bdi>${name}</bdi> by <bdi>ש</bdi>: 3 of 4</p>`)
})

test('what a sentence of ours has isolated becomes an element, in text, and stays an isolate where none can stand', () => {
  const sentence = `Leans to ${isolate(name)}, 3 to 1`
  expect(sentence).toBe(`Leans to \u2068${name}\u2069, 3 to 1`)
  expect(renderHtml(<p>{sentence}</p>)).toBe(`<p>Leans to <bdi>${name}</bdi>, 3 to 1</p>`)
  expect(renderHtml(<img alt={sentence} title={name} />)).toBe(`<img alt="${sentence}" title="\u2068${name}\u2069"/>`)
  expect(renderHtml(<option value={name}>{name}</option>)).toBe(`<option value="${name}">\u2068${name}\u2069</option>`)
})

test('a title and a description isolate what is from outside', () => {
  const page = (
    <html lang="en">
      <head>
        <title>{`${isolate(name)} | Ship Panel`}</title>
        <meta name="description" content={name} />
      </head>
      <body>
        <form method="post" action="/x">
          <textarea name="a">{name}</textarea>
          <input name="b" value={name} />
          <button type="submit">{name}</button>
        </form>
      </body>
    </html>
  )
  expect(renderHtml(page)).toBe(
    `<html lang="en"><head><title>\u2068${name}\u2069 | Ship Panel</title><meta name="description" content="\u2068${name}\u2069"/></head><body>` +
      `<form method="post" action="/x"><textarea name="a" dir="auto">${name}</textarea><input name="b" value="${name}" dir="auto"/>` +
      `<button type="submit" dir="auto">${name}</button></form></body></html>`,
  )
})

test('a text in pieces has one direction, which hidden words of ours do not decide', () => {
  const page = (
    <p dir="auto">
      <span class="hide">(edited sentence) </span>
      {name}
      <sup>1</sup>
      {name}
    </p>
  )
  expect(renderHtml(page)).toBe(`<p dir="auto"><span class="hide" dir="ltr">(edited sentence) </span>${name}<sup>1</sup>${name}</p>`)
})

test('a page without such letters is the same to the byte', () => {
  const page = (
    <p title="a">
      Your vote on {'Bun'} <input value="x" />
    </p>
  )
  expect(renderHtml(page)).toBe(String(page))
  expect(isolate('Bun 3.0')).toBe('Bun 3.0')
})

test('no control of a text from outside ends its isolate, and one that is isolated stays so', () => {
  expect(isolate(`א\u2069 3`)).toBe('\u2068א[U+2069] 3\u2069')
  expect(isolate(`\u2068a\u2069 א \u202e`)).toBe('\u2068\u2068a\u2069 א [U+202E]\u2069')
  expect(isolate(isolate(name))).toBe(isolate(name))
  expect(isolate('א\nב')).toBe('\u2068א\u2069\n\u2068ב\u2069')
  expect(partsOf(`a ${isolate('א')} b`)).toEqual([
    { text: 'a ', isIsolated: false },
    { text: 'א', isIsolated: true },
    { text: ' b', isIsolated: false },
  ])
})
