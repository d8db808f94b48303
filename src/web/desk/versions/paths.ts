import { toolPath, toolsPath } from '../paths.js'

/** The page on which a dossier is added as YAML. */
export const importPath = `${toolsPath}/import`

/** The versions of a tool's dossier, side by side. */
export function versionsPath(slug: string): string {
  return `${toolPath(slug)}/versions`
}

/** A tool's dossier as a file; `?version=` names one by its number. */
export function yamlPath(slug: string): string {
  return `${toolPath(slug)}/dossier.yaml`
}
