import { describe, expect, it } from 'vitest'
import { maskText } from '../../../../src/panels/blind/mask-text.js'
import { namesOf } from '../../../../src/panels/blind/names.js'
import { hostileShapes } from '../../../support/hostile-shapes.js'
import { openWorkCounter } from '../../../support/linear/count-work.js'
import { sampleDossier } from '../../../support/samples.js'

const { tool } = sampleDossier()
const namesFor = (name: string, vendor = 'Quaylight Labs', more: Partial<typeof tool> = {}) =>
  namesOf(
    sampleDossier({ tool: { ...tool, name, slug: name.toLowerCase().replace(/[^a-z\d]+/g, '-'), vendor, ...more }, rivals: ['Pierhub'] }),
  )

const website = { website: 'https://www.getferrydoc.dev/', repository: 'https://github.com/quaylight-oss/fdoc' }
const names = namesFor('Ferrydoc', 'Quaylight Labs, Inc.', website)

describe('a name that is no word of English', () => {
  it.each([
    ['Ferrydoc is quick.', 'Tool A is quick.'],
    ['FERRYDOC, ferrydoc and ferryDoc', 'Tool A, Tool A and Tool A'],
    ["Ferrydoc's index, Ferrydoc’s index, two Ferrydocs", "Tool A's index, Tool A’s index, two Tool A"],
    ['Ferry-doc, ferry_doc and Ferry Doc', 'Tool A, Tool A and Tool A'],
    ['F e r r y d o c', 'Tool A'],
    ['Fe\u200brry\u00addoc, Fe\u0301rrydoc, Ｆｅｒｒｙｄｏｃ, Fеrrydос', 'Tool A, Tool A, Tool A, Tool A'],
    ['𝐅𝐞𝐫𝐫𝐲𝐝𝐨𝐜 and ⓕⓔⓡⓡⓨⓓⓞⓒ', 'Tool A and Tool A'],
    ['Fe&shy;rrydoc and Fe&#8203;rrydoc', 'Tool A and Tool A'],
    ['<b>Ferry</b>doc, [Ferry](https://x.example)doc', '<b>Tool A, [Tool A'],
    ['<a href="https://ferrydoc.io/x">here</a>', '<a href="https://tool-a.io/x">here</a>'],
    ['Ferrydoc™ by Quaylight Labs, Inc.', 'Tool A™ by the vendor of Tool A.'],
    ['Ask the Quaylight team. Quaylight Labs answers.', 'Ask the vendor of Tool A team. The vendor of Tool A answers.'],
    ['a@ferrydoc.io, https://docs.ferrydoc.io/ferry-doc?x=Ferrydoc', 'a@tool-a.io, https://docs.tool-a.io/tool-a?x=tool-a'],
    ['https://docs.getferrydoc.dev/start', 'https://docs.tool-a.example/start'],
    ['https://x.example/%46errydoc', 'https://x.example/tool-a'],
    ['git clone https://github.com/quaylight-oss/fdoc.git', 'git clone https://github.com/tool-a/tool-a.git'],
    ["import { FerrydocClient } from '@quaylight/ferrydoc-sdk'", "import { ToolAClient } from '@vendor-of-tool-a/tool-a-sdk'"],
    ['import ferrydoc as f; new Ferrydoc()', 'import tool_a as f; new ToolA()'],
    ['[Why](#why-ferrydoc)', '[Why](#why-tool-a)'],
    ['export FERRYDOC_TOKEN=1 && libferrydoc', 'export TOOL_A_TOKEN=1 && libtoolA'],
    ['Pierhub and pierhubs', 'Rival 1 and Rival 1'],
    ['The ferry left. Doc said so.', 'The ferry left. Doc said so.'],
    ['Take the ferry doc by doc.', 'Take the ferry doc by doc.'],
  ])('%j becomes %j', (text, masked) => {
    expect(maskText(text, names).text).toBe(masked)
  })

  it('is not taken out of a longer word of English, nor put together from the ends of two', () => {
    const plain = 'I invite you to denote it, at any scale; the red ondine.'
    expect(maskText(plain, namesFor('Vite')).text).toBe(plain)
    expect(maskText(plain, namesFor('Anyscale')).text).toBe(plain)
    expect(maskText(plain, namesFor('Redon')).text).toBe(plain)
    expect(maskText('vitest, ViteConfig, Any Scale', namesFor('Vite')).text).toBe('toolAst, ToolAConfig, Any Scale')
  })

  it('of two or three letters is one only by itself', () => {
    expect(maskText('uv and UV, `uv pip`, but not uvula, luvs or u v', namesFor('uv')).text).toBe(
      'Tool A and Tool A, `tool-a pip`, but not uvula, luvs or u v',
    )
  })
})

