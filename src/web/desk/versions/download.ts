import { slugSchema } from '../../../contracts/primitives.js'
import { writeDossier } from '../../../panels/dossier/write-dossier.js'
import { dossierSchemaUrl } from '../../schemas/paths.js'
import type { DeskDependencies } from '../dependencies.js'
import type { DeskContext } from '../env.js'
import { sendNotFound } from '../send.js'

/** A version of a tool's dossier as a YAML file: the newest, or the one that `?version=` names by its number. */
export async function downloadDossier(c: DeskContext, { dossiers, publicUrl }: DeskDependencies): Promise<Response> {
  const { data: slug } = slugSchema.safeParse(c.req.param('slug'))
  const versions = slug === undefined ? [] : await dossiers.versions(slug)
  const wanted = c.req.query('version')
  const version = wanted === undefined ? versions[0] : versions.find(({ number }) => String(number) === wanted)
  const dossier = version === undefined ? null : await dossiers.find(version.sha256)
  if (version === undefined || dossier === null) return sendNotFound(c, 'tool, or no such version of it,')
  const isNewest = version.number === versions[0]?.number
  const name = isNewest ? version.slug : `${version.slug}-version-${version.number}`
  return c.body(writeDossier(dossier, dossierSchemaUrl({ publicUrl, requested: c.req.url })), 200, {
    'content-type': 'application/yaml; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.yaml"`,
  })
}
