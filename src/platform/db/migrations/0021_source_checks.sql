CREATE TABLE "source_checks" (
	"tool" text NOT NULL,
	"source" text NOT NULL,
	"dossier_sha256" text NOT NULL,
	"record_id" text NOT NULL,
	"position" integer NOT NULL,
	"address" text NOT NULL,
	"outcome" text,
	"is_captured" boolean NOT NULL,
	"before_sha256" text NOT NULL,
	"after_sha256" text,
	"base_sha256" text,
	"changes" json NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	"since" timestamp with time zone,
	CONSTRAINT "source_checks_tool_source_pk" PRIMARY KEY("tool","source")
);
--> statement-breakpoint
CREATE TABLE "source_pages" (
	"address" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"claimed_until" timestamp with time zone,
	"checked_at" timestamp with time zone,
	"outcome" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp with time zone,
	"http_status" integer,
	"message" text,
	"fix" text
);
--> statement-breakpoint
CREATE TABLE "tool_freshness" (
	"tool" text PRIMARY KEY NOT NULL,
	"body" json,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "source_checks_address" ON "source_checks" USING btree ("address");--> statement-breakpoint
CREATE INDEX "source_pages_next" ON "source_pages" USING btree ("next_at");