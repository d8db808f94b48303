CREATE TABLE "audit_heads" (
	"name" text PRIMARY KEY NOT NULL,
	"entries" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"record_id" text,
	"body" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "autosaves" (
	"verdict_id" text NOT NULL,
	"user_id" text NOT NULL,
	"base" integer,
	"content" json NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "autosaves_verdict_id_user_id_pk" PRIMARY KEY("verdict_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "blind_calls" (
	"verdict_id" text NOT NULL,
	"user_id" text NOT NULL,
	"record_id" text NOT NULL,
	"body" json NOT NULL,
	CONSTRAINT "blind_calls_verdict_id_user_id_pk" PRIMARY KEY("verdict_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "record_decisions" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"record_id" text NOT NULL,
	"body" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record_reviews" (
	"record_id" text PRIMARY KEY NOT NULL,
	"standing" text NOT NULL,
	"stale" json,
	"approval" json,
	"publication" json,
	"published_at" timestamp with time zone,
	"retraction" json
);
--> statement-breakpoint
CREATE TABLE "shown_drafts" (
	"verdict_id" text NOT NULL,
	"user_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "shown_drafts_verdict_id_user_id_pk" PRIMARY KEY("verdict_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "verdict_comments" (
	"id" text PRIMARY KEY NOT NULL,
	"record_id" text NOT NULL,
	"verdict_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"body" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "verdict_revisions" (
	"verdict_id" text NOT NULL,
	"number" integer NOT NULL,
	"record_id" text NOT NULL,
	"body" json NOT NULL,
	CONSTRAINT "verdict_revisions_verdict_id_number_pk" PRIMARY KEY("verdict_id","number")
);
--> statement-breakpoint
CREATE TABLE "verdict_states" (
	"verdict_id" text PRIMARY KEY NOT NULL,
	"record_id" text NOT NULL,
	"revision" integer,
	"state" text,
	"is_returned" boolean DEFAULT false NOT NULL,
	"call" text,
	"changed_at" timestamp with time zone,
	"open_comments" integer DEFAULT 0 NOT NULL,
	"is_seat_waived" boolean DEFAULT false NOT NULL,
	"assignment" json,
	"assigned_to" text
);
--> statement-breakpoint
CREATE TABLE "waivers" (
	"id" text PRIMARY KEY NOT NULL,
	"record_id" text NOT NULL,
	"verdict_id" text NOT NULL,
	"body" json NOT NULL,
	"withdrawn" json
);
--> statement-breakpoint
ALTER TABLE "autosaves" ADD CONSTRAINT "autosaves_verdict_id_seats_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "public"."seats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blind_calls" ADD CONSTRAINT "blind_calls_verdict_id_seats_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "public"."seats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blind_calls" ADD CONSTRAINT "blind_calls_record_id_records_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."records"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_decisions" ADD CONSTRAINT "record_decisions_record_id_records_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."records"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_reviews" ADD CONSTRAINT "record_reviews_record_id_records_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."records"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shown_drafts" ADD CONSTRAINT "shown_drafts_verdict_id_seats_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "public"."seats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdict_comments" ADD CONSTRAINT "verdict_comments_record_id_records_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."records"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdict_comments" ADD CONSTRAINT "verdict_comments_verdict_id_seats_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "public"."seats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdict_revisions" ADD CONSTRAINT "verdict_revisions_verdict_id_seats_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "public"."seats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdict_revisions" ADD CONSTRAINT "verdict_revisions_record_id_records_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."records"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdict_states" ADD CONSTRAINT "verdict_states_verdict_id_seats_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "public"."seats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdict_states" ADD CONSTRAINT "verdict_states_record_id_records_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."records"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waivers" ADD CONSTRAINT "waivers_record_id_records_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."records"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waivers" ADD CONSTRAINT "waivers_verdict_id_seats_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "public"."seats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_log_record" ON "audit_log" USING btree ("record_id","seq");--> statement-breakpoint
CREATE INDEX "blind_calls_record" ON "blind_calls" USING btree ("record_id");--> statement-breakpoint
CREATE INDEX "record_decisions_record" ON "record_decisions" USING btree ("record_id","seq");--> statement-breakpoint
CREATE INDEX "verdict_comments_record" ON "verdict_comments" USING btree ("record_id");--> statement-breakpoint
CREATE INDEX "verdict_revisions_record" ON "verdict_revisions" USING btree ("record_id");--> statement-breakpoint
CREATE INDEX "verdict_states_record" ON "verdict_states" USING btree ("record_id");--> statement-breakpoint
CREATE INDEX "waivers_record" ON "waivers" USING btree ("record_id");--> statement-breakpoint
CREATE INDEX "records_status" ON "records" USING btree ("status");--> statement-breakpoint
CREATE INDEX "records_created" ON "records" USING btree ("created_at","id");--> statement-breakpoint
INSERT INTO "audit_heads" ("name", "entries", "hash") VALUES ('log', 0, repeat('0', 64));--> statement-breakpoint
CREATE FUNCTION "refuse_rewriting"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$;--> statement-breakpoint
CREATE TRIGGER "audit_log_only_grows" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_log" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();--> statement-breakpoint
CREATE TRIGGER "verdict_revisions_only_grow" BEFORE UPDATE OR DELETE OR TRUNCATE ON "verdict_revisions" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
