CREATE TABLE "tool_logos" (
	"slug" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"sha256" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"source" text,
	"by" json NOT NULL,
	"at" timestamp with time zone NOT NULL
);
