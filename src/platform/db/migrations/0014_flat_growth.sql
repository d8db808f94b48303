CREATE INDEX "dossiers_slug" ON "dossiers" USING btree ("slug","created_at");--> statement-breakpoint
CREATE INDEX "model_call_attempts_running" ON "model_call_attempts" USING btree ("provider") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "model_calls_settled" ON "model_calls" USING btree ("model","settled_at") WHERE status = 'settled';--> statement-breakpoint
CREATE INDEX "seats_tool" ON "seats" USING btree ("tool","panel_id");