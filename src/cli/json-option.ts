import { Option } from 'commander'

export type JsonOption = { json?: boolean }

export function jsonOption(): Option {
  return new Option('--json', 'print exactly one JSON document on stdout')
}

type Answer = { document: { schema: string } & Readonly<Record<string, unknown>>; text: string }

/** Writes what a command has to say: one JSON document with `--json`, else a text for people. */
export function answer(write: (text: string) => unknown, { json = false }: JsonOption, { document, text }: Answer): void {
  write(json ? `${JSON.stringify(document, null, 2)}\n` : text)
}
