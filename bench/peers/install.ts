import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { type PeerName, peers } from './definitions.js'

/**
 * Installs a peer into a folder of its own below `folder`, with its runner, unless the same versions are there already. Returns the folder.
 * Throws with npm's words when it cannot.
 */
export async function installPeer(name: PeerName, folder: string): Promise<string> {
  const target = join(folder, name)
  await mkdir(target, { recursive: true })
  const manifest = JSON.stringify({ name: `peer-${name}`, private: true, type: 'module', dependencies: peers[name].packages }, null, 2)
  const installed = join(target, 'installed.json')
  if ((await readFile(installed, 'utf8').catch(() => null)) !== manifest) {
    await writeFile(join(target, 'package.json'), manifest)
    await npmInstall(target)
    await writeFile(installed, manifest)
  }
  const runners = join(packageFiles.root, 'bench', 'peers', 'runners')
  for (const file of await readdir(runners)) await copyFile(join(runners, file), join(target, file))
  return target
}

async function npmInstall(folder: string): Promise<void> {
  const log = join(folder, 'install.log')
  const output = await open(log, 'w')
  const child = spawn('npm', ['install', '--no-audit', '--no-fund'], {
    cwd: folder,
    env: { ...process.env, ...headersBesideNode() },
    stdio: ['ignore', output.fd, output.fd],
  })
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  await output.close()
  if (code !== 0) throw new Error(`npm install in ${folder} ended with ${code}: ${(await readFile(log, 'utf8')).slice(-2_000)}`)
}

/** Where this Node has its headers with it, native packages are built against those, and none are fetched. */
function headersBesideNode(): Record<string, string> {
  const prefix = join(dirname(process.execPath), '..')
  return existsSync(join(prefix, 'include', 'node', 'node.h')) ? { npm_config_nodedir: prefix } : {}
}
