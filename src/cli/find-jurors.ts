import { chooseJurors } from '../app/choose-jurors.js'
import type { Config } from '../app/config.js'
import { openModels } from '../app/open-models.js'
import { createRuntime } from '../platform/runtime.js'

/** Who plays the personas (see `chooseJurors`). When no one named them, says on stderr who was taken, and why. */
export async function findJurors(
  config: Config,
  { asked, recorded }: { asked: readonly string[] | undefined; recorded: readonly string[] | undefined },
): Promise<string[]> {
  const { listModels } = openModels(config, createRuntime({ logLevel: config.logLevel }))
  const { jurors, why } = await chooseJurors({ asked, config, recorded, listModels })
  if (why !== null) process.stderr.write(`${why}\n`)
  return jurors
}
