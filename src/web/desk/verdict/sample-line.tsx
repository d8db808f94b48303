import type { VerdictView } from '../../../review/views.js'

/** Whether people wrote the draft of a verdict as a sample, in the form of a model's reply. False while the draft is hidden. */
export function isSample({ modelDraft, verdict }: Pick<VerdictView, 'modelDraft' | 'verdict'>): boolean {
  return modelDraft !== null && verdict?.origin === 'authored'
}

/** Says so of a sample: what a model seems to say is no model's. Nothing of any other verdict. */
export function SampleLine({ view }: { view: VerdictView }) {
  return isSample(view) ? <p class="meta">A sample: people wrote these words, no model said them.</p> : null
}
