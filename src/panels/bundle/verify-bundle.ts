import type { Bundle } from '../../contracts/bundle.js'
import type { PanelRecord } from '../../contracts/record.js'
import { contentHash, contentOf, wholeContentHash } from '../record/build-record.js'
import { isPublicReason, withPublicReasons } from '../record/public-reasons.js'
import { checkParts, checkRecordings } from './check-bundle.js'
import { type Difference, findDifferences } from './find-differences.js'
import type { BundleProblem } from './parse-bundle.js'
import { type OtherVersionSeat, type Readers, rebuildRecord, type StatedSeat } from './rebuild-record.js'

/** What came of rebuilding a bundle's record. */
export type Verification = {
  identical: boolean
  /** The content hash the record states; null for a bundle that could not be read. */
  expected: string | null
  /** The content hash of the record as rebuilt; null when there was nothing to rebuild it from. */
  rebuilt: string | null
  /** Where the record as stated and as rebuilt part, hash included. */
  differences: Difference[]
  problems: BundleProblem[]
  /** Unscored seats whose end no reply says; the record's word was taken for them. */
  asStated: StatedSeat[]
  /** Seats that another version asked or checked; their words were compared, and the record's word was taken for evidence and flags. */
  otherVersions: OtherVersionSeat[]
}

/**
 * Rebuilds a bundle's record from its recordings and compares the two, content and hash, both hashes computed again. Identical means
 * no difference and no problem. A bundle whose parts do not fit together is not rebuilt. Pure but for the readers.
 */
export async function verifyBundle(bundle: Bundle, readers: Readers): Promise<Verification> {
  const expected = bundle.record.contentSha256
  const unfit = checkParts(bundle)
  const problems = [...unfit, ...checkRecordings(bundle)]
  if (unfit.length > 0) return { identical: false, expected, rebuilt: null, differences: [], problems, asStated: [], otherVersions: [] }
  const { record, asStated, otherVersions } = await rebuildRecord(bundle, readers)
  const isPublic = hasOnlyPublicReasons(bundle.record)
  const hashOf = isPublic ? contentHash : wholeContentHash
  const rebuilt = hashOf(record)
  const differences = findDifferences({
    expected: { ...contentOf(bundle.record), contentSha256: expected },
    // Of a seat without a quorum the rebuild words the reason itself, as it stands at the desk.
    rebuilt: { ...(isPublic ? withPublicReasons(contentOf(record)) : contentOf(record)), contentSha256: rebuilt },
  })
  const isWhole = hashOf(bundle.record) === expected && rebuilt === expected
  const identical = isWhole && differences.length === 0 && problems.length === 0
  return { identical, expected, rebuilt, differences, problems, asStated, otherVersions }
}

/** Whether its unscored seats say no more than their kind; in a bundle from before that, the hash covers the reasons themselves. */
function hasOnlyPublicReasons({ tools }: PanelRecord): boolean {
  return tools.every(({ verdicts }) => verdicts.every((verdict) => verdict.status === 'drafted' || isPublicReason(verdict)))
}
