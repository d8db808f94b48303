import { describe, expect, test } from 'vitest'
import { cleanStyle } from '../../../../src/panels/logo/clean-style.js'
import { cleanSvg } from '../../../../src/panels/logo/clean-svg.js'

const clean = (inside: string) => cleanSvg(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inside}</svg>`)
const rect = '<rect width="9" height="9"/>'

/** What is written; what is refused is an error. */
function written(inside: string): string {
  const found = clean(inside)
  if (typeof found === 'string') throw new Error(found)
  return found.svg
}

describe('a style', () => {
  test.each([
    ['an entity', 'ma&#115;k:url(#k0)'],
    ['a comment of the document', 'ma<!-- -->sk:url(#k0)'],
    ['a CDATA section', 'ma<![CDATA[sk]]>:url(#k0)'],
    ['an element that is left out', 'ma<script>x</script>sk:url(#k0)'],
    ['an element that is kept elsewhere', 'ma<g/>sk:url(#k0)'],
    ['an address from elsewhere, split by an entity', 'fill:url&#40;http://x.example/#k0)'],
  ])('that says what is left out is left out, split by %s', (_, declaration) => {
    const svg = written(`<style>.a{${declaration}}</style>${rect}`)
    expect(svg).toContain('<style></style>')
    expect(svg).toContain('<rect')
  })

  test('that is harmless is kept whole, however it is split', () => {
    expect(written(`<style>.a{fi<!-- -->ll:&#114;ed}<![CDATA[.b > .c{fill:blue}]]></style>${rect}`)).toContain(
      '<style>.a{fill:red}.b > .c{fill:blue}</style>',
    )
  })

  test.each([
    ['selectors of three names', 'g g g{fill:red}.a{fill:blue}', '.a{fill:blue}'],
    ['selectors that count or compare', 'a:nth-child(2){x:y}[a="b"]{x:y}.a{fill:blue}', '.a{fill:blue}'],
    ['comments', '/* g{ */.a/* */{fill:blue}', '.a{fill:blue}'],
    ['what follows the last rule', '.a{fill:blue} g g g', '.a{fill:blue}'],
  ])('loses %s', (_, text, left) => expect(cleanStyle(text)?.text).toBe(left))

  test.each(['a{b{fill:red}}', 'a{fill:red', '}a{', '/* a{fill:red}', 'a{fill:red}*/', '/**//**/*/a{}'])(
    'without form is none: %s',
    (text) => expect(cleanStyle(text)).toBeNull(),
  )

  test.each([
    ['rules', 'a{}'.repeat(2_000)],
    ['selectors', `${'a,'.repeat(2_000)}a{fill:red}`],
    ['declarations', `a{${'x:y;'.repeat(2_000)}}`],
    ['characters', `a{fill:${'x'.repeat(128_000)}}`],
    ['rules, each in a style of its own', 'a{}</style><style>'.repeat(300), 1_000],
  ])('is refused with too many %s for the elements', (_, style, elements = 300) => {
    expect(clean(`<style>${style}</style>${rect.repeat(elements)}`)).toMatch('too many rules')
    expect(written(`<style>${style}</style>${rect}`)).toContain('<rect')
  })
})

describe('what is drawn again', () => {
  const circles = '<circle r="9"/>'.repeat(400)

  test.each([
    ['a mask', `<mask id="m">${circles}</mask>${'<rect mask="url(#m)"/>'.repeat(400)}`],
    ['a clip', `<clipPath id="m">${circles}</clipPath>${`<rect clip-path="url( '#m' )"/>`.repeat(400)}`],
    ['a mask of one long path', `<mask id="m"><path d="${'h1v1'.repeat(10_000)}"/></mask>${'<rect mask="url(#m)"/>'.repeat(400)}`],
    ['a mask that stands after its uses', `${'<rect mask="url(#m)"/>'.repeat(400)}<mask id="m">${circles}</mask>`],
    ['a part', `<g id="m">${circles}</g>${'<use href="#m"/>'.repeat(60)}`],
    [
      'a part with masks',
      `<mask id="m">${circles}</mask><g id="g">${'<rect mask="url(#m)"/>'.repeat(4)}</g>${'<use href="#g"/>'.repeat(9)}`,
    ],
    ['one of two parts with one id', `<g id="m"/><g id="m">${circles}</g>${'<use href="#m"/>'.repeat(60)}`],
  ])('is refused when it comes to too much: %s', (_, inside) => expect(clean(inside)).toMatch('again and again'))

  test('is kept as often as a logo needs', () => {
    const mask = '<mask id="m"><circle r="9"/></mask><g id="g"><circle r="9"/></g>'
    const svg = written(`${mask}${'<rect mask="url(#m)"/>'.repeat(100)}${'<use href="#g"/>'.repeat(64)}`)
    expect(svg.match(/mask="url\(#m\)"/g)).toHaveLength(100)
    expect(svg.match(/<use href="#g">/g)).toHaveLength(64)
  })

  test('is refused when it is used more often than a logo needs', () => {
    expect(clean(`<g id="g"/>${'<use href="#g"/>'.repeat(65)}`)).toMatch('more than 64 times')
  })

  test('names nothing in turn: neither a mask in a mask, nor a use of a use', () => {
    expect(written(`<mask id="a"><g mask="url(#b)"/></mask><mask id="b" mask="url(#a)"/>${rect}`)).not.toContain('mask=')
    expect(written(`<use id="a" href="#b"/><use id="b" href="#a"/>${rect}`)).not.toContain('id=')
  })
})

test('a gradient is refused with too many stops for the elements', () => {
  const gradient = `<linearGradient id="g">${'<stop/>'.repeat(300)}</linearGradient>`
  expect(clean(`${gradient}${rect.repeat(1_000)}`)).toMatch('too many stops')
  expect(written(`${gradient}${rect}`)).toContain('<stop>')
})

test('an element stands without what is longer than a logo has: its classes, its own style, attributes after the hundredth', () => {
  expect(written(`<g class="${'a '.repeat(101)}" style="${'fill:red;'.repeat(300)}"/>`)).not.toMatch(/class|style/)
  expect(written('<g class="a b" style="fill:red"/>')).toContain('class="a b" style="fill:red"')
  expect(written(`<g ${Array.from({ length: 5_000 }, (_, index) => `a${index}="1"`).join(' ')}/>`).match(/a\d+=/g)).toHaveLength(100)
})

test('many rules are too many for one element as well', () => {
  expect(clean(`<style>${'a{x:y}'.repeat(5_000)}</style>${rect}`)).toMatch('too many rules')
})
