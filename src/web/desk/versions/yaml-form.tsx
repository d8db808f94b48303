import type { Problem } from '../../../platform/errors.js'
import { maxInputBytes } from '../../../platform/input/yaml-document.js'
import { dossierSchemaPath } from '../../schemas/paths.js'

/** The shape of a dossier, for a start. */
const placeholder = `schema: panel.dossier/1
asOf: 2026-11-20
tool:
  slug: name-of-the-tool
  name: Name of the tool
  …`

type YamlFormProps = {
  action: string
  text: string
  /** What was in the text field before a file took its place; empty for nothing. */
  earlier: string
  problems: readonly Problem[]
  /** What it would replace: the newest version of its tool and the document set beside it, by their hashes; left out where nothing was compared. */
  replaces?: { number: number; base: string; shown: string } | undefined
}

/** Adds a tool from its dossier: dropped, chosen or pasted. What was sent is in the field again when something is wrong with it. */
export function YamlForm({ action, text, earlier, problems, replaces }: YamlFormProps) {
  const isInvalid = problems.length > 0
  return (
    <section class="block" aria-labelledby="dossier-title">
      <h2 id="dossier-title">{headOf({ problems, replaces })}</h2>
      <p class="meta">
        One YAML file, checked as a whole before anything is kept, against <a href={dossierSchemaPath}>the JSON Schema panel.dossier/1</a>{' '}
        and what its parts say of each other. A tool that is known already gets a new version, once you have seen what it changes; panels
        that rest on an older one keep it.
      </p>
      <form method="post" action={action} enctype="multipart/form-data">
        {replaces === undefined ? null : (
          <>
            <input type="hidden" name="base" value={replaces.base} />
            <input type="hidden" name="shown" value={replaces.shown} />
          </>
        )}
        <div class="field drop" data-drop="dossier" data-drop-earlier="earlier" data-drop-limit={String(maxInputBytes)}>
          <label for="file">A file, chosen or dropped here</label>
          <input type="file" id="file" name="file" accept=".yaml,.yml,text/yaml,application/yaml" />
          <p class="meta" data-drop-said role="status"></p>
        </div>
        <div class="field">
          <label for="dossier">Or the dossier’s text</label>
          <div class="yaml" data-yaml={dossierSchemaPath}>
            <div class="lines" aria-hidden="true" data-yaml-lines hidden></div>
            <textarea
              class="source"
              id="dossier"
              name="dossier"
              spellcheck={false}
              autocomplete="off"
              rows={24}
              placeholder={placeholder}
              aria-invalid={isInvalid ? 'true' : undefined}
            >
              {`\n${text}`}
            </textarea>
            <div class="options" id="dossier-options" role="listbox" aria-label="What fits here" data-yaml-options hidden></div>
          </div>
          <p class="hint" data-yaml-hint hidden>
            Keys and values that fit are listed as you type, and by Ctrl and Space. Arrow keys choose, Enter takes one, Escape closes the
            list.
          </p>
        </div>
        <Earlier text={earlier} />
        <div class="actions">
          <button type="submit">{replaces === undefined ? 'Check and keep' : `Replace version ${replaces.number} with this`}</button>
        </div>
      </form>
    </section>
  )
}

function headOf({ problems, replaces }: Pick<YamlFormProps, 'problems' | 'replaces'>): string {
  if (problems.length > 0) return 'Fix the dossier'
  return replaces === undefined ? 'A dossier that you wrote, or a newer version of one' : 'What you sent'
}

/** Nothing that was typed is lost to a file: it stays here, to be copied. Hidden until there is something. */
function Earlier({ text }: { text: string }) {
  return (
    <details class="ask" hidden={text === ''}>
      <summary>What was in the text field before the file</summary>
      <label for="earlier">Kept to be copied; it is not checked</label>
      <textarea class="source" id="earlier" name="earlier" readonly spellcheck={false} autocomplete="off" rows={8}>
        {`\n${text}`}
      </textarea>
    </details>
  )
}
