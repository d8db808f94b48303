import { type Asset, makeAsset } from '../assets.js'
import { paneScriptText } from './pane-script.js'
import { reviewScriptText } from './review-script.js'
import { reviewStyles } from './review-styles.js'

/** Keys, autosave, lit passages and looked-up quotes: for the editor, the history and the queue. */
export const reviewScript = makeAsset('review.js', [reviewScriptText, paneScriptText].join(';\n'))
export const reviewStylesheet = makeAsset('review.css', reviewStyles)

export const reviewAssets: readonly Asset[] = [reviewScript, reviewStylesheet]
