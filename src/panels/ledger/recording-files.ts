import { readdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import pLimit from 'p-limit'
import { z } from 'zod'
import { type Recording, recordingSchema } from '../../contracts/model-call.js'
import { InputError, type Problem, UsageError } from '../../platform/errors.js'
import { makeFolder } from '../../platform/files/make-folder.js'
import { writeWhole } from '../../platform/files/write-whole.js'
import { hashJson } from '../../platform/hash.js'
import { readJsonText } from '../../platform/input/bounded-json.js'
import { findRepeatedKeys } from '../../platform/input/repeated-keys.js'
import { readTextFile } from '../../platform/input/text-file.js'
import { clip } from '../../platform/text/clip.js'
import { callKey } from './call-key.js'
import { recordingName } from './nearest-recording.js'
import { repeatOf } from './samples.js'

/** More are slower, and thousands are more than a process may have open. */
const filesAtOnce = 16
/** A request with two of the largest dossiers and a long reply has a tenth of it. */
const maxRecordingBytes = 32 * 1024 * 1024

/** Recordings under the hash of all of them, in the order of their keys. */
export type RecordingSet = { sha256: string; recordings: Recording[] }

/**
 * Recordings as a set; the same recordings give the same hash, whatever order they came in. Of several samples of one request
 * the last of each repeat is taken: the ones before it left their seats unscored.
 */
export function recordingSet(recordings: readonly Recording[]): RecordingSet {
  const sorted = lastSamples(recordings).sort((a, b) => (a.key < b.key ? -1 : 1))
  return { sha256: hashJson(sorted), recordings: sorted }
}

function lastSamples(recordings: readonly Recording[]): Recording[] {
  if (recordings.every(({ sample }) => sample === 1)) return [...recordings]
  const last = new Map<string, Recording>()
  for (const recording of recordings) {
    const { model, request, sample } = recording
    const name = hashJson({ model, request, repeat: repeatOf(sample) })
    if (sample >= (last.get(name)?.sample ?? 0)) last.set(name, recording)
  }
  return [...last.values()]
}

/**
 * Reads `<folder>/<provider>/<key>.json`. Throws `InputError` with every file that is not a recording or whose key is not
 * its request's, and `UsageError` when there is no such folder.
 */
export async function readRecordings(folder: string): Promise<RecordingSet> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new UsageError(`cannot read the folder of recordings ${folder}: name one that exists`, { cause })
  })
  const paths = files.filter((file) => file.isFile() && file.name.endsWith('.json')).map((file) => join(file.parentPath, file.name))
  const oneOfSeveral = pLimit(filesAtOnce)
  const read = await Promise.all(paths.sort().map((path) => oneOfSeveral(() => readRecording(path, relative(process.cwd(), path)))))
  const problems = read.flatMap((result) => ('problem' in result ? [result.problem] : []))
  if (problems.length > 0) throw new InputError(`${problems.length} of the recordings cannot be used:`, problems)
  return recordingSet(read.flatMap((result) => ('recording' in result ? [result.recording] : [])))
}

async function readRecording(path: string, file: string): Promise<{ recording: Recording } | { problem: Problem }> {
  const problem = (message: string, fix: string) => ({ problem: { file, line: 1, column: 1, message, fix } })
  const restore = 'restore the file, or delete it and record the call again'
  const content = await readTextFile(path, maxRecordingBytes)
  if ('problem' in content) return problem(content.problem.message, restore)
  const read = readJsonText(content.text)
  if ('why' in read) return problem(read.why, restore)
  const [repeated] = findRepeatedKeys(content.text)
  if (repeated !== undefined) {
    return problem(`the key ${repeated.join('.').slice(0, 200)} occurs more than once in its object`, restore)
  }
  const parsed = recordingSchema.safeParse(read.value)
  if (!parsed.success) return problem(`not a panel.recording/1: ${clip(z.prettifyError(parsed.error), 1_000)}`, restore)
  const key = callKey(parsed.data)
  if (key !== parsed.data.key) {
    return problem(
      `its key is not the key of its request (${key})`,
      'a request was edited by hand: record the call again (for the sample: npm run sample:recordings)',
    )
  }
  return { recording: parsed.data }
}

/** Writes each recording to its file below the folder; what is already there under the same key is replaced. */
export async function writeRecordings(folder: string, recordings: readonly Recording[]): Promise<string[]> {
  return Promise.all(
    recordings.map(async (recording) => {
      const path = join(folder, recordingName(recording))
      await makeFolder(dirname(path))
      await writeWhole(path, `${JSON.stringify(recording, null, 2)}\n`)
      return path
    }),
  )
}
