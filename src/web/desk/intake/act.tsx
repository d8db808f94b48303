import { slugSchema } from '../../../contracts/primitives.js'
import { splitAddresses } from '../../../evidence/intake/addresses.js'
import { UsageError } from '../../../platform/errors.js'
import { actorOf, type DeskContext } from '../env.js'
import { Page, PageHead } from '../layout.js'
import { intakePath, intakesPath, toolPath } from '../paths.js'
import { listOf, readForm, sendNotFound, sendPage, textOf } from '../send.js'
import { AddressForm, type AddressFormProps } from './address-form.js'
import type { IntakeDeskDependencies } from './dependencies.js'
import { editsOfValues, type FormValues, type InputProblem, readValues } from './form-values.js'
import { findIntake, sendProposal } from './show.js'

/** As many as anyone looks through in a list of its kind. */
const mostModels = 200

/** The models that can draft facts: those whose key is here. */
async function draftingModels({ jurors }: IntakeDeskDependencies) {
  return (await jurors()).filter(({ missingKey }) => missingKey === null).slice(0, mostModels)
}

/** Where addresses are pasted, with the choice of a model: which models there are is asked of their providers. */
export async function showAddressForm(c: DeskContext, dependencies: IntakeDeskDependencies): Promise<Response> {
  return sendAddressForm(c, { text: '', tool: null, models: await draftingModels(dependencies), model: '', problem: null })
}

function sendAddressForm(c: DeskContext, shown: Omit<AddressFormProps, 'title'>): Response | Promise<Response> {
  const title = 'Paste the tool’s addresses'
  return sendPage(
    c,
    <Page title={title} actor={actorOf(c)} path={intakesPath}>
      <PageHead title={title} />
      <AddressForm {...shown} title="What to read" />
    </Page>,
    shown.problem === null ? 200 : 422,
  )
}

/** Starts reading the addresses, and leads to how that goes; or says what is wrong with them, with all that was sent. */
export async function startIntake(c: DeskContext, dependencies: IntakeDeskDependencies): Promise<Response> {
  const form = await readForm(c)
  const text = textOf(form, 'addresses')
  const more = listOf(form, 'more')
  const model = textOf(form, 'model')
  const named = slugSchema.safeParse(textOf(form, 'tool'))
  const tool = named.success && (await dependencies.dossiers.versions(named.data)).length > 0 ? named.data : null
  try {
    const addresses = splitAddresses([text, ...more].join('\n'))
    const id = await dependencies.intakes.start({ addresses, tool, model: model === '' ? null : model, by: actorOf(c) })
    return c.redirect(intakePath(id), 303)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const shown = {
      text: [text, ...more].join('\n').trim(),
      tool,
      models: await draftingModels(dependencies),
      model,
      problem: error.message,
    }
    return sendAddressForm(c, shown)
  }
}

/** Keeps the proposal as it was corrected, and leads to the tool; or shows it again with all that was typed, and what is wrong at its place. */
export async function keepIntake(c: DeskContext, dependencies: IntakeDeskDependencies): Promise<Response> {
  const intake = await findIntake(c, dependencies)
  if (intake === null || intake.proposal === null) return sendNotFound(c, 'proposal')
  const { proposal } = intake
  const values = readValues(await readForm(c), proposal)
  const { edits, problems, inputOf } = editsOfValues(proposal, values)
  const again = (found: readonly InputProblem[], changed: Partial<FormValues> = {}) =>
    sendProposal(c, dependencies, { intake, proposal, values: { ...values, ...changed }, problems: found })
  if (problems.length > 0) return again(problems)
  // Another slug is another tool: the form was not made beside any dossier of it.
  const base = values.base === '' || values.baseOf !== edits.slug ? null : values.base
  const kept = await dependencies.keepProposal({ intakeId: intake.id, proposal, edits, base, by: actorOf(c) })
  if (kept.status === 'kept') return c.redirect(`${toolPath(kept.dossier.tool.slug)}?said=kept`, 303)
  if (kept.status === 'invalid') {
    return again(kept.findings.map(({ path, message, fix }) => ({ id: inputOf(path), message, fix })))
  }
  const newest = kept.current
  const message =
    newest === null
      ? `there is no tool "${edits.slug}" any more`
      : `"${edits.slug}" has a newer dossier than the one that this form was made beside: that of ${newest.tool.name}`
  const fix = 'look at that dossier; choose another slug if it is another tool, or send the form again to make this its next version'
  return again([{ id: 'slug', message, fix }], { base: newest?.sha256 ?? '', baseOf: edits.slug })
}
