import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageFiles } from '../../src/platform/files/package-files.js'

/** Builds the command, so that the tests which run it run what the sources say. What is up to date is not written again. Throws what the compiler says. */
export async function build(): Promise<void> {
  const compiler = join(packageFiles.root, 'node_modules', 'typescript', 'bin', 'tsc')
  await promisify(execFile)(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: packageFiles.root }).catch((cause) => {
    throw new Error(`The build failed. After a change of package-lock.json, run npm ci first.\n${cause.stdout}`, { cause })
  })
}
