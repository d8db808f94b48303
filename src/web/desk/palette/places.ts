import type { Role } from '../../../contracts/role.js'
import { mayActAs } from '../../../contracts/role.js'
import { apiLink } from '../../api/paths.js'
import { subscribersPath } from '../newsletter/paths.js'
import {
  accountPath,
  agreementPath,
  auditPath,
  communityPath,
  deskPath,
  intakesPath,
  newsletterPath,
  panelsPath,
  peoplePath,
  queuePath,
  recordsPath,
  settingsPath,
  toolsPath,
} from '../paths.js'
import { settingsSections } from '../settings/paths.js'
import { importPath } from '../versions/paths.js'

/** A page, or something to do, that the palette leads to. `also`: further words that it is found by. */
export type Place = { kind: 'page' | 'action'; name: string; path: string; also?: string; role?: Role }

const places: readonly Place[] = [
  { kind: 'action', name: 'Kick off a panel', path: `${panelsPath}/new`, also: 'new start run', role: 'editor' },
  { kind: 'action', name: 'Write a dossier', path: `${toolsPath}/new`, also: 'new tool add form', role: 'editor' },
  { kind: 'action', name: 'Import YAML', path: importPath, also: 'dossier file upload tool add', role: 'editor' },
  { kind: 'action', name: 'Add a tool from its addresses', path: `${intakesPath}/new`, also: 'new intake url website', role: 'editor' },
  { kind: 'action', name: 'Invite someone', path: peoplePath, also: 'person people add', role: 'admin' },
  { kind: 'action', name: 'Check the log', path: `${auditPath}/verify`, also: 'audit verify chain', role: 'editor' },
  { kind: 'action', name: 'Send a test mail', path: `${settingsPath}/mail`, also: 'smtp letter', role: 'admin' },
  { kind: 'page', name: 'Home', path: deskPath, also: 'desk start' },
  { kind: 'page', name: 'Review queue', path: queuePath, also: 'waiting mine' },
  { kind: 'page', name: 'Everything that waits', path: `${queuePath}?scope=all`, also: 'queue all review' },
  { kind: 'page', name: 'Panels', path: panelsPath, also: 'runs' },
  { kind: 'page', name: 'Records', path: recordsPath, also: 'comparisons' },
  { kind: 'page', name: 'Tools', path: toolsPath, also: 'dossiers' },
  { kind: 'page', name: 'Newsletter', path: newsletterPath, also: 'issues weekly' },
  { kind: 'page', name: 'Subscribers', path: subscribersPath, also: 'newsletter readers mail', role: 'editor' },
  { kind: 'page', name: 'Votes', path: communityPath, also: 'community bursts', role: 'editor' },
  { kind: 'page', name: 'Agreement', path: agreementPath, also: 'jurors models' },
  { kind: 'page', name: 'Log', path: auditPath, also: 'audit history', role: 'editor' },
  { kind: 'page', name: 'People', path: peoplePath, also: 'roles accounts', role: 'admin' },
  { kind: 'page', name: 'Settings', path: settingsPath, also: 'budgets webhooks mail models', role: 'admin' },
  ...settingsSections.map(({ path, name, about }) => {
    return { kind: 'page', name: `Settings: ${name}`, path, also: about, role: 'admin' } as const
  }),
  { kind: 'page', name: 'API document', path: apiLink('docs'), also: 'openapi reference rest description' },
  { kind: 'page', name: 'Your account', path: accountPath, also: 'password tokens profile' },
]

/** Where someone with that role may go. */
export function placesFor(role: Role): Place[] {
  return places.filter((place) => place.role === undefined || mayActAs(role, place.role))
}
