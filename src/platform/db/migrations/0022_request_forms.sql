ALTER TABLE "seats" ADD COLUMN "form" json;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "tool_position" integer;