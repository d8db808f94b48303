CREATE TABLE "panel_stops" (
	"panel_id" text NOT NULL,
	"model" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "panel_stops_panel_id_model_pk" PRIMARY KEY("panel_id","model")
);
--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "begun_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "panel_stops" ADD CONSTRAINT "panel_stops_panel_id_panels_id_fk" FOREIGN KEY ("panel_id") REFERENCES "public"."panels"("id") ON DELETE no action ON UPDATE no action;