import type { Persona } from '../../contracts/persona.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { isolate } from '../../platform/text/text-direction.js'
import { Choice, Group, type PartProps } from './kick-off-parts.js'
import type { AgainChoices } from './kick-off-request.js'
import { Ids } from './parts.js'
import { panelPath, panelsPath } from './paths.js'

/** The tools of a panel that is drafted again, in the versions of their dossiers that it judged. */
export function ToolsAgain({ fields, problems, again }: Omit<PartProps, 'choices'> & { again: AgainChoices }) {
  return (
    <Group legend="Tools" field="tools" problems={problems}>
      <input type="hidden" name="again" value={again.panelId} />
      <p class="hint">
        The frozen dossiers that <a href={panelPath(again.panelId)}>the first panel</a> judged, word for word, so that only what you change
        below differs. <a href={`${panelsPath}/new`}>Choose other tools instead</a>
      </p>
      <div class="choices">
        {again.tools.map(({ slug, name }) => (
          <Choice name="tool" value={slug} isChosen={fields.tools.includes(slug)} label={isolate(revealInvisible(name))} />
        ))}
      </div>
      <Ids ids={again.tools.map(({ name, sha256 }) => [`Dossier of ${isolate(revealInvisible(name))}`, sha256] as const)} />
      <p class="hint">
        A seat with the same persona, model and dossier as before takes its reply from the ledger: it costs nothing, and says the same.
      </p>
    </Group>
  )
}

/** The personas as they are now, and beside each that a panel had otherwise, that one. */
export function Personas({ fields, choices: { personas, again }, problems }: PartProps) {
  const older = (again?.personas ?? []).filter(({ sha256 }) => personas.every((persona) => persona.sha256 !== sha256))
  return (
    <Group legend="Personas" field="personas" problems={problems}>
      <div class="choices">
        {personas.map((persona) => (
          <Choice name="persona" value={persona.id} isChosen={fields.personas.includes(persona.id)} label={persona.seat}>
            {persona.question} <span class="meta">Version {persona.version}</span>
            <SinceThen persona={persona} then={again?.personas ?? null} />
          </Choice>
        ))}
        {older.map((persona) => (
          <Choice
            name="persona"
            value={persona.sha256}
            isChosen={fields.personas.includes(persona.sha256)}
            label={`${revealInvisible(persona.seat)}, as it was then`}
          >
            {revealInvisible(persona.question)} <span class="meta">Version {persona.version}</span>
          </Choice>
        ))}
      </div>
    </Group>
  )
}

/** How a persona differs from the one that the panel had; nothing where it is the same, or there was no panel. */
function SinceThen({ persona, then }: { persona: Persona; then: readonly Persona[] | null }) {
  if (then === null) return null
  const before = then.find(({ id }) => id === persona.id)
  if (before === undefined) return <span class="flag"> · the panel did not have it</span>
  if (before.sha256 === persona.sha256) return null
  const was =
    before.version === persona.version ? `version ${before.version} too, and its file was edited since` : `version ${before.version}`
  return <span class="flag"> · the panel had {was}</span>
}
