DELETE FROM "published_tools";--> statement-breakpoint
DELETE FROM "site_changes";--> statement-breakpoint
DELETE FROM "site_cursor";--> statement-breakpoint
ALTER TABLE "published_tools" ADD COLUMN "kind" text NOT NULL;--> statement-breakpoint
ALTER TABLE "published_tools" ADD COLUMN "record_title" text NOT NULL;--> statement-breakpoint
ALTER TABLE "published_tools" ADD COLUMN "content_sha256" text NOT NULL;--> statement-breakpoint
ALTER TABLE "published_tools" ADD COLUMN "sort_name" text NOT NULL;--> statement-breakpoint
ALTER TABLE "published_tools" ADD COLUMN "summary" json NOT NULL;--> statement-breakpoint
ALTER TABLE "published_tools" ADD COLUMN "figures" json NOT NULL;--> statement-breakpoint
CREATE INDEX "published_tools_category" ON "published_tools" USING btree ("is_current","category","published_at");