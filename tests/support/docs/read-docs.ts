import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFiles } from '../../../src/platform/files/package-files.js'

export type Page = { path: string; text: string }

/** Everything that is written for people, but decisions: they say how things were when they were made. */
export async function readDocs(): Promise<Page[]> {
  const atRoot = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']
  const inDocs = (await readdir(join(packageFiles.root, 'docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)
  const read = async (path: string) => ({ path, text: await readFile(join(packageFiles.root, path), 'utf8') })
  return Promise.all([...atRoot, ...inDocs].map(read))
}

export async function readDoc(path: string): Promise<string> {
  return readFile(join(packageFiles.root, path), 'utf8')
}

/** A fenced block: the words behind its fence, such as `sh runnable` or `yaml file=my-tool.yaml`, and its text. */
export type Block = { page: string; info: string; text: string }

export function fencedBlocks({ path, text }: Page): Block[] {
  return [...text.matchAll(/^```(?<info>[^\n]*)\n(?<body>.*?)^```$/gms)].map(({ groups }) => ({
    page: path,
    info: groups?.info ?? '',
    text: groups?.body ?? '',
  }))
}

/** The lines of code blocks, indented or fenced, and the spans of code within lines. */
export function codeOf(page: Page): string[] {
  const blocks = fencedBlocks(page).flatMap(({ text }) => text.split('\n'))
  const prose = page.text.replace(/^```[^\n]*\n.*?^```$/gms, '')
  const indented = prose.split('\n').filter((line) => line.startsWith('    '))
  const spans = [...prose.matchAll(/`(?<code>[^`\n]+)`/g)].map(({ groups }) => groups?.code ?? '')
  return [...blocks, ...indented, ...spans].map((line) => line.trim())
}

/** The cells of the rows of all tables in a text. */
export function tableRows(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|') && !line.startsWith('| ---'))
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  )
}
