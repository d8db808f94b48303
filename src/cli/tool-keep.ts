import { readDossierFiles } from '../panels/dossier/read-dossiers.js'
import { exitCodes } from './exit.js'
import { answer, type JsonOption } from './json-option.js'
import { withApp } from './session.js'

/** Stores dossier files as the newest of their tools. Every file is read and checked before anything is stored. Throws `InputError`. */
export async function keepTools(files: string[], options: JsonOption): Promise<void> {
  const dossiers = await readDossierFiles(files)
  process.exitCode = await withApp(async ({ app }) => {
    const tools: { slug: string; dossierSha256: string; isNew: boolean }[] = []
    for (const dossier of dossiers) {
      const isNew = await app.keepDossier(dossier)
      tools.push({ slug: dossier.tool.slug, dossierSha256: dossier.sha256, isNew })
    }
    const lines = tools.map(({ slug, isNew }) =>
      isNew ? `${slug}: stored as its newest dossier.\n` : `${slug}: stored already; nothing was changed.\n`,
    )
    const document = { schema: 'panel.tools-kept/1', tools }
    answer((text) => process.stdout.write(text), options, { document, text: lines.join('') })
    return exitCodes.done
  })
}
