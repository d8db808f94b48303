CREATE TABLE "published_tools" (
	"slug" text NOT NULL,
	"record_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"retracted_at" timestamp with time zone,
	"retraction_reason" text,
	"is_current" boolean NOT NULL,
	"name" text NOT NULL,
	"category" text NOT NULL,
	"search_text" text NOT NULL,
	"ships" integer NOT NULL,
	"calls" integer NOT NULL,
	"body" json NOT NULL,
	CONSTRAINT "published_tools_slug_seq_pk" PRIMARY KEY("slug","seq")
);
--> statement-breakpoint
CREATE TABLE "site_changes" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"record_id" text NOT NULL,
	"title" text NOT NULL,
	"public_reason" text
);
--> statement-breakpoint
CREATE TABLE "site_cursor" (
	"name" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "site_redirects" (
	"from_slug" text PRIMARY KEY NOT NULL,
	"to_slug" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "address_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "request_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "vote_bursts" (
	"id" text PRIMARY KEY NOT NULL,
	"tool" text NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"why" text NOT NULL,
	"votes" integer NOT NULL,
	"address_block" text,
	"decision" text,
	"decided_by" text,
	"decided_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "vote_confirmations" (
	"token_sha256" text PRIMARY KEY NOT NULL,
	"vote_id" text NOT NULL,
	"mail" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "vote_version" (
	"name" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"id" text PRIMARY KEY NOT NULL,
	"tool" text NOT NULL,
	"reader" text NOT NULL,
	"choice" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"address_block" text,
	"address_key" text,
	"is_quarantined" boolean DEFAULT false NOT NULL,
	"mail" text,
	"confirmed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "digest_deliveries" (
	"digest_id" text NOT NULL,
	"subscriber_id" text NOT NULL,
	"status" text NOT NULL,
	"message_id" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"at" timestamp with time zone,
	"detail" text,
	CONSTRAINT "digest_deliveries_digest_id_subscriber_id_pk" PRIMARY KEY("digest_id","subscriber_id")
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"id" text PRIMARY KEY NOT NULL,
	"week" text NOT NULL,
	"status" text NOT NULL,
	"content_sha256" text NOT NULL,
	"content" json NOT NULL,
	"drafted_at" timestamp with time zone NOT NULL,
	"changed_by" text,
	"approved_by" text,
	"approved_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "digests_week_unique" UNIQUE("week")
);
--> statement-breakpoint
CREATE TABLE "subscriber_events" (
	"id" text PRIMARY KEY NOT NULL,
	"subscriber_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"event" text NOT NULL,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "subscribers" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"status" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"confirm_token_sha256" text,
	"confirm_expires_at" timestamp with time zone,
	"soft_bounces" integer DEFAULT 0 NOT NULL,
	"problem" text
);
--> statement-breakpoint
ALTER TABLE "vote_confirmations" ADD CONSTRAINT "vote_confirmations_vote_id_votes_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."votes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_deliveries" ADD CONSTRAINT "digest_deliveries_digest_id_digests_id_fk" FOREIGN KEY ("digest_id") REFERENCES "public"."digests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriber_events" ADD CONSTRAINT "subscriber_events_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "published_tools_current" ON "published_tools" USING btree ("is_current","published_at");--> statement-breakpoint
CREATE INDEX "published_tools_record" ON "published_tools" USING btree ("record_id");--> statement-breakpoint
CREATE INDEX "vote_bursts_tool" ON "vote_bursts" USING btree ("tool","found_at");--> statement-breakpoint
CREATE INDEX "vote_confirmations_vote" ON "vote_confirmations" USING btree ("vote_id");--> statement-breakpoint
CREATE INDEX "vote_confirmations_mail" ON "vote_confirmations" USING btree ("mail","at");--> statement-breakpoint
CREATE UNIQUE INDEX "votes_reader" ON "votes" USING btree ("tool","reader");--> statement-breakpoint
CREATE UNIQUE INDEX "votes_mail" ON "votes" USING btree ("tool","mail");--> statement-breakpoint
CREATE INDEX "votes_block" ON "votes" USING btree ("tool","address_key","address_block","at");--> statement-breakpoint
CREATE INDEX "votes_at" ON "votes" USING btree ("tool","at");--> statement-breakpoint
CREATE UNIQUE INDEX "digest_deliveries_message" ON "digest_deliveries" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "digest_deliveries_status" ON "digest_deliveries" USING btree ("digest_id","status");--> statement-breakpoint
CREATE INDEX "digests_status" ON "digests" USING btree ("status");--> statement-breakpoint
CREATE INDEX "subscriber_events_subscriber" ON "subscriber_events" USING btree ("subscriber_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "subscribers_email" ON "subscribers" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "subscribers_confirm" ON "subscribers" USING btree ("confirm_token_sha256");--> statement-breakpoint
CREATE INDEX "subscribers_status" ON "subscribers" USING btree ("status","id");