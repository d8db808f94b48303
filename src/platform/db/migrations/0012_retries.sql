ALTER TABLE "model_call_attempts" ALTER COLUMN "reserved_usd" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "model_call_attempts" ADD COLUMN "run" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "model_calls" ADD COLUMN "unscored_by" text;--> statement-breakpoint
ALTER TABLE "panels" ADD COLUMN "asked_run" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "run" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
-- Replies that left a seat unscored before this was noted.
UPDATE "model_calls" SET "unscored_by" = "ended"."id" || '/' || "ended"."run"
FROM (
  SELECT "seats"."id", "panels"."run", regexp_replace("outcome"::text, '\\u(0000|d[89a-f]..)', '\\ufffd', 'gi')::json AS "outcome"
  FROM "seats" JOIN "panels" ON "panels"."id" = "seats"."panel_id"
  WHERE "seats"."status" = 'unscored' AND "outcome" IS NOT NULL AND "panels"."recording_set" IS NULL
) AS "ended"
WHERE "model_calls"."key" = "ended"."outcome" -> 'callKeys' ->> 0
  AND "ended"."outcome" ->> 'kind' IN ('malformed-reply', 'refused', 'truncated');
