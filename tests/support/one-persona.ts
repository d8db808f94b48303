import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const text = [
  '---',
  'schema: panel.persona/1',
  'id: dx',
  'version: 1',
  'seat: The Builder',
  'question: What is it?',
  'order: 1',
  'variables: [tool]',
  'asks:',
  '  - id: primitive',
  '    question: What is the primitive?',
  '  - id: moat',
  '    question: What is the moat?',
  '    choices: [none, thin, real]',
  'quoteWords: { min: 3, max: 30 }',
  '---',
  'You review {{ tool }}.',
  '',
]

/** Writes a persona that the sample reply satisfies, alone in a new folder, and returns the folder. */
export function writeOnePersona(parent: string): Promise<string> {
  return writePersonas(parent, ['dx'])
}

/** Writes personas of these ids, all of which the sample reply satisfies, into a new folder, and returns the folder. */
export async function writePersonas(parent: string, ids: readonly string[]): Promise<string> {
  const folder = join(parent, 'some-personas')
  await mkdir(folder)
  await Promise.all(ids.map((id, index) => writeFile(join(folder, `${id}.md`), personaText(id, index + 1))))
  return folder
}

function personaText(id: string, order: number): string {
  return text.join('\n').replace('id: dx', `id: ${id}`).replace('order: 1', `order: ${order}`)
}
