import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { allPages, unusualPages } from '../../../support/site/pages/all-pages.js'
import { graphOf, type Item, ofType } from '../../../support/site/pages/json-ld.js'
import { type Sample, sampleSite } from '../../../support/site/pages/sample-views.js'

let site: Sample
let folder: string
beforeAll(async () => {
  site = await sampleSite()
  folder = await mkdtemp(join(tmpdir(), 'panel-json-ld-'))
  await symlink(join(packageFiles.root, 'node_modules'), join(folder, 'node_modules'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What the compiler says of those objects, each held against schema.org's definition of its own type. */
async function compile(name: string, items: readonly Item[]): Promise<string> {
  const types = [...new Set(items.map((item) => item['@type']))]
  const checks = items.map((item, index) => `export const item${index}: ${item['@type']} = ${JSON.stringify(item, null, 1)}`)
  await writeFile(join(folder, `${name}.ts`), [`import type { ${types.join(', ')} } from 'schema-dts'`, ...checks].join('\n'))
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--types', 'node']
  const tsc = join(packageFiles.root, 'node_modules', 'typescript', 'bin', 'tsc')
  const run = promisify(execFile)(process.execPath, [tsc, ...flags, `${name}.ts`], { cwd: folder })
  return run.then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  )
}

test('what every page says fits schema.org’s own definitions', async () => {
  const items = Object.values({ ...allPages(site), ...unusualPages(site) }).flatMap(graphOf)
  expect(new Set(items.map((item) => item['@type']))).toEqual(new Set(['Organization', 'Product', 'ItemList', 'BreadcrumbList']))
  expect(await compile('pages', items)).toBe('')
})

test('that check refuses what schema.org does not define', async () => {
  const [product] = ofType(graphOf(allPages(site).tool ?? ''), 'Product')
  if (product === undefined) throw new Error('the tool is a product')
  expect(await compile('unknown', [{ ...product, stars: 5 }])).toContain('stars')
  expect(await compile('wrong', [{ ...product, review: [{ '@type': 'Review', reviewBody: 7 }] }])).toContain('reviewBody')
})
