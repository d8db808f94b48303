ALTER TABLE "panels" ADD COLUMN "asked_by" text;--> statement-breakpoint
CREATE INDEX "panels_asked_by" ON "panels" USING btree ("asked_by","created_at");