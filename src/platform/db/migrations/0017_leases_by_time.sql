DROP INDEX "model_call_attempts_running";--> statement-breakpoint
CREATE INDEX "model_calls_lease" ON "model_calls" USING btree ("lease_until");