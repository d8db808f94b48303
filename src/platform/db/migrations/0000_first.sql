CREATE TABLE "dossiers" (
	"sha256" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"body" json NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model_call_attempts" (
	"owner" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"panel_id" text NOT NULL,
	"status" text NOT NULL,
	"reserved_usd" numeric(20, 8) NOT NULL,
	"charged_usd" numeric(20, 8),
	"reason" text,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "model_calls" (
	"key" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"model" text NOT NULL,
	"sample" integer NOT NULL,
	"request" json NOT NULL,
	"owner" text NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"raw" json,
	"usage" json,
	"cost_usd" numeric(20, 8),
	"latency_ms" integer,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "panels" (
	"id" text PRIMARY KEY NOT NULL,
	"plan" json NOT NULL,
	"status" text NOT NULL,
	"recording_set" text,
	"budget_usd" numeric(20, 8),
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "personas" (
	"sha256" text PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"body" json NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recordings" (
	"set_sha256" text NOT NULL,
	"key" text NOT NULL,
	"identity" json NOT NULL,
	"reply" json NOT NULL,
	CONSTRAINT "recordings_set_sha256_key_pk" PRIMARY KEY("set_sha256","key")
);
--> statement-breakpoint
CREATE TABLE "records" (
	"id" text PRIMARY KEY NOT NULL,
	"panel_id" text NOT NULL,
	"status" text NOT NULL,
	"content_sha256" text NOT NULL,
	"body" json NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "records_panel_id_unique" UNIQUE("panel_id")
);
--> statement-breakpoint
CREATE TABLE "seats" (
	"id" text PRIMARY KEY NOT NULL,
	"panel_id" text NOT NULL,
	"position" integer NOT NULL,
	"tool" text NOT NULL,
	"persona" text NOT NULL,
	"model" text NOT NULL,
	"dossier_sha256" text NOT NULL,
	"persona_sha256" text NOT NULL,
	"status" text NOT NULL,
	"outcome" json,
	"call" text,
	"reason" text,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "model_call_attempts" ADD CONSTRAINT "model_call_attempts_key_model_calls_key_fk" FOREIGN KEY ("key") REFERENCES "public"."model_calls"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_call_attempts" ADD CONSTRAINT "model_call_attempts_panel_id_panels_id_fk" FOREIGN KEY ("panel_id") REFERENCES "public"."panels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_panel_id_panels_id_fk" FOREIGN KEY ("panel_id") REFERENCES "public"."panels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_panel_id_panels_id_fk" FOREIGN KEY ("panel_id") REFERENCES "public"."panels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_dossier_sha256_dossiers_sha256_fk" FOREIGN KEY ("dossier_sha256") REFERENCES "public"."dossiers"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_persona_sha256_personas_sha256_fk" FOREIGN KEY ("persona_sha256") REFERENCES "public"."personas"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "model_call_attempts_panel" ON "model_call_attempts" USING btree ("panel_id");--> statement-breakpoint
CREATE INDEX "model_call_attempts_key" ON "model_call_attempts" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "seats_panel_position" ON "seats" USING btree ("panel_id","position");