import { type ChildProcess, execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { watchAndRun } from '../../../scripts/watch-and-run.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

test('a saved file is built, and its program is started again; an error of the compiler ends nothing', async () => {
  const folder = await createProject()
  let heard = ''
  const children: ChildProcess[] = []
  const end = watchAndRun({
    folder,
    project: 'tsconfig.json',
    program: ['dist/main.js', 'argument'],
    output: 'pipe',
    onStart: (child) => {
      children.push(child)
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (heard += String(data)))
    },
  })
  ends.push(end)
  await expect.poll(() => heard).toContain('first with argument')
  await expect.poll(() => heard).toContain('Watching for file changes')

  await writeFile(join(folder, 'word.ts'), `export const word: string = 'second'\n`)
  await expect.poll(() => heard).toContain('second with argument')

  await writeFile(join(folder, 'word.ts'), `export const word: string = 3\n`)
  await expect.poll(() => heard).toContain('TS2322')
  await writeFile(join(folder, 'word.ts'), `export const word: string = 'third'\n`)
  await expect.poll(() => heard).toContain('third with argument')

  await end()
  expect(children.map(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null)).toEqual([true, true])
})

/** A program of two files, built once, that says a word and goes on until it is stopped. Below our own packages: a link to them is not watched. */
async function createProject(): Promise<string> {
  const folder = await mkdtemp(join(packageFiles.root, 'dist', 'watched-'))
  ends.push(() => rm(folder, { recursive: true }))
  const compilerOptions = {
    outDir: 'dist',
    module: 'nodenext',
    target: 'es2023',
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    noEmitOnError: true,
  }
  await Promise.all([
    writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' })),
    writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] })),
    writeFile(join(folder, 'word.ts'), `export const word: string = 'first'\n`),
    writeFile(
      join(folder, 'main.ts'),
      `import { word } from './word.js'\nconsole.log(\`\${word} with \${process.argv[2]}\`)\nsetInterval(() => undefined, 60_000)\n`,
    ),
  ])
  await promisify(execFile)(process.execPath, [join(packageFiles.root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder])
  return folder
}
