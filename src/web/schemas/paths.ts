import { withoutAtEnd } from '../../platform/text/text-end.js'

/** Where the published JSON Schemas are, for anyone. */
export const schemasPath = '/schemas'

/** The schema that a dossier's file is held to. */
export const dossierSchemaPath = `${schemasPath}/dossier-file.schema.json`

/** The whole address of that schema: on the address that readers know, or else on the one that was asked (`requested`, an absolute URL). */
export function dossierSchemaUrl({ publicUrl, requested }: { publicUrl: string | null; requested: string }): string {
  const base = publicUrl === null ? new URL(requested).origin : withoutAtEnd(publicUrl, '/')
  return `${base}${dossierSchemaPath}`
}
