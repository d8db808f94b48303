ALTER TABLE "model_calls" ALTER COLUMN "request" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "cleaned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "model_calls" ADD COLUMN "used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "panels" ADD COLUMN "replies_cleaned_at" timestamp with time zone;