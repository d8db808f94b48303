import { expect, test } from 'vitest'
import { waitWords } from '../../../../src/platform/text/wait-words.js'

test.each([
  [0, '0 seconds'],
  [0.2, '1 second'],
  [1, '1 second'],
  [2, '2 seconds'],
  [119, '119 seconds'],
  [120, '2 minutes'],
  [121, '3 minutes'],
  [7_199, '120 minutes'],
  [7_200, '2 hours'],
  [7_201, '3 hours'],
])('a wait of %d s reads as %s', (seconds, words) => expect(waitWords(seconds)).toBe(words))
