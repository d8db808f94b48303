ALTER TABLE "records" ADD COLUMN "is_old" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "repeat" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "against" text;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "against_sha256" text;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "is_blind" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "verdict_id" text;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "verdict" json;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_against_sha256_dossiers_sha256_fk" FOREIGN KEY ("against_sha256") REFERENCES "public"."dossiers"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
UPDATE "records" SET "is_old" = true FROM "panels" WHERE "panels"."id" = "records"."panel_id" AND "records"."status" = 'in_review' AND json_array_length("panels"."plan" -> 'jurors') > 1;
