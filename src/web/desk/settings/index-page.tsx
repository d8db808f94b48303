import { actorOf, type DeskContext } from '../env.js'
import { Page, PageHead } from '../layout.js'
import { sendPage } from '../send.js'
import type { SettingsDependencies } from './dependencies.js'
import { FixedTable, SettingsPage } from './parts.js'
import { settingsPath, settingsSections } from './paths.js'

/** The sections of the settings. */
export async function showSettings(c: DeskContext): Promise<Response> {
  return sendPage(
    c,
    <Page title="Settings" actor={actorOf(c)} path={settingsPath}>
      <PageHead title="Settings" />
      <p class="lede">For admins. Every change is in the log, and holds everywhere within a few seconds.</p>
      <ul class="section-list">
        {settingsSections.map(({ path, name, about }) => (
          <li>
            <a href={path}>{name}</a>
            <span class="meta">{about}</span>
          </li>
        ))}
      </ul>
    </Page>,
  )
}

/** What only the file and the environment say. */
export async function showFixed(c: DeskContext, { onlyInFile }: SettingsDependencies): Promise<Response> {
  return sendPage(
    c,
    <SettingsPage title="Set elsewhere" actor={actorOf(c)} path={`${settingsPath}/fixed`}>
      <p class="lede">
        These are decided by who runs the server, and only shown here. Keys and passwords are never shown: only whether their variable is
        set.
      </p>
      <FixedTable fixed={onlyInFile} />
    </SettingsPage>,
  )
}
