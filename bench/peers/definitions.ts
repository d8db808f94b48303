import { promptfooFiles } from './promptfoo.js'
import type { PeerTask } from './task.js'

export const peerNames = ['promptfoo', 'ai-sdk', 'langgraph', 'mastra'] as const
export type PeerName = (typeof peerNames)[number]

/** A library or program that a user could pick instead, and how it is used here. */
export type PeerDefinition = {
  title: string
  /** Pinned: the newest versions that run on Node 20.19. The first is the one that the table names. */
  packages: Readonly<Record<string, string>>
  /** Whether it gets a PostgreSQL database of its own. */
  hasDatabase: boolean
  /** Files it needs beside its runner, by name. */
  files: (task: PeerTask) => Record<string, string>
  /** Arguments of `node` in its folder. `task.json` holds the task. */
  args: (task: PeerTask) => string[]
  env?: Readonly<Record<string, string>>
  /** How it is used, and what it keeps, in one line. */
  how: string
}

const runner = (name: PeerName) => ({ files: () => ({}), args: () => [`${name}.mjs`, 'task.json'] })

export const peers: Readonly<Record<PeerName, PeerDefinition>> = {
  promptfoo: {
    title: 'promptfoo',
    packages: { promptfoo: '0.120.8' },
    hasDatabase: false,
    files: promptfooFiles,
    args: ({ isRestart, concurrency }) => [
      'node_modules/promptfoo/dist/src/main.js',
      'eval',
      ...(isRestart ? ['--resume'] : ['--config', 'promptfooconfig.json']),
      ...['--max-concurrency', String(concurrency), '--no-table', '--no-progress-bar'],
    ],
    env: { PROMPTFOO_CONFIG_DIR: 'home', PROMPTFOO_DISABLE_TELEMETRY: '1', PROMPTFOO_DISABLE_UPDATE: '1' },
    how: '`promptfoo eval` with its OpenAI provider, `response_format` and an `is-json` assertion, `--max-concurrency`; its database and disk cache are on as they come, and a restart is `promptfoo eval --resume`. This version takes that option and begins a new evaluation all the same; what it then keeps is what had reached its disk cache.',
  },
  'ai-sdk': {
    title: 'Vercel AI SDK with p-limit',
    packages: { ai: '6.0.325', '@ai-sdk/openai-compatible': '2.0.92', 'p-limit': '7.3.3', zod: '4.6.7' },
    hasDatabase: false,
    ...runner('ai-sdk'),
    how: '`generateText` with `Output.object` and a zod schema, through p-limit; it has no store for a batch, so a restart does all of it.',
  },
  langgraph: {
    title: 'LangGraph.js',
    packages: {
      '@langchain/langgraph': '1.7.3',
      '@langchain/core': '1.4.0',
      '@langchain/openai': '1.5.8',
      '@langchain/langgraph-checkpoint-postgres': '1.0.5',
      zod: '4.6.7',
    },
    hasDatabase: true,
    ...runner('langgraph'),
    how: 'a graph of one node with `withStructuredOutput`, `batch` with `maxConcurrency`, a thread a request, `PostgresSaver` as checkpointer; a restart leaves out the threads that have a reply and lets the others go on.',
  },
  mastra: {
    title: 'Mastra',
    packages: { '@mastra/core': '0.24.8', '@mastra/pg': '0.17.9', zod: '3.25.76' },
    hasDatabase: true,
    ...runner('mastra'),
    how: "a workflow's `foreach` with `concurrency`, whose step asks an agent for `structuredOutput`, stored with `PostgresStore`; a restart is the run's `restart()`.",
  },
}
