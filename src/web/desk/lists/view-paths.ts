import { deskPath } from '../paths.js'

/** Where views are saved. */
export const viewsPath = `${deskPath}/views`

/** Where one view is changed. */
export function viewPath(id: string): string {
  return `${viewsPath}/${encodeURIComponent(id)}`
}
