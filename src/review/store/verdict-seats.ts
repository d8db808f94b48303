/** The rows that stand for the verdicts of a record `r`: of a seat of several drafts, as they came to it. */
export const seatsOfVerdicts = `
  SELECT id, tool, persona, persona_sha256, dossier_sha256, finished_at, coalesce(verdict ->> 'model', model) AS model,
    CASE WHEN verdict IS NULL OR status IN ('planned', 'drafting') THEN status ELSE verdict ->> 'status' END AS status,
    CASE WHEN verdict IS NULL THEN call ELSE verdict ->> 'call' END AS call,
    CASE WHEN verdict IS NULL THEN reason ELSE verdict ->> 'reason' END AS reason
  FROM seats WHERE panel_id = r.panel_id AND verdict_id IS NULL AND against IS NULL`
