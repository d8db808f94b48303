import type { PanelRecord } from '../../contracts/record.js'
import { revealRecord } from '../../platform/html/safe-text.js'
import type { RecordView } from '../../review/views.js'
import { RecordSections } from '../../site/pages/record/record-sections.js'

/** The record with what people made of it, in the shape that the public page is made from. Null while a part is hidden. */
export function previewOf({ modelRecord, content, contentSha256, recordStatus }: RecordView): PanelRecord | null {
  if (modelRecord === null || content === null || contentSha256 === null) return null
  return revealRecord({ ...modelRecord, ...content, contentSha256, status: recordStatus })
}

/** The main part of the public page, from the same components and styles. */
export function RecordPreview({ record }: { record: PanelRecord }) {
  return (
    <>
      <p class="preview-note">As it will look in public, with everything that people changed so far.</p>
      <RecordSections record={record} />
    </>
  )
}
