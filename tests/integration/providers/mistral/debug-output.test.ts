import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { chatRequest } from '../../../support/providers/requests.js'
import { json, startWireServer } from '../../../support/providers/wire-server.js'

const adapter = pathToFileURL(join(packageFiles.root, 'dist', 'src', 'providers', 'mistral', 'mistral.js')).href

// In a process of its own: the SDK reads the environment once.
it('keeps the Mistral SDK from printing requests, and so the key, when MISTRAL_DEBUG is set', async () => {
  const server = await startWireServer()
  try {
    server.answerWith(json({ choices: [{ message: { content: '{}' }, finish_reason: 'stop' }] }))
    const script = `
      import { createMistral } from '${adapter}'
      const provider = createMistral({ apiKey: 'key-4711', baseUrl: '${server.url}', runtime: { fetch }, deadlineMs: 600_000 })
      await provider.chatModel('m').complete(${JSON.stringify(chatRequest())}, { signal: new AbortController().signal })`
    const env = { PATH: process.env.PATH ?? '', MISTRAL_DEBUG: 'true' }
    const printed = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env })
    expect(server.requests).toHaveLength(1)
    expect(printed).toEqual({ stdout: '', stderr: '' })
  } finally {
    await server.stop()
  }
})
