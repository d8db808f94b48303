import { describe, expect, it } from 'vitest'
import { findLeaks, mostLeaks } from '../../../../src/panels/blind/find-leaks.js'
import { namesOf } from '../../../../src/panels/blind/names.js'
import { hostileShapes } from '../../../support/hostile-shapes.js'
import { openWorkCounter } from '../../../support/linear/count-work.js'
import { disguises } from '../../../support/panels/blind-dossiers.js'
import { sampleDossier } from '../../../support/samples.js'

const { tool } = sampleDossier()
const namesFor = (name: string, more: Partial<typeof tool> = {}) =>
  namesOf(sampleDossier({ tool: { ...tool, name, slug: 'thing', vendor: 'Quaylight Labs', ...more }, rivals: ['Pierhub'] }))
const names = namesFor('Quillow', { website: 'https://www.qlw.dev' })
const shownIn = (text: string, given = names) => findLeaks(text, given).map(({ shown }) => shown)

describe('a name that is no word of English', () => {
  it.each(disguises.map((disguise) => disguise('Quillow')))('is found as %j', (written) => {
    expect(findLeaks(`It is said of ${written} now.`, names).map(({ name }) => name)).toContain('Quillow')
  })

  it('is found with its place', () => {
    const text = 'It is ‹b>Quil‹/b>low, or quil-low, or libquillow2.'
    expect(findLeaks(text, names).map(({ start, end }) => text.slice(start, end))).toEqual(['Quil‹/b>low', 'quil-low', 'libquillow2'])
  })

  it('is found in an address, in a vendor’s name and in a rival’s', () => {
    expect(shownIn('At docs.qlw.dev, by QUAYLIGHT, not PierHub.')).toEqual(['qlw.dev', 'QUAYLIGHT', 'PierHub'])
  })

  it('is not in longer words of English, in words side by side, or in what stands in its place', () => {
    const vite = namesFor('Vite')
    expect(shownIn('I invite you; Tool A, tool-a.example, the vendor of Tool A, Rival 1.', vite)).toEqual([])
    expect(shownIn('at any scale', namesFor('Anyscale'))).toEqual([])
    expect(shownIn('at Any Scale, any-scale', namesFor('Anyscale'))).toEqual(['Any Scale', 'any-scale'])
  })
})

it('a name that is a word of English is found as it is written, and in code', () => {
  const bun = namesFor('Bun')
  expect(shownIn('Bun is a bun. We use Bun, `bun`, @bun and a/bun/x.', bun)).toEqual(['Bun', 'Bun', 'bun', 'bun', 'bun'])
  const next = namesFor('Next.js')
  expect(shownIn('Next, do it. The next one. Next is new; it is Next.', next)).toEqual(['Next', 'Next'])
})

it('tells of so many leaks and no more', () => {
  expect(findLeaks('Quillow, '.repeat(500), names)).toHaveLength(mostLeaks)
})

it('hostile texts are searched in a time that grows with their length', async () => {
  const { work, loaded } = await openWorkCounter(() => import('../../../../src/panels/blind/find-leaks.js'))
  const hostile = namesFor('aaaaaaaaaaaaaaaaaaaab', { vendor: 'aa' })
  const shapes = ['a', 'Quil ', 'a ', '<a ', '](', '`', 'a\u0301', '%41', '\u200b', '@'].map((part) => part.repeat(4_000))
  const some = hostileShapes.map(([, text]) => text().slice(0, 12_000))
  loaded.findLeaks('warm', hostile)
  for (const text of [...shapes, ...some].filter(({ length }) => length > 4_000)) {
    const half = await work.count(() => loaded.findLeaks(text.slice(0, text.length / 2), hostile))
    const whole = await work.count(() => loaded.findLeaks(text, hostile))
    expect(whole, JSON.stringify(text.slice(0, 20))).toBeLessThan(2.6 * half + 20_000)
  }
  await work.close()
})
