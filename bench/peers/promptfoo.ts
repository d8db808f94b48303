import type { PeerTask } from './task.js'

/**
 * The configuration of a promptfoo run, and its prompt: a chat in JSON, whose two texts are variables of each test. A key is asked for and
 * not looked at by the provider. Pure.
 */
export function promptfooFiles({ url, schema, requests }: PeerTask): Record<string, string> {
  const chat = '[{"role": "system", "content": {{ system | dump }}}, {"role": "user", "content": {{ user | dump }}}]'
  const responseFormat = { type: 'json_schema', json_schema: { name: 'verdict', strict: true, schema } }
  const config = {
    description: 'The requests of the benchmark',
    prompts: ['file://prompt.json'],
    providers: [
      { id: 'openai:chat:paced', config: { apiBaseUrl: url, apiKey: 'none', temperature: 0.4, response_format: responseFormat } },
    ],
    defaultTest: { assert: [{ type: 'is-json', value: schema }] },
    tests: requests.map(({ system, user }) => ({ vars: { system, user } })),
  }
  return { 'promptfooconfig.json': JSON.stringify(config), 'prompt.json': chat }
}
