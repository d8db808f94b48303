import { expect, test } from 'vitest'
import { takenSlugs } from '../../../../src/contracts/taken-slugs.js'
import { checkDossier, checkDossierValue } from '../../../../src/panels/dossier/parse-dossier.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { readTextFile } from '../../../../src/platform/input/text-file.js'

test.each(['ferry-vs-raft', 'a-vs-b-vs-c', 'ferry-vs', 'vs-raft'])(
  'a new tool cannot have the slug %s, which would share addresses with a pair',
  async (slug) => {
    const [path = ''] = packageFiles.sampleDossiers
    const sample = await readTextFile(path)
    if ('problem' in sample) throw new Error(sample.problem.message)
    const withSlug = (other: string) => checkDossier({ text: sample.text.replace(/^( +)slug:.*$/m, `$1slug: ${other}`), file: 'x.yaml' })
    const { outcome } = withSlug(slug)
    expect('problems' in outcome && outcome.problems.map(({ message, fix }) => `${message} | ${fix}`)).toEqual([
      'tool.slug has "vs" as one of its parts | choose a slug without the part "vs"; it is between the tools in the address of a comparison',
    ])
    for (const fit of ['ferryvs-raft', 'vsraft', 'vs']) expect('dossier' in withSlug(fit).outcome).toBe(true)
  },
)

test.each(takenSlugs)('a tool cannot have the slug %s, which is an address of the desk itself', (slug) => {
  const read = checkDossierValue({ tool: { slug } })
  const said = 'findings' in read ? read.findings.filter(({ path }) => path.join('.') === 'tool.slug') : []
  expect(said.map(({ message, fix }) => `${message} | ${fix}`)).toEqual([
    `tool.slug is "${slug}", which is the address of a page of the desk | choose another one, such as "${slug}-tool"`,
  ])
})

test('a tool may have a slug that only begins as an address of the desk does', () => {
  const read = checkDossierValue({ tool: { slug: 'new-tool' } })
  expect('findings' in read && read.findings.filter(({ path }) => path.join('.') === 'tool.slug')).toEqual([])
})
