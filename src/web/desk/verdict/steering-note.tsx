import type { VerdictView } from '../../../review/views.js'
import { steeringTestText } from '../../../site/pages/record/steering-words.js'

/** What came of drafting it with and without the passages of its sources that want to steer; nothing where there are none. */
export function SteeringNote({ view }: { view: VerdictView }) {
  const steering = view.verdict?.status === 'drafted' ? view.verdict.steering : undefined
  if (steering === undefined) return null
  return (
    <section class="part small" id="steering">
      <h2>{steering.flipped === true ? 'Steering text changes the call' : 'Text that wants to steer'}</h2>
      <p class="meta">{steeringTestText(steering)}</p>
    </section>
  )
}