describe('a name that is a word of English', () => {
  const bun = namesFor('Bun')
  const next = namesFor('Next.js')

  it('is one as it is written, and any way in code and addresses', () => {
    expect(maskText('Bun is quick. Eat a bun. BUN 1.2', bun).text).toBe('Tool A is quick. Eat a bun. Tool A 1.2')
    expect(maskText('Run `bun install`, or @bun/x, bun.config.ts', bun).text).toBe('Run `tool-a install`, or @tool-a/x, tool-a.config.ts')
    expect(maskText('$ bun add x\n```\nbun test\n```\na bun', bun).text).toBe('$ tool-a add x\n```\ntool-a test\n```\na bun')
    expect(maskText('bunx and usebun, not a bunch', bun).text).toBe('toolAx and usetoolA, not a bunch')
    expect(maskText('BunFile, Вun and B\u200bun; a bunch', bun).text).toBe('ToolAFile, Tool A and Tool A; a bunch')
  })

  it('begins a sentence as a word, unless what follows speaks of a thing', () => {
    expect(maskText('Next, open it. Next is a framework. We use Next. The next step.', next).text).toBe(
      'Next, open it. Tool A is a framework. We use Tool A. The next step.',
    )
    expect(maskText("Next 14 is out. Next's router. Next.js too.", next).text).toBe("Tool A 14 is out. Tool A's router. Tool A too.")
    expect(maskText('Make a copy.', namesFor('Make')).text).toBe('Make a copy.')
    expect(maskText('Make: a copy', namesFor('Make'), { isTitle: true }).text).toBe('Tool A: a copy')
  })

  it('leaves the words of licenses and platforms alone', () => {
    const plain = 'Apache-2.0, on GitHub, in Docker and Python'
    expect(maskText(plain, namesFor('Apache Ferrysee', 'Apache Software Foundation')).text).toBe(plain)
    expect(maskText(plain, namesFor('GitHub Quayside', 'Docker Quay')).text).toBe(plain)
  })
})

it('a place of the text is found in the masked one, and a name across a cut is replaced on both sides of it', () => {
  const text = 'One Ferry\nDoc two.'
  const masked = maskText(text, names, { cuts: [10, 18] })
  expect(masked.text).toBe('One Tool A\nTool A two.')
  expect([0, 4, 10, 14, 18].map((at) => masked.placeOf(at, 'start'))).toEqual([0, 4, 11, 18, 22])
  expect([4, 7, 10, 13, 18].map((at) => masked.placeOf(at, 'end'))).toEqual([4, 11, 11, 17, 22])
})

it('hostile texts are masked in a time that grows with their length', async () => {
  const { work, loaded } = await openWorkCounter(() => import('../../../../src/panels/blind/mask-text.js'))
  const hostile = namesFor('aaaaaaaaaaaaaaaaaaaab', 'a', website)
  const shapes = ['a', 'Ferry ', 'bun_', '<a ', '](', '`', 'a\u0301', '%41', '&shy;', '@'].map((part) => part.repeat(4_000))
  const some = hostileShapes.map(([, text]) => text().slice(0, 12_000))
  loaded.maskText('warm', hostile)
  for (const text of [...shapes, ...some].filter(({ length }) => length > 4_000)) {
    const half = await work.count(() => loaded.maskText(text.slice(0, text.length / 2), hostile))
    const whole = await work.count(() => loaded.maskText(text, hostile))
    expect(whole, JSON.stringify(text.slice(0, 20))).toBeLessThan(2.6 * half + 20_000)
  }
  await work.close()
})
