import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findOrCreateServerUser } from '../../../../../src/platform/db/embedded/server-user.js'

const sleep = async () => undefined
const others = 'root:x:0:0:root:/root:/bin/sh\npostgresql:x:7:7::/:/bin/sh\n'
const line = 'postgres:x:71:72:PostgreSQL:/var/lib/postgresql:/bin/sh\n'
let folder: string
let userFile: string
let callsFile: string
let tools: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ship-panel-user-'))
  userFile = join(folder, 'passwd')
  callsFile = join(folder, 'calls')
  tools = join(folder, 'tools')
  await mkdir(tools)
  await writeFile(callsFile, '')
})
afterEach(() => rm(folder, { recursive: true }))

/** A program that writes down how it was called, and adds the user if it is one that does. */
async function addTool(name: string, ending: string): Promise<void> {
  const file = join(tools, name)
  const addUser = name.endsWith('user') || name === 'useradd' ? `printf '${line.trim()}\\n' >> '${userFile}'` : ':'
  await writeFile(file, `#!/bin/sh\necho "${name} $*" >> '${callsFile}'\n${ending === 'exit 0' ? addUser : ':'}\n${ending}\n`)
  await chmod(file, 0o755)
}

const calls = async () => (await readFile(callsFile, 'utf8')).trim().split('\n')

describe('findOrCreateServerUser', () => {
  it('takes the user postgres where the system has one, and creates nothing', async () => {
    await writeFile(userFile, others + line)
    await addTool('useradd', 'exit 0')
    expect(await findOrCreateServerUser({ sleep, userFile, toolFolders: [tools] })).toEqual({ uid: 71, gid: 72 })
    expect(await calls()).toEqual([''])
  })

  it('creates it with groupadd and useradd', async () => {
    await writeFile(userFile, others)
    for (const name of ['groupadd', 'useradd', 'addgroup', 'adduser']) await addTool(name, 'exit 0')
    expect(await findOrCreateServerUser({ sleep, userFile, toolFolders: [join(folder, 'none'), tools] })).toEqual({ uid: 71, gid: 72 })
    expect(await calls()).toEqual([
      'groupadd --system postgres',
      'useradd --system --gid postgres --no-create-home --shell /bin/false postgres',
    ])
  })

  it('creates it with addgroup and adduser where those are all there is', async () => {
    await writeFile(userFile, others)
    for (const name of ['addgroup', 'adduser']) await addTool(name, 'exit 0')
    expect(await findOrCreateServerUser({ sleep, userFile, toolFolders: [tools] })).toEqual({ uid: 71, gid: 72 })
    expect(await calls()).toEqual(['addgroup -S postgres', 'adduser -S -D -H -G postgres -s /bin/false postgres'])
  })

  it('takes the user that another process has created meanwhile', async () => {
    await writeFile(userFile, others)
    await addTool('groupadd', 'exit 1')
    await addTool('useradd', 'exit 1')
    const sleepWhileAnotherCreates = () => writeFile(userFile, others + line)
    expect(await findOrCreateServerUser({ sleep: sleepWhileAnotherCreates, userFile, toolFolders: [tools] })).toEqual({ uid: 71, gid: 72 })
  })

  it('says what was tried and what to do when none can be created', async () => {
    await writeFile(userFile, others)
    await addTool('groupadd', 'exit 0')
    await addTool('useradd', 'echo "the user list is read-only" >&2; exit 1')
    const error = await findOrCreateServerUser({ sleep, userFile, toolFolders: [tools] }).catch(String)
    expect(error).toContain('refuses to run as root')
    expect(error).toContain('the user list is read-only')
    expect(error).toContain('useradd --system --user-group postgres')
    expect(error).toContain('set DATABASE_URL=')
  })
})
