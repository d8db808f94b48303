CREATE TABLE "dossier_draft_changes" (
	"draft_id" text NOT NULL,
	"revision" integer NOT NULL,
	"window" text NOT NULL,
	"before" json NOT NULL,
	CONSTRAINT "dossier_draft_changes_draft_id_revision_pk" PRIMARY KEY("draft_id","revision")
);
--> statement-breakpoint
CREATE TABLE "dossier_drafts" (
	"id" text PRIMARY KEY NOT NULL,
	"origin" text NOT NULL,
	"slug" text,
	"base" text,
	"intake_id" text,
	"name" text NOT NULL,
	"values" json NOT NULL,
	"conflicts" json NOT NULL,
	"revision" integer NOT NULL,
	"owner" text NOT NULL,
	"saved_by" json NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"saved_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "dossier_draft_changes" ADD CONSTRAINT "dossier_draft_changes_draft_id_dossier_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."dossier_drafts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dossier_drafts_owner" ON "dossier_drafts" USING btree ("owner","saved_at");