ALTER TABLE "installation" ADD COLUMN "swept_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "model_call_attempts" ADD COLUMN "provider" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "model_call_attempts" ADD COLUMN "tokens" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "panels" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "panels" ADD COLUMN "run" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "panels" ADD COLUMN "enqueued_run" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "panels" ADD COLUMN "request_sha256" text;--> statement-breakpoint
ALTER TABLE "panels" ADD COLUMN "priority" text DEFAULT 'editor' NOT NULL;--> statement-breakpoint
ALTER TABLE "panels" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "deferrals" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "model_call_attempts_provider" ON "model_call_attempts" USING btree ("provider","started_at");--> statement-breakpoint
CREATE INDEX "panels_status" ON "panels" USING btree ("status");--> statement-breakpoint
CREATE UNIQUE INDEX "panels_running_request" ON "panels" USING btree ("request_sha256") WHERE status = 'running';