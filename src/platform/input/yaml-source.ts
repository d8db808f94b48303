import type { Document } from 'yaml'

/** Where a value is in a document: keys of mappings and indexes of lists, from the root. */
export type Path = readonly PropertyKey[]

/** Counts from 1; columns in UTF-16 code units, as editors count them. */
export type Position = { line: number; column: number }

/** What the syntax checks share. `positionAt` takes an offset into the text, in UTF-16 code units. */
export type YamlSource = { text: string; file: string; document: Document.Parsed; positionAt: (offset: number) => Position }
