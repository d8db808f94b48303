CREATE TABLE "audit_index" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"record_id" text
);
--> statement-breakpoint
CREATE INDEX "audit_index_actor" ON "audit_index" USING btree ("actor","seq");--> statement-breakpoint
CREATE INDEX "audit_index_action" ON "audit_index" USING btree ("action","seq");--> statement-breakpoint
CREATE INDEX "audit_index_subject" ON "audit_index" USING btree ("subject","seq");--> statement-breakpoint
CREATE INDEX "audit_index_at" ON "audit_index" USING btree ("at");--> statement-breakpoint
INSERT INTO "audit_index" (seq, at, actor, action, kind, subject, record_id)
SELECT seq, (entry ->> 'at')::timestamptz, left(coalesce(entry -> 'actor' ->> 'userId', entry -> 'actor' ->> 'system', ''), 200),
  left(coalesce(entry ->> 'action', ''), 200), coalesce(entry -> 'subject' ->> 'kind', ''), left(coalesce(entry -> 'subject' ->> 'id', ''), 200), record_id
FROM (
  SELECT seq, record_id, regexp_replace(body::text, '\\u(0000|d[89a-f]..)', '\\ufffd', 'gi')::json AS entry FROM "audit_log" OFFSET 0
) entries;
