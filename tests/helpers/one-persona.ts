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
export async function writeOnePersona(parent: string): Promise<string> {
  const folder = join(parent, 'one-persona')
  await mkdir(folder)
  await writeFile(join(folder, 'dx.md'), text.join('\n'))
  return folder
}
