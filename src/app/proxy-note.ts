import { z } from 'zod'
import { instantSchema } from '../contracts/primitives.js'
import { createHomeNote } from './home-note.js'

/** What a server saw of a proxy whose header it could not read, for `panel doctor`. A server that starts forgets what an earlier one saw. */
export const proxyNote = createHomeNote({
  file: 'proxy-header.json',
  schema: z.object({ header: z.string().max(200), form: z.string().max(200), at: instantSchema }),
  lost: 'panel doctor will not know of the header',
})
