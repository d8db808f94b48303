import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import type { BenchResults } from '../../bench/results.js'
import { pictures } from '../../scripts/pictures.js'
import { environmentSchema } from '../../src/app/config-environment.js'
import { configFileSchemaFor } from '../../src/app/config-file.js'
import { personaFrontMatterSchema, templateVariableSchema } from '../../src/contracts/persona.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { providerDefinitions } from '../../src/providers/definitions.js'
import { problemKinds } from '../../src/web/api/problems.js'
import { commandsIn, programCommands } from '../support/docs/commands.js'
import { measuredFigure, quotedFigures } from '../support/docs/figures.js'
import { readLogFields } from '../support/docs/log-fields.js'
import { codeOf, fencedBlocks, readDoc, readDocs, tableRows } from '../support/docs/read-docs.js'
import { environmentNames } from '../support/environment-names.js'

const pages = await readDocs()
const commands = programCommands()
const documented = new Map(
  tableRows(await readDoc('docs/commands.md')).flatMap(([first = '', ...rest]) => {
    const [named] = commandsIn(first.replaceAll('`', ''), commands)
    return named?.command == null
      ? []
      : [[named.command, [...rest.join(' ').matchAll(/`(--[a-z-]+)/g)].map(([, option]) => option ?? '')] as const]
  }),
)

test('docs/commands.md has every command of the program, each with all of its options and no other', () => {
  const sorted = (options: readonly string[]) => [...new Set(options)].sort()
  const inProgram = Object.fromEntries([...commands].map(([name, options]) => [name, sorted(options)]))
  const onPage = Object.fromEntries([...documented].map(([name, options]) => [name, sorted(options)]))
  expect(onPage).toEqual(inProgram)
})

test('every command and option that a page names is there', () => {
  const wrong = pages.flatMap((page) =>
    codeOf(page).flatMap((line) =>
      commandsIn(line, commands).flatMap(({ command, options }) => {
        if (command === null) return [`${page.path}: there is no such command: ${line}`]
        const known = ['--help', ...(commands.get(command) ?? [])]
        return options.filter((option) => !known.includes(option)).map((option) => `${page.path}: panel ${command} has no ${option}`)
      }),
    ),
  )
  expect(wrong).toEqual([])
})

const settings = await readDoc('docs/settings.md')
const namesIn = (cell: string) => [...cell.matchAll(/`(?<name>[A-Z][A-Z0-9_]+)`/g)].map(({ groups }) => groups?.name ?? '')

test('docs/settings.md has every variable that the configuration reads, and no other', () => {
  const rows = tableRows(settings.slice(0, settings.indexOf('## panel.config.yaml')))
  expect(rows.flatMap(([cell = '']) => namesIn(cell)).sort()).toEqual([...environmentNames].sort())
})

test('every variable that a page names is one of ours, of Compose, or read by a package', () => {
  const ofCompose = [...readFileSync(join(packageFiles.root, '.env.example'), 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name)
  const isOther = (name: string) => /^(?:OTEL_|OPENAI_ORG_ID$|OPENAI_CUSTOM_HEADERS$|GATEWAY_API_KEY$)/.test(name)
  const named = pages.flatMap(({ path, text }) => [...text.matchAll(/`((?:[A-Z]+_)+[A-Z]+)`/g)].map(([, name = '']) => ({ path, name })))
  const known = [...environmentNames, ...ofCompose]
  expect(named.filter(({ name }) => !known.includes(name) && !isOther(name) && !/^PANEL_WRITE_/.test(name))).toEqual([])
})

test('docs/settings.md says how long a secret has to be', () => {
  const lengths = Object.entries(environmentSchema.shape).flatMap(([name, schema]) => {
    const least = /choose a \w+ of (?<least>\d+) characters or more/.exec(schema.safeParse('x').error?.issues[0]?.message ?? '')?.groups
      ?.least
    return least === undefined ? [] : [{ name, least }]
  })
  expect(lengths.length).toBeGreaterThan(3)
  const said = lengths.filter(({ name, least }) => {
    const [, meaning = ''] = tableRows(settings).find(([cell = '']) => namesIn(cell).includes(name)) ?? []
    return meaning.includes(`${least} characters or more`)
  })
  expect(said).toEqual(lengths)
})

const fileSchema = configFileSchemaFor(providerDefinitions.map(({ id }) => id))
const [example] = fencedBlocks({ path: 'docs/settings.md', text: settings })

test('the panel.config.yaml of docs/settings.md is one, and holds every key, or the table does', () => {
  const written: unknown = parse(example?.text ?? '')
  expect(fileSchema.safeParse(written).error?.issues ?? []).toEqual([])
  const table = tableRows(settings.slice(settings.indexOf('## panel.config.yaml')))
  const inTable = (path: string) => {
    const [top = '', ...rest] = path.split('.')
    const [, meaning = ''] = table.find(([cell = '']) => cell === `\`${top}\``) ?? []
    return meaning.includes(`\`${rest.at(-1)}\``)
  }
  const onPage = new Set(pathsOf(written))
  const keys = schemaPaths(z.toJSONSchema(fileSchema, { io: 'input', unrepresentable: 'any' }))
  expect(keys).toContain('catalog.*.price.longPrompt.usdPerMillionTokens.output')
  expect(keys.filter((path) => !onPage.has(path) && !inTable(path))).toEqual([])
  expect(table.flatMap(([cell = '']) => /^`(?<key>\w+)`$/.exec(cell)?.groups?.key ?? []).sort()).toEqual(
    Object.keys(fileSchema.shape).sort(),
  )
})

test('docs/personas.md has every field of the front matter and every variable of the template', async () => {
  const page = await readDoc('docs/personas.md')
  const firsts = tableRows(page).flatMap(([cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
  const fields = schemaPaths(z.toJSONSchema(personaFrontMatterSchema, { io: 'input' })).filter(
    (path) => !/^(?:quoteWords|predictions)\./.test(path),
  )
  const asWritten = fields.map((path) => path.replace('.*.', '[].'))
  expect(firsts.sort()).toEqual([...asWritten.filter((path) => !path.endsWith('.*')), ...templateVariableSchema.options].sort())
})

test('docs/api.md has every type of problem, with its status', async () => {
  const page = await readDoc('docs/api.md')
  const rows = tableRows(page.slice(page.indexOf('## Errors')))
  const onPage = rows.flatMap(([name = '', status = '']) => (/^\d+$/.test(status) ? [[name.replaceAll('`', ''), Number(status)]] : []))
  expect(Object.fromEntries(onPage)).toEqual(Object.fromEntries(Object.entries(problemKinds).map(([name, { status }]) => [name, status])))
})

test('docs/operate.md has every metric', async () => {
  const source = readFileSync(join(packageFiles.root, 'src/app/observe/instruments.ts'), 'utf8')
  const made = [
    ...[...source.matchAll(/(?:counter|histogram)\(\s*'([a-z_]+)'/g)].map(([, name]) => `ship_panel_${name}`),
    ...[...source.matchAll(/queueGauge\(\s*'([a-z_]+)'/g)].map(([, name]) => `ship_panel_queue_${name}`),
    ...[...source.matchAll(/name: '(ship_panel_[a-z_]+)'/g)].map(([, name]) => name),
  ]
  const page = await readDoc('docs/operate.md')
  const rows = tableRows(page).flatMap(([cell = '']) => /^`(?<name>ship_panel_\w+)`$/.exec(cell)?.groups?.name ?? [])
  expect(rows.sort()).toEqual(made.sort())
})

test('docs/operate.md has every field that a statement of the program logs, and no other', async () => {
  const files = ['src', 'queue'].flatMap((folder) =>
    readdirSync(join(packageFiles.root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  )
  const logged = files.flatMap((file) => readLogFields(file, readFileSync(join(packageFiles.root, file), 'utf8')))
  // Ids of a mail's issue and subscriber, and of a model call: other statements log them by name.
  expect([...new Set(logged.flatMap(({ spread }) => spread))].sort()).toEqual(['log', 'payload'])
  const page = await readDoc('docs/operate.md')
  const rows = tableRows(page.slice(page.indexOf('## Logs')))
  const onPage = new Set(rows.flatMap(([cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)))
  expect([...onPage].sort()).toEqual([...new Set(['level', 'time', 'msg', ...logged.flatMap(({ names }) => names)])].sort())
})

test('every figure that a page quotes is the one that was measured', () => {
  const results: BenchResults = JSON.parse(readFileSync(join(packageFiles.root, 'docs/benchmarks/results.json'), 'utf8'))
  const figures = pages.flatMap(({ path, text }) => quotedFigures(text).map((figure) => ({ path, ...figure })))
  expect(figures.length).toBeGreaterThan(10)
  expect(figures).toEqual(figures.map((figure) => ({ ...figure, quoted: measuredFigure(results, figure) })))
})

test('every link of a page leads to a file, and to a heading that it has', () => {
  const wrong = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?<target>[^)\s]+)\)/g)].flatMap(({ groups }) => {
      const [file = '', heading] = (groups?.target ?? '').split('#')
      if (/^[a-z]+:/.test(file)) return []
      const target = file === '' ? join(packageFiles.root, path) : join(packageFiles.root, dirname(path), file)
      if (!existsSync(target)) return [`${path}: there is no ${file}`]
      return heading === undefined || headingsOf(readFileSync(target, 'utf8')).includes(heading)
        ? []
        : [`${path}: there is no ${file}#${heading}`]
    }),
  )
  expect(wrong).toEqual([])
})

test('every picture of docs/images is one that npm run pictures makes, and is shown in a document', async () => {
  const made = pictures.map(({ file }) => file).sort()
  expect(readdirSync(join(packageFiles.root, 'docs', 'images')).sort()).toEqual(made)
  const shown = pages.flatMap(({ text }) => [...text.matchAll(/images\/([\w-]+\.png)/g)].map(([, file = '']) => file))
  expect([...new Set(shown)].sort()).toEqual(made)
})

test('every path of the repository that a page names is there', () => {
  const isPath = /^(?:src|queue|tests|scripts|bench|docs|fixtures|personas|tools)\/[\w./-]*\w\/?$/
  const named = pages
    .filter(({ path }) => path !== 'CHANGELOG.md')
    .flatMap((page) => [...page.text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => ({ page: page.path, code })))
  const missing = named.filter(({ code }) => isPath.test(code) && !existsSync(join(packageFiles.root, code)))
  expect(missing).toEqual([])
})

/** Anchors as GitHub makes them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (?<title>.+)$/gm)].map(({ groups }) =>
    (groups?.title ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** The paths of a value's keys, where a list's items and the keys that people choose are `*`. */
function pathsOf(value: unknown, at: readonly string[] = []): string[] {
  if (Array.isArray(value)) return [at.join('.'), ...value.flatMap((item) => pathsOf(item, [...at, '*']))]
  if (typeof value !== 'object' || value === null) return [at.join('.')]
  const isChosen = at.length === 1 && ['endpoints', 'limits', 'timeouts'].includes(at[0] ?? '')
  return [at.join('.'), ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...at, isChosen ? '*' : key]))]
}

/** The same of everything that a JSON Schema takes. */
function schemaPaths(schema: z.core.JSONSchema._JSONSchema, at: readonly string[] = []): string[] {
  if (typeof schema === 'boolean') return []
  const { properties = {}, items, additionalProperties, anyOf = [], oneOf = [] } = schema
  const own = at.length === 0 ? [] : [at.join('.')]
  const elements = [items ?? [], additionalProperties ?? []].flat()
  const below = [
    ...Object.entries(properties).flatMap(([key, part]) => schemaPaths(part, [...at, key])),
    ...elements.flatMap((part) => schemaPaths(part, [...at, '*'])).filter((path) => !path.endsWith('.*')),
    ...[...anyOf, ...oneOf].flatMap((part) => schemaPaths(part, at)),
  ]
  return [...new Set([...own, ...below])]
}

test('docs/providers.md has a row and a column for every adapter', async () => {
  const page = await readDoc('docs/providers.md')
  const adapters = [...providerDefinitions.flatMap(({ kind, id }) => (kind === 'api' ? [id] : [])), 'openai-compatible']
  const rows = tableRows(page.slice(0, page.indexOf('## Who plays'))).map(([name = '']) => name.replaceAll('`', ''))
  expect(rows.filter((name) => name !== 'adapter').sort()).toEqual(adapters.sort())
  const [head] = page.split('\n').filter((line) => line.startsWith('| case |'))
  expect(
    head
      ?.split('|')
      .slice(2, -1)
      .map((cell) => cell.trim())
      .sort(),
  ).toEqual(adapters.sort())
})
