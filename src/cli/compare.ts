import { loadConfig } from '../config.js'
import { readDossierFiles } from '../dossier/read-dossiers.js'
import { UsageError } from '../errors.js'
import { readRecordings } from '../ledger/recording-files.js'
import { packageFiles } from '../package-files.js'
import { loadPersonas } from '../panel/load-personas.js'
import { printRecord, runPanel } from './run-panel.js'
import { withApp } from './session.js'

type CompareOptions = { model?: string[]; replay?: string; budget?: number; personas?: string; json?: boolean }

/** Kicks off a panel over dossier files. Every file is read and checked before anything is stored. */
export async function compare(files: string[], options: CompareOptions): Promise<void> {
  const config = loadConfig({ folder: process.cwd(), defaultLogLevel: 'error' })
  const dossiers = await readDossierFiles(files)
  const personas = await loadPersonas(options.personas ?? config.personasFolder ?? packageFiles.personas)
  const recordings = options.replay === undefined ? null : await readRecordings(options.replay)
  const jurors = chooseJurors(
    options.model,
    config.jurors,
    recordings?.recordings.map((recording) => recording.model),
  )
  if (options.budget !== undefined && !(options.budget >= 0)) throw new UsageError('--budget takes US dollars, e.g. --budget 0.50')
  process.exitCode = await withApp(async (session) => {
    const budgetUsd = options.budget ?? config.budgetUsd
    const { record, files: written } = await runPanel(session, { dossiers, personas, jurors, recordings, budgetUsd })
    return printRecord(record, { json: options.json ?? false, files: written })
  })
}

function chooseJurors(asked: string[] | undefined, configured: readonly string[], recorded: string[] | undefined): string[] {
  if (asked !== undefined) return [...new Set(asked)]
  if (configured.length > 0) return [...configured]
  if (recorded !== undefined && recorded.length > 0) return [...new Set(recorded)].sort()
  throw new UsageError(
    'no model is named. Give one with --model, e.g. --model ollama:llama3.1:8b (a local Ollama), or list jurors in panel.config.yaml. To see Ship Panel without a model: panel demo',
  )
}
