import { type DebianProgram, ensureProgram, findProgram } from './debian-package.js'

const dockerCompose: DebianProgram = { what: 'docker-compose', programs: ['docker-compose'], packageName: 'docker-compose' }

/** Vitest's global set-up: makes sure that there is a docker-compose, or ends the run with the command that installs it. It needs no Docker. */
export default function ensureDockerCompose(): void {
  ensureProgram(dockerCompose)
}

/** The path of docker-compose, or undefined. */
export function findDockerCompose(): string | undefined {
  return findProgram(dockerCompose)
}
