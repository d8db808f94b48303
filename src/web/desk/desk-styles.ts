import { baseStyles } from '../../site/pages/record/base-styles.js'
import { agreementStyles } from './agreement/agreement-styles.js'
import { dossierStyles } from './dossier/dossier-styles.js'
import { listStyles } from './lists/list-styles.js'
import { paletteStyles } from './palette/palette-styles.js'
import { accountStyles } from './styles/account-styles.js'
import { formStyles } from './styles/form-styles.js'
import { frameStyles } from './styles/frame-styles.js'
import { intakeStyles } from './styles/intake-styles.js'
import { partStyles } from './styles/part-styles.js'
import { recordDeskStyles } from './styles/record-desk-styles.js'
import { settingsStyles } from './styles/settings-styles.js'
import { versionsStyles } from './versions/versions-styles.js'

/** The desk's stylesheet, on the tokens and marks that the public pages have too. */
export const deskStyles = [
  baseStyles,
  frameStyles,
  formStyles,
  partStyles,
  recordDeskStyles,
  intakeStyles,
  dossierStyles,
  accountStyles,
  agreementStyles,
  listStyles,
  versionsStyles,
  settingsStyles,
  paletteStyles,
].join('\n')
