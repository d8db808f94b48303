CREATE TABLE "dossier_versions" (
	"slug" text NOT NULL,
	"number" integer NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"by" json,
	CONSTRAINT "dossier_versions_slug_number_pk" PRIMARY KEY("slug","number")
);
--> statement-breakpoint
ALTER TABLE "dossier_versions" ADD CONSTRAINT "dossier_versions_sha256_dossiers_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."dossiers"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dossier_versions_sha256" ON "dossier_versions" USING btree ("sha256");--> statement-breakpoint
INSERT INTO "dossier_versions" ("slug", "number", "sha256", "created_at", "by")
SELECT "d"."slug", row_number() OVER (PARTITION BY "d"."slug" ORDER BY "d"."created_at", "d"."sha256" DESC), "d"."sha256", "d"."created_at", "kept"."actor"
FROM "dossiers" "d"
LEFT JOIN (
	SELECT DISTINCT ON ("hash") "hash", "actor" FROM (
		SELECT "seq", "entry" -> 'data' ->> 'dossierSha256' AS "hash", "entry" -> 'actor' AS "actor" FROM (
			SELECT "seq", regexp_replace("body"::text, '\\u(0000|d[89a-f]..)', '\\ufffd', 'gi')::json AS "entry" FROM "audit_log"
			WHERE "body"::text LIKE '%"add a dossier"%'
		) "readable" WHERE "entry" ->> 'action' = 'add a dossier'
	) "entries" ORDER BY "hash", "seq"
) "kept" ON "kept"."hash" = "d"."sha256";
