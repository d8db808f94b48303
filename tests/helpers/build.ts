import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { packageFiles } from '../../src/package-files.js'

/** Builds the command once before the tests, so that those which run it run what the sources say. */
export default async function build(): Promise<void> {
  await promisify(execFile)('npx', ['--no-install', 'tsc', '-p', 'tsconfig.build.json'], { cwd: packageFiles.root })
}
