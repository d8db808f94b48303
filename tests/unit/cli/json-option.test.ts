import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from '../../../src/cli/program.js'

/** Every command that does something, with the words that lead to it. */
function leaves(command: Command, words: readonly string[] = []): { name: string; command: Command }[] {
  if (command.commands.length === 0) return [{ name: words.join(' '), command }]
  return command.commands.flatMap((sub) => leaves(sub, [...words, sub.name()]))
}

test('every command takes --json but those that run until they are stopped, and the one whose output is one JSON document a line', () => {
  const without = leaves(createProgram()).filter(({ command }) => !command.options.some(({ long }) => long === '--json'))
  expect(without.map(({ name }) => name).sort()).toEqual(['audit export', 'serve', 'work'])
})
