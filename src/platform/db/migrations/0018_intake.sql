CREATE TABLE "captures" (
	"key" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"final_url" text NOT NULL,
	"status" integer NOT NULL,
	"media_type" text,
	"charset" text,
	"etag" text,
	"last_modified" text,
	"bytes_sha256" text NOT NULL,
	"fetched_at" timestamp with time zone NOT NULL,
	"checked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "intakes" (
	"id" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"addresses" json NOT NULL,
	"model" text,
	"budget_usd" numeric(20, 8),
	"actor" json,
	"pages" json NOT NULL,
	"proposal" json,
	"dossier_sha256" text,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "raw_pages" (
	"sha256" text PRIMARY KEY NOT NULL,
	"body" "bytea" NOT NULL,
	"size" integer NOT NULL,
	"used_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_texts" (
	"sha256" text PRIMARY KEY NOT NULL,
	"text" json NOT NULL
);
--> statement-breakpoint
CREATE INDEX "intakes_newest" ON "intakes" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "intakes_status" ON "intakes" USING btree ("status");--> statement-breakpoint
CREATE INDEX "raw_pages_used" ON "raw_pages" USING btree ("used_at");