import fc from 'fast-check'

/** Property tests try the same cases everywhere, so that only a change turns one red. `PANEL_SEED=<number> npm test` tries others. */
fc.configureGlobal({ seed: Number(process.env.PANEL_SEED ?? 20_261_125) })
