import { cpus, release, totalmem, type } from 'node:os'
import type { Machine, ServerFacts } from './results.js'

const bytesPerGiB = 1024 ** 3

/** What the figures were measured on. */
export function readMachine(servers: ServerFacts): Machine {
  const processors = cpus()
  return {
    cores: processors.length,
    processor: processors[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round((totalmem() / bytesPerGiB) * 10) / 10,
    system: `${type()} ${release()}`,
    node: process.version,
    servers,
  }
}
