ALTER TABLE "records" ADD COLUMN "title" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "tools" json DEFAULT '[]'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "slugs" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "categories" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "models" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "records" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "record_reviews" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "seats_unscored" ON "seats" USING btree ("panel_id") WHERE status = 'unscored';--> statement-breakpoint
CREATE INDEX "record_reviews_archived" ON "record_reviews" USING btree ("record_id") WHERE archived_at is not null;--> statement-breakpoint
CREATE INDEX "verdict_states_commented" ON "verdict_states" USING btree ("record_id") WHERE open_comments > 0;--> statement-breakpoint
CREATE INDEX "verdict_states_assigned" ON "verdict_states" USING btree ("assigned_to","record_id") WHERE assigned_to is not null;--> statement-breakpoint
-- What lists go by, of records made before. A body that JSON text cannot give out (NUL) keeps its id as its title.
UPDATE "records" r SET title = h.title, tools = h.tools, slugs = h.slugs, categories = h.categories, models = h.models,
	search_text = lower(concat_ws(E'\n', r.id, h.title, array_to_string(h.words, E'\n'), array_to_string(h.models, E'\n')))
FROM (SELECT id, panel_id, body FROM "records" WHERE position('\u0000' IN body::text) = 0 OFFSET 0) o CROSS JOIN LATERAL (
	SELECT o.body ->> 'title' AS title,
		json_agg(json_build_object('slug', t ->> 'slug', 'name', t ->> 'name') ORDER BY n) AS tools,
		array_agg(t ->> 'slug' ORDER BY n) AS slugs,
		array_agg(DISTINCT t ->> 'category') AS categories,
		array_agg(concat_ws(E'\n', t ->> 'slug', t ->> 'name', t ->> 'vendor', t ->> 'category') ORDER BY n) AS words,
		coalesce((SELECT array_agg(DISTINCT s.model) FROM "seats" s WHERE s.panel_id = o.panel_id), '{}') AS models
	FROM json_array_elements(CASE WHEN json_typeof(o.body -> 'tools') = 'array' THEN o.body -> 'tools' ELSE '[]' END) WITH ORDINALITY AS of_record(t, n)
) h
WHERE o.id = r.id AND h.title IS NOT NULL AND h.tools IS NOT NULL;
