import { describe, expect, it } from 'vitest'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import { namesOf } from '../../../../src/panels/blind/names.js'
import { sampleDossier } from '../../../support/samples.js'

const base = sampleDossier()
const [readme] = base.sources
type Source = Dossier['sources'][number]

type Given = { tool?: Partial<Dossier['tool']>; rivals?: string[]; text?: string; source?: Partial<Source> }

function dossierOf({ tool, rivals = ['Pierhub'], text = 'Nothing is said.', source }: Given): Dossier {
  return sampleDossier({
    tool: { ...base.tool, slug: 'thing', tagline: 'A thing', description: 'A thing.', ...tool },
    rivals,
    sources: [{ ...(readme as Source), text, publisher: 'Someone', ...source }],
  })
}

/** What is masked, as `text: rule, label`. */
function listOf(...dossiers: Dossier[]): string[] {
  const [first, second] = dossiers
  const { parties, names } = namesOf(first as Dossier, second)
  return names.map(({ text, rule, party }) => `${text}: ${rule}, ${parties[party]?.label}`)
}

describe('the names of a tool', () => {
  it.each<[string, string[]]>([
    ['Quillow', ['Quillow: anywhere']],
    ['Quillow AI', ['Quillow AI: anywhere', 'Quillow: anywhere']],
    ['Quillow.js', ['Quillow.js: anywhere', 'Quillow: anywhere']],
    ['QuillowDB', ['QuillowDB: anywhere', 'quillow: anywhere']],
    ['Quillow 3.1 8B Instruct', ['Quillow 3.1 8B Instruct: anywhere', 'Quillow: anywhere']],
    ['Apache Quillow', ['Apache Quillow: anywhere', 'Quillow: anywhere']],
    ['Visual Harbour Quill', ['Visual Harbour Quill: anywhere', 'Harbour: anywhere', 'VHQ: word']],
    ['OpenAI', ['OpenAI: anywhere']],
    ['FastAPI', ['FastAPI: anywhere']],
    ['Preact', ['Preact: anywhere']],
    ['Bun', ['Bun: written']],
    ['Go', ['Go: written']],
    ['uv', ['uv: word']],
    ['通義', ['通義: anywhere']],
  ])('%s', (name, expected) => {
    const of = (list: string[]) => list.filter((line) => line.endsWith('Tool A') && !/^thing:|^Ferry/.test(line))
    expect(of(listOf(dossierOf({ tool: { name, vendor: 'Independent' } })))).toEqual(expected.map((line) => `${line}, Tool A`))
  })

  it('hold a word of English by itself only where the texts write it as a name', () => {
    const tool = { name: 'GitQuay Copilot', vendor: 'Independent' }
    const written = dossierOf({ tool, text: 'We tried Copilot. They like Copilot more.' })
    const asWord = dossierOf({ tool, text: 'We tried Copilot. They like Copilot more than the copilot of a plane.' })
    expect(listOf(written)).toContain('Copilot: written, Tool A')
    expect(listOf(asWord).join()).not.toContain('Copilot: written')
  })

  it('hold initials of two words only where a text says them behind the name', () => {
    const tool = { name: 'Zelling Quay', vendor: 'Independent' }
    expect(listOf(dossierOf({ tool, text: 'Zelling Quay (ZQ) is new.' }))).toContain('ZQ: word, Tool A')
    expect(listOf(dossierOf({ tool })).join()).not.toContain('ZQ')
  })
})

it('a vendor may be several, and has a legal form that is left out', () => {
  const list = listOf(dossierOf({ tool: { name: 'Quillow', vendor: 'Anthropia, PBC / Meta (Northlyte)' } }))
  for (const line of ['Anthropia: anywhere', 'Northlyte: anywhere', 'Meta: written']) expect(list).toContain(`${line}, Tool A`)
  expect(list.join('\n')).not.toContain('PBC:')
})

it('addresses are the ones of its fields, of its own sources, and of accounts that hold what is called as it is', () => {
  const list = listOf(
    dossierOf({
      tool: { name: 'Quillow', vendor: 'Vexel', website: 'https://www.tryquillow.dev/x', repository: 'https://github.com/jdoe/qlw' },
      text: 'See https://github.com/northlyte/quillow-cli, https://github.com/other/thing-else and npmjs.com/package/@vexelio/quillow.',
      source: { publisher: 'Vexel', url: 'https://docs.vexel-hq.com/a' },
    }),
  )
  for (const line of ['tryquillow.dev: address', 'tryquillow: anywhere', 'jdoe/qlw: address', 'jdoe: anywhere', 'qlw: word'])
    expect(list).toContain(`${line}, Tool A`)
  for (const line of ['northlyte: anywhere', 'vexelio: anywhere', 'vexel-hq.com: address']) expect(list).toContain(`${line}, Tool A`)
  expect(list.join('\n')).not.toMatch(/^(?:other|github|thing-else):/m)
})

it('an account that is a word of English is one in code alone', () => {
  const list = listOf(dossierOf({ tool: { name: 'Quillow', vendor: 'Vexel', repository: 'https://github.com/harbor/ink' } }))
  expect(list).toEqual(expect.arrayContaining(['harbor: code, Tool A', 'ink: code, Tool A', 'harbor/ink: address, Tool A']))
})

it('of two dossiers, each tool is masked in both, and a rival that is the other tool is that tool', () => {
  const one = dossierOf({ tool: { name: 'Quillow', slug: 'quillow', vendor: 'Vexel' }, rivals: ['Northlyte', 'Pierhub'] })
  const other = dossierOf({
    tool: { name: 'Northlyte', slug: 'northlyte', vendor: 'Plimsolt' },
    rivals: ['Quillow', 'Tugmaster', 'Pierhub'],
  })
  const { parties } = namesOf(one, other)
  expect(parties.map(({ label, name }) => `${label}: ${name}`)).toEqual([
    'Tool A: Quillow',
    'Tool B: Northlyte',
    'Rival 1: Pierhub',
    'Rival 2: Tugmaster',
  ])
  expect(listOf(one, other)).toEqual(expect.arrayContaining(['Vexel: anywhere, Tool A', 'Plimsolt: anywhere, Tool B']))
})

it('is nothing for a license, a number and no one', () => {
  const list = listOf(dossierOf({ tool: { name: 'Quillow', vendor: 'The community' }, rivals: ['MIT', '365', 'Unknown'] }))
  expect(list.map((line) => line.split(':')[0])).toEqual(['Quillow', 'thing'])
})

it('more names than can be looked for are refused', () => {
  const rivals = Array.from({ length: 4_001 }, (_each, index) => `Qwzx${index.toString(36)}yv`)
  expect(() => namesOf(dossierOf({ tool: { name: 'Quillow', vendor: 'Vexel' }, rivals }))).toThrow(/more than 4000: name fewer rivals/)
})
