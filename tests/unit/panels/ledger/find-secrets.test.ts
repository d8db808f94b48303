import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findSecrets } from '../../../../src/panels/ledger/find-secrets.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'

const letters = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0'
const find = (document: unknown, known: string[] = []) => findSecrets(document, { known })

// Put together here, so that this file holds nothing a scanner would take for a key.
test.each([
  ['an Anthropic key (sk-ant-…)', `sk-${'ant'}-api03-${letters}`],
  ['a key that begins with sk-', `sk-${'proj'}-${letters}`],
  ['a Google key (AIza…)', `AI${'za'}${letters.slice(0, 35)}`],
  ['a GitHub token', `gh${'p'}_${letters.slice(0, 36)}`],
  ['a GitHub token', `github_${'pat'}_${letters}`],
  ['a Slack token (xox…)', `xo${'xb'}-123456789012-${letters}`],
  ['a Slack token (xox…)', `xo${'xa'}-${letters}`],
  ['a Slack token (xox…)', `xo${'xp'}-${letters}`],
  ['an AWS access key', `AK${'IA'}ABCDEFGHIJKLMNOP`],
  ['a Hugging Face token (hf_…)', `h${'f'}_${letters.slice(0, 34)}`],
  ['a JSON web token', `ey${'J'}${letters}.ey${'J'}${letters}.${letters}`],
  ['a bearer token', `Bear${'er'} ${letters}`],
  ['an Authorization header', `Authoriz${'ation'}: Basic ${letters}=`],
  ['an Authorization header', `{"authoriz${'ation'}": "${letters}"}`],
  ['a private key (PEM)', `-----BEGIN ${'RSA PRIVATE'} KEY-----`],
  ['a private key (PEM)', `-----BEGIN ${'PRIVATE'} KEY-----`],
])('%s is found inside a text, by its place', (kind, secret) => {
  const document = { request: { messages: [{ parts: [{ text: 'nothing here' }, { text: `They wrote "${secret}" there.` }] }] } }
  expect(find(document)).toEqual([{ path: 'request.messages[0].parts[1].text', kind }])
})

test('a key of the configuration is found wherever it is, whatever it looks like', () => {
  const known = 'plum-9-orchard'
  expect(find({ raw: [`The key is ${known}.`, 'fine'] }, [known])).toEqual([{ path: 'raw[0]', kind: 'a key of your configuration' }])
  expect(find('correct horse battery staple', ['correct horse battery staple'])).toEqual([
    { path: '(the whole document)', kind: 'a key of your configuration' },
  ])
})

test('a placeholder in place of a key is no secret', () => {
  const known = ['', 'none', 'EMPTY', 'ollama', 'lm-studio']
  expect(find({ model: 'lm-studio:a', raw: 'The moat is none, EMPTY of everything; ollama runs it.' }, known)).toEqual([])
})

test('a header that carries a key is found by its name; its value never shows', () => {
  const findings = find({ raw: { headers: { 'x-api-key': 'abc', Authorization: 'abc', 'content-type': 'text/plain', cookie: '' } } })
  expect(findings).toEqual([
    { path: 'raw.headers["x-api-key"]', kind: 'a header that carries a key' },
    { path: 'raw.headers.Authorization', kind: 'a header that carries a key' },
  ])
})

test('a secret that is the name of a property is found, and is not in the path, nor in the path of what is below', () => {
  const secret = `sk-${'ant'}-api03-${letters}`
  const findings = find({ raw: { [secret]: { deep: secret } } })
  expect(findings.map(({ path }) => path)).toEqual(['raw["…"]', 'raw["…"].deep'])
  expect(JSON.stringify(findings)).not.toContain(secret)
})

test.each([
  ['a hash', 'b1e12d6ff12156ea2686e190850c37535a2dd22cf52ae6cbe5a65a0b70ee51b5'],
  ['an id', 'pnl_8bdb48b3b9c5075866175133'],
  ['how to send a key', 'Send it as Authorization: Bearer $ANTHROPIC_API_KEY, or Bearer <your token>.'],
  ['words with hyphens', 'a risk-averse team, a task-1-by-task-2-by-task-3 plan, sk-learn-is-not-a-key-of-anybody-at-all'],
  ['a public key', '-----BEGIN PUBLIC KEY-----'],
  ['prose about bearers', 'Bearer authentication is described below, and authorization: see chapter seventeen.'],
])('%s is no secret', (_name, text) => {
  expect(find({ text })).toEqual([])
})

test("the sample's recordings hold none", async () => {
  const files = (await readdir(packageFiles.sampleRecordings, { recursive: true })).filter((file) => file.endsWith('.json'))
  expect(files).toHaveLength(8)
  for (const file of files) expect(find(JSON.parse(await readFile(join(packageFiles.sampleRecordings, file), 'utf8'))), file).toEqual([])
})
