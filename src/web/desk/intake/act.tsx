import { slugSchema } from '../../../contracts/primitives.js'
import { splitAddresses } from '../../../evidence/intake/addresses.js'
import { UsageError } from '../../../platform/errors.js'
import { actorOf, type DeskContext } from '../env.js'
import { Page, PageHead } from '../layout.js'
import { intakePath, intakesPath } from '../paths.js'
import { listOf, readForm, sendPage, textOf } from '../send.js'
import { AddressForm, type AddressFormProps } from './address-form.js'
import type { IntakeDeskDependencies } from './dependencies.js'

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
