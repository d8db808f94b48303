import { type DebianProgram, findProgram } from './debian-package.js'

/** It needs no Docker to check a file. */
export const dockerCompose: DebianProgram = { what: 'docker-compose', programs: ['docker-compose'], packageName: 'docker-compose' }

/** The path of docker-compose, or undefined. */
export function findDockerCompose(): string | undefined {
  return findProgram(dockerCompose)
}
