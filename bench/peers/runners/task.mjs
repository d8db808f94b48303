import { readFile } from 'node:fs/promises'

/**
 * Reads the task whose file is named by the first argument. Its shape is `PeerTask` in bench/peers/task.ts.
 *
 * @returns {Promise<{
 *   url: string,
 *   databaseUrl: string | null,
 *   concurrency: number,
 *   isRestart: boolean,
 *   schema: Record<string, unknown>,
 *   requests: { system: string, user: string }[],
 * }>}
 */
export async function readTask() {
  return JSON.parse(await readFile(process.argv[2], 'utf8'))
}
