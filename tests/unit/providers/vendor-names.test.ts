import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { providerDefinitions } from '../../../src/providers/definitions.js'
import { readImports } from '../../support/read-imports.js'

/** The only files outside the vendors' folders whose code may name a vendor, and why each has to. */
const allowed: Readonly<Record<string, string>> = {
  'src/providers/definitions.ts': 'the list of vendors',
  'src/providers/catalog/catalog-data.ts': 'who made a model, told by its name, whatever server runs it',
  'src/providers/http/http-headers.ts': 'a header on the wire, which gateways pass on',
  'src/panels/plan/conflicts.ts': 'names under which makers of tools are written',
  'src/contracts/examples.ts': 'the examples that messages show',
  'src/evidence/licenses/own-licenses.ts': 'the names of licenses',
  'src/platform/files/package-files.ts': 'the names of the sample dossiers',
  'src/web/desk/community/redirects-page.tsx': 'an example of a slug that a tool once had',
}

const vendorFolders = readdirSync(join(packageFiles.root, 'src/providers'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `src/providers/${name}`)
  .filter((folder) => readdirSync(join(packageFiles.root, folder)).includes('definition.ts'))

/** The vendor's folder that a path is in; undefined for any other. */
const vendorFolderOf = (path: string) => vendorFolders.find((folder) => path.startsWith(`${folder}/`))

const code = ['src', 'queue']
  .flatMap((root) => readdirSync(join(packageFiles.root, root), { recursive: true, encoding: 'utf8' }).map((file) => `${root}/${file}`))
  .filter((file) => /\.tsx?$/.test(file))
const read = (file: string) => readFileSync(join(packageFiles.root, file), 'utf8')

const names = new RegExp(providerDefinitions.map(({ id }) => id).join('|'), 'i')

/** The lines of code that name a vendor; comments, which cite sources, do not count. */
function linesWithNames(file: string, text: string): string[] {
  const { comments } = parseSync(file, text)
  const blanked = comments.map(({ start, end }) => ({ start, end, blank: text.slice(start, end).replace(/[^\n]/g, ' ') }))
  const code = blanked.reduceRight((rest, { start, end, blank }) => rest.slice(0, start) + blank + rest.slice(end), text)
  return code.split('\n').filter((line) => names.test(line))
}

test('a name in code is found, one in a comment is not', () => {
  expect(linesWithNames('a.ts', `// ${'Mistral'}'s own words\nconst a = 1 /* ${'ollama'} */`)).toEqual([])
  expect(linesWithNames('a.ts', `const a = 1\nif (provider === '${'ollama'}') go()`)).toEqual([`if (provider === '${'ollama'}') go()`])
})

test('outside its folder and the list, no code names a vendor, but where it has to', () => {
  expect(vendorFolders.length).toBeGreaterThanOrEqual(providerDefinitions.length)
  const naming = code.filter((file) => vendorFolderOf(file) === undefined && linesWithNames(file, read(file)).length > 0)
  expect(naming.sort()).toEqual(Object.keys(allowed).sort())
})

test("nothing but the list imports a vendor's folder", () => {
  const importing = code.flatMap((file) => {
    const targets = readImports(file, read(file)).map((imported) => posix.join(posix.dirname(file), imported.names))
    return targets.map(vendorFolderOf).some((folder) => folder !== undefined && folder !== vendorFolderOf(file)) ? [file] : []
  })
  expect(importing).toEqual(['src/providers/definitions.ts'])
})
