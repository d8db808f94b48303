ALTER TABLE "model_call_attempts" ALTER COLUMN "panel_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "model_call_attempts" ADD COLUMN "intake_id" text;--> statement-breakpoint
ALTER TABLE "model_call_attempts" ADD CONSTRAINT "model_call_attempts_intake_id_intakes_id_fk" FOREIGN KEY ("intake_id") REFERENCES "public"."intakes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "model_call_attempts_intake" ON "model_call_attempts" USING btree ("intake_id") WHERE "model_call_attempts"."intake_id" is not null;--> statement-breakpoint
ALTER TABLE "model_call_attempts" ADD CONSTRAINT "model_call_attempts_payer" CHECK (num_nonnulls("model_call_attempts"."panel_id", "model_call_attempts"."intake_id") = 1);