import { type Asset, makeAsset } from '../assets.js'
import { reviewScriptText } from './review-script.js'
import { reviewStyles } from './review-styles.js'

/** Keys, autosave and lit passages: for the editor, the history and the queue. */
export const reviewScript = makeAsset('review.js', reviewScriptText)
export const reviewStylesheet = makeAsset('review.css', reviewStyles)

export const reviewAssets: readonly Asset[] = [reviewScript, reviewStylesheet]
