import { makeAsset } from '../assets.js'
import { dossierScript } from './dossier-script.js'

/** Saves a dossier's form while it is written, adds rows in place, and makes facts of selected passages. */
export const dossierScriptAsset = makeAsset('dossier.js', dossierScript)

export const dossierAssets = [dossierScriptAsset]
