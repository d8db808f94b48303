import { writeSampleRecordings } from './sample-recordings.js'

const paths = await writeSampleRecordings()
process.stdout.write(`${paths.length} recordings written\n`)
