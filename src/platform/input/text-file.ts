import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Problem } from '../errors.js'
import { maxInputBytes, tooLarge } from './yaml-document.js'

export type TextFile = { text: string } | { problem: Problem }

/** Reads a UTF-8 file of at most `maxBytes`. Whatever keeps it from being read comes back as a problem; nothing is thrown. */
export async function readTextFile(path: string, maxBytes: number = maxInputBytes): Promise<TextFile> {
  try {
    const about = await stat(path)
    if (about.isDirectory()) return problemWith(path, 'this is a folder, not a file', 'name a file in it')
    if (!about.isFile() && !about.isFIFO()) return problemWith(path, 'this is neither a file nor a pipe', 'name a text file')
    if (about.size > maxBytes) return { problem: tooLarge(path, about.size, maxBytes) }
    const bytes = await readAtMost(path, maxBytes)
    return bytes.length > maxBytes ? { problem: tooLarge(path, bytes.length, maxBytes) } : decodeText(path, bytes)
  } catch (error) {
    return explain(path, error)
  }
}

/** A pipe has no size beforehand: of what is longer, enough is read to say so. */
async function readAtMost(path: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(path, { end: maxBytes })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The text of a file's bytes; a problem at the place from where they are no UTF-8. */
export function decodeText(path: string, bytes: Buffer): TextFile {
  if (isUtf8(bytes)) return { text: bytes.toString('utf8') }
  const before = bytes.subarray(0, countValidBytes(bytes)).toString('utf8')
  const line = before.split('\n').length
  const column = before.length - (before.lastIndexOf('\n') + 1) + 1
  const fix = 'save the file as UTF-8'
  return { problem: { file: path, line, column, message: 'the file is not UTF-8 text from here on', fix } }
}

/** The length of the longest prefix that is whole UTF-8, by halving: a prefix of whole characters stays one when cut between them. */
function countValidBytes(bytes: Buffer): number {
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    // A cut inside a character is no error of the text: up to three bytes may be missing there.
    const isValid = [0, 1, 2, 3].some((cut) => cut <= middle && isUtf8(bytes.subarray(0, middle - cut)))
    if (isValid) low = middle
    else high = middle - 1
  }
  while (low > 0 && !isUtf8(bytes.subarray(0, low))) low -= 1
  return low
}

function explain(path: string, error: unknown): TextFile {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return problemWith(path, 'there is no such file', 'check the path, and from which folder it starts')
  if (code === 'EACCES' || code === 'EPERM')
    return problemWith(path, 'the file may not be read by this user', 'give this user the right to read it')
  const reason = error instanceof Error ? error.message : String(error)
  return problemWith(path, `the file could not be read: ${reason}`, 'check the path and the disk')
}

function problemWith(file: string, message: string, fix: string): TextFile {
  return { problem: { file, line: 1, column: 1, message, fix } }
}
