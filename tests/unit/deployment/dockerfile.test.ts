import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DockerfileParser, type Instruction } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { packageFiles } from '../../../src/platform/files/package-files.js'

const read = (name: string) => readFileSync(join(packageFiles.root, name), 'utf8')
const text = read('Dockerfile')
const dockerfile = DockerfileParser.parse(text)
const manifest = z.object({ files: z.array(z.string()), bin: z.object({ panel: z.string() }) }).parse(JSON.parse(read('package.json')))

/** The instructions of each stage, in order. */
const stages = dockerfile.getFROMs().map((from) => ({
  name: from.getBuildStage(),
  image: from.getImage() ?? '',
  instructions: dockerfile.getInstructions().filter((one) => stageOf(one) === from.getRange().start.line),
}))

function stageOf(instruction: Instruction): number | undefined {
  const line = instruction.getRange().start.line
  return dockerfile
    .getFROMs()
    .map((from) => from.getRange().start.line)
    .findLast((start) => start < line)
}

const final = stages.at(-1)?.instructions ?? []
const lines = text.split('\n')

/** What stands after an instruction's keyword, flags included, on one line. */
function restOf(one: Instruction): string {
  const { start, end } = one.getRange()
  const written = lines.slice(start.line, end.line + 1).join('\n')
  return written
    .replace(/\\\n\s*/g, '')
    .slice(one.getKeyword().length)
    .trim()
}

const argumentsOf = (keyword: string, among = final) => among.filter((one) => one.getKeyword() === keyword).map(restOf)
const runs = stages.flatMap(({ instructions }) => argumentsOf('RUN', instructions))

test('a Dockerfile parser finds nothing wrong with it', () => {
  expect(validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)).toEqual([])
})

test('every stage rests on one slim Node image, pinned by version and digest', () => {
  const [base, ...others] = stages
  expect(base?.image).toMatch(/^node:\d+\.\d+\.\d+-[a-z]+-slim@sha256:[0-9a-f]{64}$/)
  expect(others.map(({ image }) => image)).toEqual(others.map(() => base?.name))
})

test('dependencies come from the lock file through a cache that stays out of the image, with no install script run', () => {
  const installs = runs.filter((command) => command.includes('npm ci'))
  expect(installs).toHaveLength(2)
  for (const command of installs) expect(command).toMatch(/^--mount=type=cache,target=\/root\/\.npm npm ci .*--ignore-scripts/)
  expect(runs.join('\n')).not.toMatch(/npm install|apt-get|curl|wget/)
})

describe('the final stage', () => {
  const copied = argumentsOf('COPY').map((copy) => {
    const [from = '', source = '', target = ''] = copy.split(/\s+/)
    return { from: from.replace('--from=', ''), source: source.replace('/app/', ''), target }
  })

  test('holds what package.json says is the package, package.json, and dependencies, nothing else', () => {
    expect(copied.map(({ source }) => source).sort()).toEqual(['node_modules', 'package.json', ...manifest.files].sort())
    for (const { source, target } of copied.filter((copy) => copy.source !== 'package.json')) expect(target).toBe(source)
  })

  test('holds the dependencies of production alone, without PostgreSQL’s binaries', () => {
    expect(copied.find(({ source }) => source === 'node_modules')?.from).toBe('production')
    const install = argumentsOf('RUN', stages.find(({ name }) => name === 'production')?.instructions).join()
    expect(install).toContain('--omit=dev --omit=optional')
  })

  test('runs as a user that is not root, by number, and copies nothing for that user to own', () => {
    expect(argumentsOf('USER')).toEqual(['1000:1000'])
    expect(text).not.toContain('--chown')
    expect(final.findIndex((one) => one.getKeyword() === 'USER')).toBeGreaterThan(final.findLastIndex((one) => one.getKeyword() === 'COPY'))
  })

  test('starts the packaged command in exec form, so that signals reach Node', () => {
    const [entry = '[]'] = argumentsOf('ENTRYPOINT')
    expect(JSON.parse(entry)).toEqual(['node', `/app/${manifest.bin.panel}`])
    expect(argumentsOf('CMD').map((command) => JSON.parse(command))).toEqual([['serve', '--host', '0.0.0.0']])
  })

  test('has a health check that asks whether the process lives', () => {
    const [check = ''] = argumentsOf('HEALTHCHECK')
    // What it does is tested against the processes, in health.test.ts.
    expect(check).toMatch(/CMD \["node", "-e", ".*\/healthz'/)
  })
})

test('what the build copies is let through by .dockerignore, and nothing else is', () => {
  const [all, ...rules] = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  expect(all).toBe('*')
  const allowed = [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'src',
    'queue',
    'personas',
    'fixtures',
    'docs',
  ]
  expect(rules).toEqual([...allowed.map((path) => `!${path}`), 'docs/*', '!docs/schemas'])
})
