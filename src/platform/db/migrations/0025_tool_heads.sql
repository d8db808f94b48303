CREATE TABLE "tools" (
	"slug" text PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"name" text NOT NULL,
	"vendor" text NOT NULL,
	"category" text NOT NULL,
	"tagline" text NOT NULL,
	"as_of" text NOT NULL,
	"rivals" text[] NOT NULL,
	"facts" integer NOT NULL,
	"sources" integer NOT NULL,
	"versions" integer NOT NULL,
	"search" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "tools_name" ON "tools" USING btree (lower(left("tools"."name", 200)),"slug");--> statement-breakpoint
CREATE INDEX "tools_newest" ON "tools" USING btree ("created_at","slug");--> statement-breakpoint
CREATE INDEX "tools_recent" ON "tools" USING btree ("updated_at","slug");--> statement-breakpoint
INSERT INTO "tools" (slug, sha256, name, vendor, category, tagline, as_of, rivals, facts, sources, versions, search, created_at, updated_at)
SELECT slug, sha256, name, vendor, category, tagline, as_of, rivals, facts, sources, versions,
  lower(concat_ws(' ', name, slug, vendor, category, tagline, array_to_string(rivals, ' '))), first, created_at
FROM (
  SELECT newest.slug, newest.sha256, newest.created_at, all_of_it.versions, all_of_it.first,
    coalesce(body -> 'tool' ->> 'name', newest.slug) AS name, coalesce(body -> 'tool' ->> 'vendor', '') AS vendor,
    coalesce(body -> 'tool' ->> 'category', '') AS category, coalesce(body -> 'tool' ->> 'tagline', '') AS tagline,
    coalesce(body ->> 'asOf', '') AS as_of, ARRAY(SELECT json_array_elements_text(body -> 'rivals')) AS rivals,
    coalesce(json_array_length(body -> 'facts'), 0) AS facts, coalesce(json_array_length(body -> 'sources'), 0) AS sources
  FROM (SELECT DISTINCT ON (slug) slug, sha256, created_at FROM "dossier_versions" ORDER BY slug, number DESC) newest
  CROSS JOIN LATERAL (
    SELECT regexp_replace(d.body::text, '\\u(0000|d[89a-f]..)', '\\ufffd', 'gi')::json AS body FROM "dossiers" d WHERE d.sha256 = newest.sha256 OFFSET 0
  ) document
  CROSS JOIN LATERAL (SELECT count(*)::int AS versions, min(created_at) AS first FROM "dossier_versions" WHERE slug = newest.slug) all_of_it
) head;
