import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findOrigin } from '../../../src/app/server-note.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createTestDatabase } from '../../support/database.js'
import { runPanelCommand } from '../../support/run-panel-command.js'

const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')

test('user add and user link print links to the server that runs in the home, whatever its port', async () => {
  const home = await mkdtemp(join(tmpdir(), 'panel-server-note-'))
  const database = await createTestDatabase()
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    DATABASE_URL: database.connectionString,
    PANEL_HOME: home,
    OLLAMA_HOST: 'http://127.0.0.1:1',
  }
  const child = spawn(process.execPath, [main, 'serve', '--no-worker', '--port', '0'], {
    env,
    cwd: home,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit')
  try {
    let printed = ''
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      printed += String(chunk)
      if (/^Ship Panel at .+\n/m.test(printed)) break
    }
    const origin = /^Ship Panel at (http:\/\/127\.0\.0\.1:\d+)\/desk$/m.exec(printed)?.[1] ?? 'none'
    const added = await runPanelCommand(['user', 'add', 'ada@example.org', '--name', 'Ada', '--role', 'admin'], { env, cwd: home })
    expect(added).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`${origin}/auth/password?token=`) })
    const asked = await runPanelCommand(['user', 'link', 'ada@example.org', '--port', '4999'], { env, cwd: home })
    expect(asked).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('http://127.0.0.1:4999/auth/password?token=') })
    child.kill('SIGTERM')
    await ended
    expect(existsSync(join(home, 'server.json'))).toBe(false)
    const assumed = await runPanelCommand(['user', 'link', 'ada@example.org'], { env, cwd: home })
    expect(assumed.stdout).toContain('http://127.0.0.1:4400/auth/password?token=')
    expect(assumed.stderr).toContain('No server runs in this home, so the link assumes http://127.0.0.1:4400.')
  } finally {
    child.kill('SIGKILL')
    await ended
    await database.drop()
    await rm(home, { recursive: true })
  }
})

test('the note of a server that was killed, or that cannot be read, leads no link anywhere', async () => {
  const home = await mkdtemp(join(tmpdir(), 'panel-server-note-'))
  const config = { home, publicUrl: null, port: 4400, setPort: null }
  const assumed = { url: 'http://127.0.0.1:4400', isAssumed: true }
  try {
    const gone = spawn(process.execPath, ['-e', ''])
    await once(gone, 'exit')
    for (const note of [
      JSON.stringify({ url: 'http://127.0.0.1:5000', pid: gone.pid }),
      '{"url": "javascript:alert(1)", "pid": 1}',
      '{',
      '',
    ]) {
      await writeFile(join(home, 'server.json'), note)
      expect(await findOrigin(config, undefined)).toEqual(assumed)
    }
    await writeFile(join(home, 'server.json'), JSON.stringify({ url: 'http://127.0.0.1:5000', pid: process.pid }))
    expect(await findOrigin(config, undefined)).toEqual({ url: 'http://127.0.0.1:5000', isAssumed: false })
    expect(await findOrigin({ ...config, publicUrl: 'https://panel.example' }, undefined)).toEqual({
      url: 'https://panel.example',
      isAssumed: false,
    })
    expect(await findOrigin(config, 4500)).toEqual({ url: 'http://127.0.0.1:4500', isAssumed: false })
  } finally {
    await rm(home, { recursive: true })
  }
})
