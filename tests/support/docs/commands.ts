import type { Command } from 'commander'
import { createProgram } from '../../../src/cli/program.js'

/** Every command that can be run, by its words, such as `persona lint`, with its long options. */
export function programCommands(): Map<string, string[]> {
  return new Map(leavesOf(createProgram(), []))
}

function leavesOf(command: Command, words: readonly string[]): [string, string[]][] {
  if (command.commands.length === 0) return [[words.join(' '), command.options.map(({ long }) => long ?? '')]]
  return command.commands.flatMap((child) => leavesOf(child, [...words, child.name()]))
}

/** A command as a line of code names it: the words that are a command's, null where none begins so, and the options behind them. */
export type NamedCommand = { line: string; command: string | null; options: string[] }

/** The commands in a line of code such as `npx panel persona lint personas && panel doctor`. */
export function commandsIn(line: string, commands: ReadonlyMap<string, unknown>): NamedCommand[] {
  return line
    .replace(/\s#.*$/, '')
    .split(/&&|;|\|/)
    .map((part) => /^\s*(?:npx )?panel (?<rest>[a-z].*)$/.exec(part)?.groups?.rest)
    .filter((rest) => rest !== undefined)
    .map((rest) => {
      const words = rest.split(/\s+/)
      const names = [words.slice(0, 3), words.slice(0, 2), words.slice(0, 1)].map((some) => some.join(' '))
      const options = words.filter((word) => word.startsWith('--')).map((word) => word.replace(/[=,)\]].*$/, ''))
      return { line, command: names.find((name) => commands.has(name)) ?? groupOf(words, commands), options }
    })
}

/** The first words alone, such as `newsletter …`: a group of commands. */
function groupOf(words: readonly string[], commands: ReadonlyMap<string, unknown>): string | null {
  const [first = '', second = '…'] = words
  const isGroup = [...commands.keys()].some((name) => name.startsWith(`${first} `))
  return isGroup && /^[…<[]/.test(second) ? first : null
}
