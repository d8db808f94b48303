DROP INDEX "votes_block";--> statement-breakpoint
ALTER TABLE "vote_bursts" ALTER COLUMN "tool" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "vote_bursts" ADD COLUMN "kind" text NOT NULL;--> statement-breakpoint
ALTER TABLE "vote_bursts" ADD COLUMN "address_key" text;--> statement-breakpoint
ALTER TABLE "votes" ADD COLUMN "burst" text;--> statement-breakpoint
CREATE INDEX "votes_burst" ON "votes" USING btree ("burst");--> statement-breakpoint
CREATE INDEX "votes_block" ON "votes" USING btree ("address_key","address_block","at");