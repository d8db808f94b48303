import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { startServer } from '../../../../src/web/server.js'
import { editor, openTestApi } from '../../../support/web/api/api-app.js'

test('the example of docs/api.md that creates a tool works for a new tool and for one that is there', async () => {
  const docs = await readFile(join(packageFiles.root, 'docs', 'api.md'), 'utf8')
  const [, example = ''] = /^Create a tool from a dossier file[\s\S]*?^```sh\n([\s\S]*?)^```/m.exec(docs) ?? []
  const api = await openTestApi()
  const server = await startServer({ app: api.app, port: 0, hostname: '127.0.0.1', runtime: api.runtime })
  try {
    const made = await api.people.createToken({ actor: editor, name: 'docs', scopes: ['read', 'write'], expiresAt: null })
    const env = { PATH: process.env.PATH ?? '', TOKEN: made.status === 'made' ? made.token : '' }
    const script = example.replace('https://panel.example', server.url)
    expect(script).not.toBe(example)
    for (let time = 1; time <= 2; time += 1) {
      const { stdout } = await promisify(execFile)('sh', ['-euc', script], { cwd: packageFiles.root, env })
      expect(JSON.parse(stdout)).toMatchObject({ tool: { slug: 'mistral-3-instruct' } })
    }
  } finally {
    await server.close({ deadlineMs: 1_000 })
    await api.close()
  }
})
