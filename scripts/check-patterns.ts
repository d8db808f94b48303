import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFiles } from '../src/platform/files/package-files.js'
import { findSlowPatterns } from './find-slow-patterns.js'

const slow = []
for (const folder of ['src', 'queue', 'scripts', 'bench']) {
  const names = await readdir(join(packageFiles.root, folder), { recursive: true })
  for (const file of names.filter((name) => /\.tsx?$/.test(name)).map((name) => join(folder, name))) {
    slow.push(...findSlowPatterns(file, await readFile(join(packageFiles.root, file), 'utf8')))
  }
}
for (const { file, line, pattern, why } of slow) {
  process.stderr.write(`${file}:${line} ${pattern}\n  ${why}. Bound it ({0,20}), let its parts share nothing, or read the text by hand.\n`)
}
if (slow.length > 0) process.exitCode = 1
