import { expect, test } from 'vitest'
import { decodeFile } from '../../../../src/evidence/registries/repository-file.js'
import { readManifestFile } from '../../../../src/evidence/registries/repository-manifest.js'

test('a package.json says name, version, description, licence and homepage', () => {
  const text = JSON.stringify({
    name: 'kiln',
    version: '1.0.0',
    description: 'Bakes.',
    license: { type: 'MIT' },
    homepage: 'https://kiln.example',
  })
  expect(readManifestFile('package.json', text)).toEqual({
    registry: 'npm',
    name: 'kiln',
    isPrivate: false,
    version: '1.0.0',
    description: 'Bakes.',
    license: 'MIT',
    homepage: 'https://kiln.example',
    documentation: null,
    changelog: null,
  })
})

test('the root of several packages is private', () => {
  expect(readManifestFile('package.json', '{"name":"root","private":true}').isPrivate).toBe(true)
  expect(readManifestFile('Cargo.toml', '[workspace]\nmembers = ["a"]').isPrivate).toBe(true)
  expect(readManifestFile('pyproject.toml', '[tool.ruff]\nline-length = 100').isPrivate).toBe(true)
})

test('a pyproject.toml is read with its links, past lists and texts of several lines', () => {
  const text = [
    '[build-system]',
    'name = "not this"',
    '[project]',
    'name = "kiln-ml" # the name',
    "version = '1.6.0'",
    'description = "Bakes \\"models\\"."',
    'readme = """',
    'name = "nor this"',
    '"""',
    'license = {text = "Apache-2.0"}',
    'dependencies = [',
    '  "name = evil",',
    ']',
    '[project.urls]',
    'Homepage = "https://kiln.example"',
    '"Documentation" = "https://docs.kiln.example"',
    'Changelog = "javascript:alert(1)"',
  ].join('\r\n')
  expect(readManifestFile('pyproject.toml', text)).toMatchObject({
    name: 'kiln-ml',
    version: '1.6.0',
    description: 'Bakes "models".',
    license: 'Apache-2.0',
    homepage: 'https://kiln.example',
    documentation: 'https://docs.kiln.example',
    changelog: null,
    isPrivate: false,
  })
})

test("Poetry's own table is read where there is no other", () => {
  const text = '[tool.poetry]\nname = "kiln"\ndescription = "Bakes."\nlicense = "MIT"\nhomepage = "https://kiln.example"\n'
  expect(readManifestFile('pyproject.toml', text)).toMatchObject({ name: 'kiln', license: 'MIT', homepage: 'https://kiln.example' })
})

test('a Cargo.toml takes from its workspace what it leaves to it', () => {
  const text =
    '[workspace.package]\nlicense = "MIT OR Apache-2.0"\nversion = "2.0.0"\n[package]\nname = "kiln"\nversion.workspace = true\nlicense.workspace = true\n'
  expect(readManifestFile('Cargo.toml', text)).toMatchObject({
    name: 'kiln',
    license: 'MIT OR Apache-2.0',
    version: '2.0.0',
    isPrivate: false,
  })
})

test.each(['', '{', '[]', '[project', 'name = "', '[project]\nname = "\\', '\0', '[__proto__]\nname = "x"', '[project]\n__proto__ = "x"'])(
  'a broken manifest %j says nothing, and does not throw',
  (text) => {
    for (const file of ['package.json', 'pyproject.toml', 'Cargo.toml'] as const) expect(readManifestFile(file, text).name).toBeNull()
  },
)

test('a file comes in base64, or as it is', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const json = JSON.stringify({ encoding: 'base64', content: 'S2ls\nbg==\n', path: 'README.md', html_url: 'https://a.example/README.md' })
  const decoded = decodeFile({ bytes: bytes(json), mediaType: 'application/json' })
  expect(decoded && new TextDecoder().decode(decoded.bytes)).toBe('Kiln')
  expect(decoded).toMatchObject({ path: 'README.md', url: 'https://a.example/README.md' })
  expect(decodeFile({ bytes: bytes('# Kiln'), mediaType: 'text/plain' })).toMatchObject({ bytes: bytes('# Kiln'), path: null })
  expect(decodeFile({ bytes: bytes('{"encoding":"none","content":""}'), mediaType: 'application/json' })).toBeNull()
})
