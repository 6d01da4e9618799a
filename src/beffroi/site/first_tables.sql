-- Written by `python -m tools.first_tables`: what all migrations leave on SQLite, and their names as done.
CREATE TABLE "access_apitoken" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(80) NOT NULL, "token_hash" varchar(64) NOT NULL UNIQUE, "made_at" datetime NOT NULL, "used_at" datetime NULL, "revoked_at" datetime NULL, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "accounts" text NULL CHECK ((JSON_VALID("accounts") OR "accounts" IS NULL)), "calls_at" datetime NULL, "calls_left" real NOT NULL, "expires_at" datetime NULL, "scopes" text NOT NULL CHECK ((JSON_VALID("scopes") OR "scopes" IS NULL)));
CREATE TABLE "access_incomingcall" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" varchar(64) NOT NULL, "at" datetime NOT NULL, "outcome" varchar(40) NOT NULL, "webhook_id" bigint NOT NULL REFERENCES "access_incomingwebhook" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_call_per_key" UNIQUE ("webhook_id", "key"));
CREATE TABLE "access_incomingwebhook" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(80) NOT NULL, "door" varchar(64) NOT NULL UNIQUE, "sealed" BLOB NULL, "made_at" datetime NOT NULL, "used_at" datetime NULL, "revoked_at" datetime NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "access_keptanswer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" varchar(200) NOT NULL, "asked" varchar(64) NOT NULL, "status" smallint unsigned NOT NULL CHECK ("status" >= 0), "body" text NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)), "at" datetime NOT NULL, "token_id" bigint NOT NULL REFERENCES "access_apitoken" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_answer_per_key" UNIQUE ("token_id", "key"));
CREATE TABLE "access_keymark" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "fingerprint" varchar(8) NOT NULL UNIQUE, "sealed" BLOB NOT NULL, "made_at" datetime NOT NULL);
CREATE TABLE "access_membership" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "role" varchar(20) NOT NULL, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "second_factor_from" datetime NULL, CONSTRAINT "one_role_per_person" UNIQUE ("organisation_id", "user_id"), CONSTRAINT "known_role" CHECK ("role" IN ('owner', 'manager', 'editor', 'contributor', 'approver', 'agent', 'viewer')));
CREATE TABLE "access_organisation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(160) NOT NULL, "zone" varchar(60) NOT NULL, "territory" varchar(40) NOT NULL, "is_campaign" bool NOT NULL, "is_demo" bool NOT NULL, "is_resting" bool NOT NULL, "created_at" datetime NOT NULL, "admits_by_provider" bool NOT NULL, "siret" varchar(14) NOT NULL);
CREATE TABLE "access_team" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(80) NOT NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_team_per_name" UNIQUE ("organisation_id", "name"));
CREATE TABLE "access_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "email" varchar(254) NOT NULL UNIQUE, "name" varchar(120) NOT NULL, "is_active" bool NOT NULL, "joined_at" datetime NOT NULL);
CREATE TABLE "archive_broughtmedia" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "file" varchar(100) NOT NULL, "alt" text NOT NULL, "post_id" bigint NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "archive_id" bigint NOT NULL REFERENCES "archive_broughtyear" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "archive_broughtpost" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "post_id" bigint NOT NULL UNIQUE REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "archive_id" bigint NOT NULL REFERENCES "archive_broughtyear" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "archive_broughtyear" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "year" smallint unsigned NOT NULL CHECK ("year" >= 0), "digest" varchar(64) NOT NULL, "origin" varchar(200) NOT NULL, "at" datetime NOT NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_year_brought_once" UNIQUE ("account_id", "digest"));
CREATE TABLE "archive_counters" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "week" date NOT NULL, "readings" text NOT NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_row_of_counters_a_week" UNIQUE ("account_id", "week"));
CREATE TABLE "archive_erasedpost" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "digest" varchar(64) NOT NULL UNIQUE, "at" datetime NOT NULL);
CREATE TABLE "archive_mention" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NOT NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_mention_per_post_and_account" UNIQUE ("post_id", "account_id"));
CREATE TABLE "archive_ownpost" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NOT NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "elsewhere_at" datetime NULL, "is_agreed" bool NOT NULL, CONSTRAINT "each_own_post_once" UNIQUE ("post_id"));
CREATE TABLE "archive_post" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "network" varchar(40) NOT NULL, "native_id" varchar(500) NOT NULL, "version" varchar(255) NOT NULL, "conversation" varchar(500) NOT NULL, "reply_to" varchar(500) NOT NULL, "root_version" varchar(255) NOT NULL, "author_id" varchar(255) NOT NULL, "author_handle" varchar(255) NOT NULL, "author_name" varchar(255) NOT NULL, "text" text NOT NULL, "lang" varchar(20) NOT NULL, "url" varchar(500) NOT NULL, "published_at" datetime NOT NULL, "seen_at" datetime NOT NULL, "changed_at" datetime NULL, "gone_at" datetime NULL, "changed_text" text NOT NULL, "quote_of" varchar(500) NULL, "private" bool NULL, CONSTRAINT "each_post_once" UNIQUE ("network", "native_id"));
CREATE TABLE "archive_profilesnapshot" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "native_id" varchar(255) NOT NULL, "handle" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "summary" text NOT NULL, "icon" varchar(500) NOT NULL, "followers" integer unsigned NULL CHECK ("followers" >= 0), "posts" integer unsigned NULL CHECK ("posts" >= 0), "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "archive_standin" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "conversation" varchar(500) NOT NULL, "instead_of_id" bigint NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NOT NULL UNIQUE REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_stand_in_for_each" UNIQUE ("organisation_id", "instead_of_id"));
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
CREATE TABLE "chronicle_entry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "episode" varchar(20) NOT NULL, "at" datetime NOT NULL, "kind" varchar(20) NOT NULL, "evidence" varchar(600) NOT NULL, "document" text NOT NULL CHECK ((JSON_VALID("document") OR "document" IS NULL)), "text" text NOT NULL, "captured_at" datetime NOT NULL, "sha256" varchar(64) NOT NULL, "is_public" bool NOT NULL, "noted_at" datetime NOT NULL, "removed_at" datetime NULL, "by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "event_id" bigint NULL REFERENCES "journal_event" ("id") DEFERRABLE INITIALLY DEFERRED, "placed_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "removed_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "incident_id" bigint NOT NULL REFERENCES "chronicle_incident" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_entry_per_evidence" UNIQUE ("incident_id", "evidence"), CONSTRAINT "known_episode" CHECK ("episode" IN ('faulty', 'attack', 'spread', 'apology', 'reply', 'outcome', 'other')));
CREATE TABLE "chronicle_incident" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "kind" varchar(20) NOT NULL, "about" varchar(200) NOT NULL, "title" text NOT NULL CHECK ((JSON_VALID("title") OR "title" IS NULL)), "state" varchar(20) NOT NULL, "opened_at" datetime NOT NULL, "started_at" datetime NOT NULL, "ended_at" datetime NULL, "early_by" integer unsigned NULL CHECK ("early_by" >= 0), "summary" text NOT NULL, "outcome" text NOT NULL, "is_public" bool NOT NULL, "public_slug" varchar(40) NOT NULL UNIQUE, "account_id" bigint NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "closed_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "opened_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "known_incident_state" CHECK ("state" IN ('open', 'closed')));
CREATE TABLE "chronicle_voice" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "network" varchar(40) NOT NULL, "author_id" varchar(255) NOT NULL, "followers" bigint unsigned NULL CHECK ("followers" >= 0), "read_at" datetime NULL, "incident_id" bigint NOT NULL REFERENCES "chronicle_incident" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_voice_once" UNIQUE ("incident_id", "network", "author_id"));
CREATE TABLE "directory_account" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "network" varchar(40) NOT NULL, "native_id" varchar(255) NOT NULL, "handle" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "url" varchar(500) NOT NULL, "stream" varchar(500) NOT NULL, "limits" text NOT NULL CHECK ((JSON_VALID("limits") OR "limits" IS NULL)), "limits_read_at" datetime NULL, "monthly_ceiling" decimal NULL, "has_feed" bool NOT NULL, "is_institutional" bool NOT NULL, "added_at" datetime NOT NULL, "added_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_account_per_native_id" UNIQUE ("organisation_id", "network", "native_id"));
CREATE TABLE "directory_accountrole" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "role" varchar(20) NOT NULL, "given_at" datetime NOT NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "given_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_role_per_person_and_account" UNIQUE ("account_id", "user_id"), CONSTRAINT "known_account_role" CHECK ("role" IN ('owner', 'manager', 'editor', 'contributor', 'approver', 'agent', 'viewer')));
CREATE TABLE "directory_body" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "origins" text NOT NULL CHECK ((JSON_VALID("origins") OR "origins" IS NULL)), "kind" varchar(20) NOT NULL, "code" varchar(40) NOT NULL, "siren" varchar(9) NOT NULL, "name" varchar(200) NOT NULL, "folded" varchar(200) NOT NULL, "nature" varchar(40) NOT NULL, "departement" varchar(3) NOT NULL, "region" varchar(3) NOT NULL, "population" integer unsigned NULL CHECK ("population" >= 0), "population_year" smallint unsigned NULL CHECK ("population_year" >= 0), "site" varchar(500) NOT NULL, "colour" varchar(7) NOT NULL, "ended_on" date NULL, "changed_at" datetime NOT NULL, "group_id" bigint NULL REFERENCES "directory_body" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "successor_id" bigint NULL REFERENCES "directory_body" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_body_once" UNIQUE ("kind", "code"));
CREATE TABLE "directory_bodyword" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "word" varchar(40) NOT NULL, "body_id" bigint NOT NULL REFERENCES "directory_body" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_word_of_a_body_once" UNIQUE ("word", "body_id"));
CREATE TABLE "directory_connection" ("id" char(32) NOT NULL PRIMARY KEY, "sealed" BLOB NOT NULL, "lost_at" datetime NULL, "lost_reason" text NOT NULL CHECK ((JSON_VALID("lost_reason") OR "lost_reason" IS NULL)), "account_id" bigint NOT NULL UNIQUE REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "directory_formerhandle" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "handle" varchar(255) NOT NULL, "until" datetime NOT NULL, "account_id" bigint NOT NULL REFERENCES "directory_officialaccount" ("id") DEFERRABLE INITIALLY DEFERRED, "due_at" datetime NULL, "looks" varchar(255) NOT NULL, "taken_at" datetime NULL, "taken_by" varchar(255) NOT NULL);
CREATE TABLE "directory_formername" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(200) NOT NULL, "code" varchar(40) NOT NULL, "until" date NULL, "body_id" bigint NOT NULL REFERENCES "directory_body" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "directory_freeze" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "reason" text NOT NULL CHECK ((JSON_VALID("reason") OR "reason" IS NULL)), "lifted_at" datetime NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "lifted_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "is_parking" bool NOT NULL);
CREATE TABLE "directory_keyholder" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "holder" varchar(120) NOT NULL, "telephone" varchar(40) NOT NULL, "recovery_mail" varchar(200) NOT NULL, "mail_keeper" varchar(120) NOT NULL, "mail_keeper_telephone" varchar(40) NOT NULL, "phone_keeper" varchar(120) NOT NULL, "phone_keeper_telephone" varchar(40) NOT NULL, "second_factor" varchar(20) NOT NULL, "until" date NULL, "written_at" datetime NOT NULL, "proven_at" datetime NULL, "ended_at" datetime NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "ended_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "written_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "known_second_factor" CHECK ("second_factor" IN ('unknown', 'none', 'sms', 'mail', 'app', 'key')));
CREATE TABLE "directory_keyproof" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "witnessed_at" datetime NULL, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "key_holder_id" bigint NOT NULL REFERENCES "directory_keyholder" ("id") DEFERRABLE INITIALLY DEFERRED, "witness_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "directory_mandate" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "origins" text NOT NULL CHECK ((JSON_VALID("origins") OR "origins" IS NULL)), "office" varchar(20) NOT NULL, "since" date NULL, "until" date NULL, "body_id" bigint NOT NULL REFERENCES "directory_body" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" bigint NOT NULL REFERENCES "directory_person" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_mandate_once" UNIQUE ("person_id", "body_id", "office", "since"));
CREATE TABLE "directory_officialaccount" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "origins" text NOT NULL CHECK ((JSON_VALID("origins") OR "origins" IS NULL)), "network" varchar(40) NOT NULL, "native_id" varchar(255) NOT NULL, "handle" varchar(255) NOT NULL, "looks" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "url" varchar(500) NOT NULL, "is_institutional" bool NOT NULL, "status" varchar(20) NOT NULL, "opened_on" date NULL, "left_on" date NULL, "excluded_because" text NOT NULL CHECK ((JSON_VALID("excluded_because") OR "excluded_because" IS NULL)), "reviewed_at" datetime NULL, "due_at" datetime NULL, "changed_at" datetime NOT NULL, "body_id" bigint NULL REFERENCES "directory_body" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" bigint NULL REFERENCES "directory_person" ("id") DEFERRABLE INITIALLY DEFERRED, "handle_taken_at" datetime NULL, CONSTRAINT "an_official_account_speaks_for_somebody" CHECK (("body_id" IS NOT NULL OR "person_id" IS NOT NULL)));
CREATE TABLE "directory_person" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "origins" text NOT NULL CHECK ((JSON_VALID("origins") OR "origins" IS NULL)), "name" varchar(200) NOT NULL, "wikidata" varchar(20) NOT NULL, "official_page" varchar(500) NOT NULL);
CREATE TABLE "directory_proof" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "kind" varchar(20) NOT NULL, "address" varchar(500) NOT NULL, "proven_at" datetime NULL, "checked_at" datetime NULL, "failed_since" datetime NULL, "failure" text NOT NULL CHECK ((JSON_VALID("failure") OR "failure" IS NULL)), "added_at" datetime NOT NULL, "account_id" bigint NOT NULL REFERENCES "directory_officialaccount" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_proof_once" UNIQUE ("account_id", "kind", "address"));
CREATE TABLE "directory_source" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(20) NOT NULL, "title" varchar(200) NOT NULL, "publisher" varchar(200) NOT NULL, "licence" varchar(200) NOT NULL, "url" varchar(500) NOT NULL, "vintage" varchar(20) NOT NULL, "sha256" varchar(64) NOT NULL, "read_at" datetime NOT NULL);
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
CREATE TABLE "door_attempt" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "pair" varchar(64) NOT NULL UNIQUE, "count" integer unsigned NOT NULL CHECK ("count" >= 0), "at" datetime NOT NULL, "until" datetime NULL);
CREATE TABLE "door_codeapp" ("sealed" BLOB NOT NULL, "last_step" bigint unsigned NOT NULL CHECK ("last_step" >= 0), "made_at" datetime NOT NULL, "used_at" datetime NULL, "user_id" bigint NOT NULL PRIMARY KEY REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "door_opensession" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "session_key" varchar(40) NOT NULL UNIQUE, "means" varchar(20) NOT NULL, "device" varchar(60) NOT NULL, "began_at" datetime NOT NULL, "seen_at" datetime NOT NULL, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "door_passkey" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(60) NOT NULL, "identifier" varchar(1400) NOT NULL UNIQUE, "credential" BLOB NOT NULL, "counter" bigint unsigned NOT NULL CHECK ("counter" >= 0), "made_at" datetime NOT NULL, "used_at" datetime NULL, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "door_providerlink" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "issuer" varchar(300) NOT NULL, "subject" varchar(255) NOT NULL, "with_second_factor" bool NOT NULL, "made_at" datetime NOT NULL, "used_at" datetime NOT NULL, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_person_per_subject" UNIQUE ("issuer", "subject"), CONSTRAINT "one_subject_per_person" UNIQUE ("issuer", "user_id"));
CREATE TABLE "door_recoverycode" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "code_hash" varchar(64) NOT NULL, "made_at" datetime NOT NULL, "used_at" datetime NULL, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_recovery_code_each" UNIQUE ("user_id", "code_hash"));
CREATE TABLE "facts_attestation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "device" varchar(300) NOT NULL, "reason" text NOT NULL, "taken_back_at" datetime NULL, "by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "fact_id" bigint NOT NULL REFERENCES "facts_fact" ("id") DEFERRABLE INITIALLY DEFERRED, "outcome_id" bigint NOT NULL REFERENCES "facts_outcome" ("id") DEFERRABLE INITIALLY DEFERRED, "settlement_id" bigint NULL REFERENCES "facts_settlement" ("id") DEFERRABLE INITIALLY DEFERRED, "witness_id" bigint NULL REFERENCES "facts_witness" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "attestation_has_one_author" CHECK ((("by_id" IS NULL AND "witness_id" IS NOT NULL) OR ("by_id" IS NOT NULL AND "witness_id" IS NULL))));
CREATE TABLE "facts_evidence" ("sha256" varchar(64) NOT NULL PRIMARY KEY, "packed" BLOB NOT NULL, "size" integer unsigned NOT NULL CHECK ("size" >= 0));
CREATE TABLE "facts_fact" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "statement" varchar(300) NOT NULL, "subject" varchar(120) NOT NULL, "kind" varchar(20) NOT NULL, "expected_at" datetime NULL, "expires_at" datetime NOT NULL, "hold" smallint unsigned NOT NULL CHECK ("hold" >= 0), "two_people" bool NOT NULL, "needed" smallint unsigned NULL CHECK ("needed" >= 0), "state" varchar(20) NOT NULL, "created_at" datetime NOT NULL, "created_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "fact_state" CHECK ("state" IN ('waiting', 'settled', 'expired', 'withdrawn')));
CREATE TABLE "facts_fact_parts" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "from_fact_id" bigint NOT NULL REFERENCES "facts_fact" ("id") DEFERRABLE INITIALLY DEFERRED, "to_fact_id" bigint NOT NULL REFERENCES "facts_fact" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "facts_outcome" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" varchar(10) NOT NULL, "label" varchar(80) NOT NULL, "place" smallint unsigned NOT NULL CHECK ("place" >= 0), "fact_id" bigint NOT NULL REFERENCES "facts_fact" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_outcome_per_key" UNIQUE ("fact_id", "key"));
CREATE TABLE "facts_reading" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "taken_at" datetime NOT NULL, "status" smallint unsigned NULL CHECK ("status" >= 0), "headers" text NOT NULL CHECK ((JSON_VALID("headers") OR "headers" IS NULL)), "state" varchar(20) NOT NULL, "outcome" varchar(20) NOT NULL, "reasons" text NOT NULL CHECK ((JSON_VALID("reasons") OR "reasons" IS NULL)), "found" text NOT NULL CHECK ((JSON_VALID("found") OR "found" IS NULL)), "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "evidence_id" varchar(64) NULL REFERENCES "facts_evidence" ("sha256") DEFERRABLE INITIALLY DEFERRED, "source_id" bigint NOT NULL REFERENCES "facts_source" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "facts_settlement" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "ground" varchar(10) NOT NULL, "at" datetime NOT NULL, "happened_at" datetime NOT NULL, "stands_at" datetime NOT NULL, "who" varchar(160) NOT NULL, "followed_at" datetime NULL, "taken_back_at" datetime NULL, "by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "fact_id" bigint NOT NULL REFERENCES "facts_fact" ("id") DEFERRABLE INITIALLY DEFERRED, "outcome_id" bigint NOT NULL REFERENCES "facts_outcome" ("id") DEFERRABLE INITIALLY DEFERRED, "reading_id" bigint NULL REFERENCES "facts_reading" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "settlement_ground" CHECK ("ground" IN ('witness', 'person', 'source', 'parts')));
CREATE TABLE "facts_source" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "kind" varchar(40) NOT NULL, "parameters" text NOT NULL CHECK ((JSON_VALID("parameters") OR "parameters" IS NULL)), "address" varchar(1000) NOT NULL, "state" varchar(20) NOT NULL, "outcome" varchar(20) NOT NULL, "reasons" text NOT NULL CHECK ((JSON_VALID("reasons") OR "reasons" IS NULL)), "judged_at" datetime NULL, "read_at" datetime NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "troubles" integer unsigned NOT NULL CHECK ("troubles" >= 0), "etag" varchar(300) NOT NULL, "last_modified" varchar(100) NOT NULL, "removed_at" datetime NULL, "added_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "fact_id" bigint NOT NULL REFERENCES "facts_fact" ("id") DEFERRABLE INITIALLY DEFERRED, "order" varchar(120) NOT NULL);
CREATE TABLE "facts_witness" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(120) NOT NULL, "channel" varchar(10) NOT NULL, "address" varchar(254) NOT NULL, "added_at" datetime NOT NULL, "added_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "fact_id" bigint NOT NULL REFERENCES "facts_fact" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_witness_per_address" UNIQUE ("fact_id", "channel", "address", "name"));
CREATE TABLE "facts_witnesslink" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "secret_hash" varchar(64) NOT NULL UNIQUE, "asked_at" datetime NOT NULL, "expires_at" datetime NOT NULL, "device_hash" varchar(64) NOT NULL, "used_at" datetime NULL, "asked_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "attestation_id" bigint NULL REFERENCES "facts_attestation" ("id") DEFERRABLE INITIALLY DEFERRED, "witness_id" bigint NOT NULL REFERENCES "facts_witness" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "guard_alarm" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "score" real NULL, "severe" bool NOT NULL, "sentence" text NOT NULL CHECK ((JSON_VALID("sentence") OR "sentence" IS NULL)), "raised_at" datetime NOT NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "snapshot_id" bigint NULL REFERENCES "archive_profilesnapshot" ("id") DEFERRABLE INITIALLY DEFERRED, "baseline_id" bigint NOT NULL REFERENCES "guard_baseline" ("id") DEFERRABLE INITIALLY DEFERRED, "detector" varchar(40) NOT NULL, "about" varchar(255) NOT NULL, "threshold" real NULL, "signs" text NOT NULL CHECK ((JSON_VALID("signs") OR "signs" IS NULL)), "due_at" datetime NULL, "post_id" bigint NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "guard_baseline" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" integer unsigned NOT NULL CHECK ("number" >= 0), "name" varchar(255) NOT NULL, "accepted_names" text NOT NULL CHECK ((JSON_VALID("accepted_names") OR "accepted_names" IS NULL)), "handles" text NOT NULL CHECK ((JSON_VALID("handles") OR "handles" IS NULL)), "native_id" varchar(255) NOT NULL, "signed_at" datetime NOT NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "signed_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "accepted_once" text NOT NULL CHECK ((JSON_VALID("accepted_once") OR "accepted_once" IS NULL)), "office" varchar(200) NOT NULL, "link_domains" text NOT NULL CHECK ((JSON_VALID("link_domains") OR "link_domains" IS NULL)), "languages" text NOT NULL CHECK ((JSON_VALID("languages") OR "languages" IS NULL)), "pictures" text NOT NULL CHECK ((JSON_VALID("pictures") OR "pictures" IS NULL)), "is_institutional" bool NOT NULL, "is_used_elsewhere" bool NULL, "shown_name" varchar(255) NOT NULL, "description" text NOT NULL, CONSTRAINT "one_baseline_per_number" UNIQUE ("account_id", "number"));
CREATE TABLE "guard_citizenreport" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "seen" varchar(20) NOT NULL, "at" datetime NOT NULL, "mark" varchar(64) NOT NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "guard_citizensline" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "address" varchar(40) NOT NULL UNIQUE, "is_open" bool NOT NULL, "organisation_id" bigint NOT NULL UNIQUE REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "guard_habits" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "kept" BLOB NOT NULL, "judged_to" bigint NOT NULL, "answered_to" datetime NULL, "account_id" bigint NOT NULL UNIQUE REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "guard_peer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "network" varchar(40) NOT NULL, "native_id" varchar(255) NOT NULL, "handle" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "added_at" datetime NOT NULL, "read_at" datetime NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "found" text NOT NULL CHECK ((JSON_VALID("found") OR "found" IS NULL)), "found_at" datetime NULL, "shown_name" varchar(255) NOT NULL, "shown_handle" varchar(255) NOT NULL, "added_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_peer_once" UNIQUE ("organisation_id", "network", "native_id"));
CREATE TABLE "guard_platformmail" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(20) NOT NULL, "sender" varchar(255) NOT NULL, "is_verified" bool NOT NULL, "at" datetime NOT NULL, "mark" varchar(64) NOT NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_mail_once_per_account" UNIQUE ("account_id", "mark"));
CREATE TABLE "guard_playbookrun" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "since" datetime NOT NULL, "opened_at" datetime NOT NULL, "verified_at" datetime NULL, "way" varchar(20) NOT NULL, "way_at" datetime NULL, "closed_at" datetime NULL, "despite" text NOT NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "alarm_id" bigint NOT NULL REFERENCES "guard_alarm" ("id") DEFERRABLE INITIALLY DEFERRED, "closed_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "incident_id" bigint NULL REFERENCES "chronicle_incident" ("id") DEFERRABLE INITIALLY DEFERRED, "opened_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "way_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "known_way_back" CHECK ("way" IN ('', 'recover', 'rename', 'reopen')));
CREATE TABLE "guard_profilepoll" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "read_at" datetime NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "account_id" bigint NOT NULL UNIQUE REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "doubt" text NOT NULL CHECK ((JSON_VALID("doubt") OR "doubt" IS NULL)), "memory" text NOT NULL, "month" date NULL, "readings" integer unsigned NOT NULL CHECK ("readings" >= 0), "gone_at" datetime NULL);
CREATE TABLE "guard_silencedigest" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "organisation_id" bigint NOT NULL UNIQUE REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "guard_strangersearch" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "read_at" datetime NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "account_id" bigint NOT NULL UNIQUE REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "guard_surfacecheck" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "surface" varchar(20) NOT NULL, "state" varchar(20) NOT NULL, "said" text NOT NULL CHECK ((JSON_VALID("said") OR "said" IS NULL)), "read_at" datetime NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "seen_at" datetime NULL, "run_id" bigint NOT NULL REFERENCES "guard_playbookrun" ("id") DEFERRABLE INITIALLY DEFERRED, "seen_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_surface_once" UNIQUE ("run_id", "surface"), CONSTRAINT "known_surface_state" CHECK ("state" IN ('unread', 'wrong', 'right', 'unreadable', 'by_hand')));
CREATE TABLE "guard_tick" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "step" varchar(40) NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "run_id" bigint NOT NULL REFERENCES "guard_playbookrun" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_step_once" UNIQUE ("run_id", "step"));
CREATE TABLE "guard_verdict" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ours" bool NOT NULL, "at" datetime NOT NULL, "note" text NOT NULL, "closed_at" datetime NULL, "alarm_id" bigint NOT NULL UNIQUE REFERENCES "guard_alarm" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "closed_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "guard_watching" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "detector" varchar(40) NOT NULL UNIQUE, "since" datetime NOT NULL);
CREATE TABLE "inbox_act" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "kind" varchar(20) NOT NULL, "about" bigint NOT NULL, "value" text NULL CHECK ((JSON_VALID("value") OR "value" IS NULL)), "changes" text NOT NULL CHECK ((JSON_VALID("changes") OR "changes" IS NULL)), "undone_at" datetime NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_apart" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "post_id" bigint NOT NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, "origin_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "a_message_is_taken_out_once" UNIQUE ("origin_id", "post_id"));
CREATE TABLE "inbox_assignment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "team_id" bigint NULL REFERENCES "access_team" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, "returned_by_id" bigint NULL REFERENCES "access_team" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_broughtin" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "answered_at" datetime NULL, "case_id" bigint NOT NULL UNIQUE REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_calendar" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(80) NOT NULL, "week" text NOT NULL CHECK ((JSON_VALID("week") OR "week" IS NULL)), "zone" varchar(60) NOT NULL, "territory" varchar(40) NOT NULL, "closures" text NOT NULL, "nights" text NOT NULL, "set_at" datetime NOT NULL, "removed_at" datetime NULL, "set_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_case" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "conversation" varchar(500) NOT NULL, "opened_at" datetime NOT NULL, "waiting_since" datetime NOT NULL, "answer_seen_at" datetime NULL, "closed_at" datetime NULL, "account_id" bigint NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "closed_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "latest_id" bigint NOT NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "team_id" bigint NULL REFERENCES "access_team" ("id") DEFERRABLE INITIALLY DEFERRED, "answer_by" datetime NOT NULL, "assignee_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "priority" varchar(10) NOT NULL, CONSTRAINT "one_case_per_account_and_conversation" UNIQUE ("account_id", "conversation"), CONSTRAINT "known_priority" CHECK ("priority" IN ('urgent', 'high', 'normal', 'low')));
CREATE TABLE "inbox_caselabel" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, "label_id" bigint NOT NULL REFERENCES "inbox_label" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_label_once_on_a_case" UNIQUE ("case_id", "label_id"));
CREATE TABLE "inbox_clock" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "spoke_to_us" bool NOT NULL, "published_at" datetime NOT NULL, "found_at" datetime NOT NULL, "superseded_at" datetime NULL, "search_id" bigint NULL REFERENCES "listening_savedsearch" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_consultation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "note" text NOT NULL, "asked_at" datetime NOT NULL, "expires_at" datetime NOT NULL, "reminded_at" datetime NULL, "escalated_at" datetime NULL, "ended_at" datetime NULL, "words" text NOT NULL, "is_theirs" bool NOT NULL, "body" varchar(160) NOT NULL, "asked_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, "other_id" bigint NULL REFERENCES "access_team" ("id") DEFERRABLE INITIALLY DEFERRED, "team_id" bigint NOT NULL REFERENCES "access_team" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_consultationlink" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "secret_hash" varchar(64) NOT NULL UNIQUE, "made_at" datetime NOT NULL, "to_deputy" bool NOT NULL, "consultation_id" bigint NOT NULL REFERENCES "inbox_consultation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_conversation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "native_id" varchar(500) NOT NULL, "said_at" datetime NOT NULL, "answers" integer unsigned NOT NULL CHECK ("answers" >= 0), "read_at" datetime NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_conversation_of_an_account_once" UNIQUE ("account_id", "native_id"));
CREATE TABLE "inbox_conversationpoll" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "read_at" datetime NULL, "whole_at" datetime NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "account_id" bigint NOT NULL UNIQUE REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_deadline" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "is_resolution" bool NOT NULL, "starts_at" datetime NOT NULL, "warn_at" datetime NOT NULL, "by" datetime NOT NULL, "warned_at" datetime NULL, "late_at" datetime NULL, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, "target_id" bigint NOT NULL REFERENCES "inbox_responsetarget" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_deadline_of_each_kind" UNIQUE ("case_id", "is_resolution"));
CREATE TABLE "inbox_elsewhereanswer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" text NOT NULL, "saved_at" datetime NOT NULL, "posted_at" datetime NULL, "address" varchar(500) NOT NULL, "saved_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "posted_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NOT NULL UNIQUE REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_label" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(40) NOT NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_label_per_name" UNIQUE ("organisation_id", "name"));
CREATE TABLE "inbox_learnedservices" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "learned_at" datetime NULL, "cases" integer unsigned NOT NULL CHECK ("cases" >= 0), "tried" integer unsigned NOT NULL CHECK ("tried" >= 0), "proposed" integer unsigned NOT NULL CHECK ("proposed" >= 0), "right" integer unsigned NOT NULL CHECK ("right" >= 0), "model" text NOT NULL CHECK ((JSON_VALID("model") OR "model" IS NULL)), "organisation_id" bigint NOT NULL UNIQUE REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_measure" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "what" varchar(10) NOT NULL, "state" varchar(20) NOT NULL, "key" varchar(120) NOT NULL, "asked_at" datetime NOT NULL, "attempts" integer unsigned NOT NULL CHECK ("attempts" >= 0), "sent_at" datetime NULL, "number" varchar(200) NOT NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "act_id" bigint NOT NULL REFERENCES "inbox_moderationact" ("id") DEFERRABLE INITIALLY DEFERRED, "asked_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "known_measure" CHECK ("what" IN ('hide', 'show', 'report', 'block', 'unblock')), CONSTRAINT "measure_state" CHECK ("state" IN ('queued', 'sending', 'sent', 'unsure', 'failed', 'withdrawn')), CONSTRAINT "each_measure_once_for_an_act" UNIQUE ("act_id", "what"));
CREATE TABLE "inbox_mentionpoll" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "cursor" text NOT NULL, "read_at" datetime NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "account_id" bigint NOT NULL UNIQUE REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_merging" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "because" varchar(10) NOT NULL, "at" datetime NOT NULL, "undone_at" datetime NULL, "undone_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "latest_before_id" bigint NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, "into_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_moderationact" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "act" varchar(10) NOT NULL, "reason" text NOT NULL, "words" text NOT NULL, "fingerprint" varchar(64) NOT NULL, "decided_at" datetime NOT NULL, "review_on" date NOT NULL, "done_at" datetime NULL, "lifted_at" datetime NULL, "reminded_at" datetime NULL, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, "decided_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "done_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "lifted_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NOT NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "motive_id" bigint NOT NULL REFERENCES "inbox_motive" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "known_moderation_act" CHECK ("act" IN ('hide', 'report', 'block')));
CREATE TABLE "inbox_moderationcharter" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "text" text NOT NULL, "address" varchar(64) NOT NULL, "published_at" datetime NOT NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "published_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_charter_per_version" UNIQUE ("organisation_id", "version"));
CREATE TABLE "inbox_motive" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "position" smallint unsigned NOT NULL CHECK ("position" >= 0), "words" varchar(200) NOT NULL, "charter_id" bigint NOT NULL REFERENCES "inbox_moderationcharter" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_note" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" text NOT NULL, "at" datetime NOT NULL, "to_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_pastreading" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "since" datetime NOT NULL, "asked_at" datetime NOT NULL, "reads" varchar(10) NOT NULL, "place" varchar(500) NOT NULL, "reached" datetime NULL, "found" integer unsigned NOT NULL CHECK ("found" >= 0), "known" integer unsigned NOT NULL CHECK ("known" >= 0), "left_out" integer unsigned NOT NULL CHECK ("left_out" >= 0), "ended_at" datetime NULL, "is_stopped" bool NOT NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "asked_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_place" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(120) NOT NULL, "quarter" varchar(120) NOT NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_place_once_in_a_quarter" UNIQUE ("organisation_id", "quarter", "name"));
CREATE TABLE "inbox_reckoning" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "after" bigint unsigned NOT NULL CHECK ("after" >= 0), "asked_at" datetime NOT NULL, "organisation_id" bigint NOT NULL UNIQUE REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_reply" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, "draft_id" bigint NOT NULL UNIQUE REFERENCES "publishing_draft" ("id") DEFERRABLE INITIALLY DEFERRED, "is_trace" bool NOT NULL);
CREATE TABLE "inbox_responsetarget" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "aim" varchar(12) NOT NULL, "minutes" integer unsigned NOT NULL CHECK ("minutes" >= 0), "network" varchar(40) NOT NULL, "priority" varchar(10) NOT NULL, "label" varchar(40) NOT NULL, "warned_percent" smallint unsigned NOT NULL CHECK ("warned_percent" >= 0), "set_at" datetime NOT NULL, "removed_at" datetime NULL, "set_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "calendar_id" bigint NULL REFERENCES "inbox_calendar" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "known_aim" CHECK ("aim" IN ('first', 'next', 'resolution')), CONSTRAINT "warned_in_time" CHECK ("warned_percent" BETWEEN 1 AND 100));
CREATE TABLE "inbox_routing" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "because" varchar(10) NOT NULL, "matched" text NOT NULL CHECK ((JSON_VALID("matched") OR "matched" IS NULL)), "is_kept" bool NOT NULL, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NOT NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "team_id" bigint NULL REFERENCES "access_team" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_routingrule" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "position" integer unsigned NOT NULL CHECK ("position" >= 0), "theme" varchar(80) NOT NULL, "text" text NOT NULL, "quarter" varchar(120) NOT NULL, "follows" bool NOT NULL, "saved_at" datetime NOT NULL, "removed_at" datetime NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "saved_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "team_id" bigint NULL REFERENCES "access_team" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "rule_goes_to_one_service" CHECK ((("follows" AND "team_id" IS NULL) OR (NOT "follows" AND "team_id" IS NOT NULL))));
CREATE TABLE "inbox_savedreply" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(120) NOT NULL, "text" text NOT NULL, "link" varchar(500) NOT NULL, "at" datetime NOT NULL, "agreed_at" datetime NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "agreed_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_saved_reply_per_name" UNIQUE ("organisation_id", "name"));
CREATE TABLE "inbox_seat" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "team_id" bigint NOT NULL REFERENCES "access_team" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_seat_per_person_and_service" UNIQUE ("person_id", "team_id"));
CREATE TABLE "inbox_servicecontact" ("team_id" bigint NOT NULL PRIMARY KEY REFERENCES "access_team" ("id") DEFERRABLE INITIALLY DEFERRED, "email" varchar(254) NOT NULL, "deputy" varchar(120) NOT NULL, "deputy_email" varchar(254) NOT NULL, "remind_after" smallint unsigned NOT NULL CHECK ("remind_after" >= 0), "escalate_after" smallint unsigned NOT NULL CHECK ("escalate_after" >= 0));
CREATE TABLE "inbox_snooze" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "waiting_since" datetime NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NOT NULL UNIQUE REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_statuspage" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "address" varchar(64) NOT NULL UNIQUE, "opened_at" datetime NOT NULL, "withdrawn_at" datetime NULL, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, "opened_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_typedmessage" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "channel" varchar(20) NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NOT NULL UNIQUE REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_wave" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "telling" text NOT NULL CHECK ((JSON_VALID("telling") OR "telling" IS NULL)), "gathered" text NOT NULL CHECK ((JSON_VALID("gathered") OR "gathered" IS NULL)), "count" integer unsigned NOT NULL CHECK ("count" >= 0), "began_at" datetime NOT NULL, "last_at" datetime NOT NULL, "rose_at" datetime NULL, "soon_told_at" datetime NULL, "late_told_at" datetime NULL, "first_id" bigint NOT NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_wavecase" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "case_id" bigint NOT NULL UNIQUE REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, "wave_id" bigint NOT NULL REFERENCES "inbox_wave" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inbox_writing" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "seen_at" datetime NOT NULL, "person_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NOT NULL REFERENCES "inbox_case" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_writing_per_case_and_person" UNIQUE ("case_id", "person_id"));
CREATE TABLE "journal_chain" ("organisation_id" bigint NOT NULL PRIMARY KEY REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "number" bigint unsigned NOT NULL CHECK ("number" >= 0), "hash" varchar(64) NOT NULL);
CREATE TABLE "journal_event" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" bigint unsigned NOT NULL CHECK ("number" >= 0), "at" datetime NOT NULL, "verb" varchar(40) NOT NULL, "subject_kind" varchar(40) NOT NULL, "subject_id" varchar(40) NOT NULL, "detail" text NOT NULL CHECK ((JSON_VALID("detail") OR "detail" IS NULL)), "previous" varchar(64) NOT NULL, "hash" varchar(64) NOT NULL, "actor_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "form" smallint unsigned NOT NULL CHECK ("form" >= 0), "salt" varchar(32) NOT NULL, "digest" varchar(64) NOT NULL, "erased_in" bigint unsigned NULL CHECK ("erased_in" >= 0), CONSTRAINT "one_event_per_number" UNIQUE ("organisation_id", "number"));
CREATE TABLE "keeping_asked" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "wish" varchar(20) NOT NULL, "who" text NOT NULL CHECK ((JSON_VALID("who") OR "who" IS NULL)), "received_on" date NOT NULL, "answer_by" date NOT NULL, "noted_at" datetime NOT NULL, "answered_at" datetime NULL, "answer" text NOT NULL, "answered_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "noted_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "known_wish" CHECK ("wish" IN ('access', 'erasure', 'objection', 'rectification')));
CREATE TABLE "keeping_hold" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(20) NOT NULL, "subject_id" varchar(40) NOT NULL, "said" varchar(200) NOT NULL, "account" bigint unsigned NULL CHECK ("account" >= 0), "said_from" datetime NULL, "said_to" datetime NULL, "reason" text NOT NULL, "at" datetime NOT NULL, "until" date NULL, "lifted_at" datetime NULL, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "lifted_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "keeping_holdtalk" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "network" varchar(40) NOT NULL, "conversation" varchar(500) NOT NULL, "hold_id" bigint NOT NULL REFERENCES "keeping_hold" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_talk_held_once" UNIQUE ("hold_id", "network", "conversation"));
CREATE TABLE "keeping_notice" ("organisation_id" bigint NOT NULL PRIMARY KEY REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "contact" varchar(200) NOT NULL, "officer" varchar(200) NOT NULL, "host" varchar(200) NOT NULL, "is_public" bool NOT NULL, "slug" varchar(40) NOT NULL UNIQUE);
CREATE TABLE "keeping_period" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(40) NOT NULL, "days" integer unsigned NOT NULL CHECK ("days" >= 0), "chosen_at" datetime NOT NULL, "chosen_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_period_per_kind" UNIQUE ("organisation_id", "kind"));
CREATE TABLE "keeping_round" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "organisation_id" bigint NOT NULL UNIQUE REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "listening_alert" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "opened_at" datetime NOT NULL, "read_at" datetime NULL, "read_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "search_id" bigint NOT NULL REFERENCES "listening_savedsearch" ("id") DEFERRABLE INITIALLY DEFERRED, "due_at" datetime NULL, "reason" text NOT NULL CHECK ((JSON_VALID("reason") OR "reason" IS NULL)), "rings" varchar(20) NOT NULL, "rung_at" datetime NULL);
CREATE TABLE "listening_feed" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "origin" varchar(1000) NOT NULL, "address" varchar(1000) NOT NULL, "title" varchar(300) NOT NULL, "site" varchar(1000) NOT NULL, "followed_at" datetime NOT NULL, "paused_at" datetime NULL, "etag" varchar(300) NOT NULL, "last_modified" varchar(100) NOT NULL, "pace" integer unsigned NOT NULL CHECK ("pace" >= 0), "wait" integer unsigned NOT NULL CHECK ("wait" >= 0), "seen" text NOT NULL CHECK ((JSON_VALID("seen") OR "seen" IS NULL)), "read_at" datetime NULL, "last_entry_at" datetime NULL, "entries_read" bigint unsigned NOT NULL CHECK ("entries_read" >= 0), "entries_passed_over" bigint unsigned NOT NULL CHECK ("entries_passed_over" >= 0), "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "troubles" integer unsigned NOT NULL CHECK ("troubles" >= 0), "gap_from" datetime NULL, "gap_until" datetime NULL, "moved_to" varchar(1000) NOT NULL, "moved_since" datetime NULL, "followed_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_feed_followed_once" UNIQUE ("organisation_id", "origin"));
CREATE TABLE "listening_lookback" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "since" datetime NOT NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "done_at" datetime NULL, "looked_at" integer unsigned NOT NULL CHECK ("looked_at" >= 0), "found" integer unsigned NOT NULL CHECK ("found" >= 0), "is_whole" bool NOT NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "search_id" bigint NOT NULL REFERENCES "listening_savedsearch" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_look_back_per_account" UNIQUE ("search_id", "account_id"));
CREATE TABLE "listening_match" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "alert_id" bigint NULL REFERENCES "listening_alert" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NOT NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "search_id" bigint NOT NULL REFERENCES "listening_savedsearch" ("id") DEFERRABLE INITIALLY DEFERRED, "is_muted" bool NOT NULL, "story_id" bigint NULL REFERENCES "listening_story" ("id") DEFERRABLE INITIALLY DEFERRED, "said_at" datetime NOT NULL, CONSTRAINT "one_match_per_search_and_post" UNIQUE ("search_id", "post_id"));
CREATE TABLE "listening_mute" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "network" varchar(40) NOT NULL, "author_id" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "until" datetime NULL, "at" datetime NOT NULL, "lifted_at" datetime NULL, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "search_id" bigint NOT NULL REFERENCES "listening_savedsearch" ("id") DEFERRABLE INITIALLY DEFERRED, "story_id" bigint NULL REFERENCES "listening_story" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "listening_optout" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "network" varchar(40) NOT NULL, "handle_digest" varchar(64) NOT NULL, "id_digest" varchar(64) NOT NULL, "added_at" datetime NOT NULL, "added_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_wish_per_handle" UNIQUE ("organisation_id", "network", "handle_digest"));
CREATE TABLE "listening_parcel" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "after" varchar(255) NOT NULL, "cursor" varchar(255) NOT NULL, "posts" integer unsigned NOT NULL CHECK ("posts" >= 0), "packed_at" datetime NOT NULL, "store" varchar(64) NOT NULL, "number" bigint unsigned NULL CHECK ("number" >= 0), "dead_at" datetime NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "stream_id" bigint NOT NULL REFERENCES "listening_stream" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "listening_policy" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "rings" varchar(20) NOT NULL, "posts" integer unsigned NOT NULL CHECK ("posts" >= 0), "minutes" integer unsigned NOT NULL CHECK ("minutes" >= 0), "digest_at" time NULL, "quiet_from" time NULL, "quiet_until" time NULL, "is_urgent" bool NOT NULL, "set_at" datetime NULL, "digested_at" datetime NULL, "search_id" bigint NOT NULL UNIQUE REFERENCES "listening_savedsearch" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "policy_rings" CHECK ("rings" IN ('each', 'threshold', 'spike', 'digest')));
CREATE TABLE "listening_relay" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "redelivered" bigint unsigned NOT NULL CHECK ("redelivered" >= 0), "read_again" bigint unsigned NOT NULL CHECK ("read_again" >= 0), "strange" bigint unsigned NOT NULL CHECK ("strange" >= 0), "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "last_trouble" text NOT NULL CHECK ((JSON_VALID("last_trouble") OR "last_trouble" IS NULL)), "last_trouble_at" datetime NULL);
CREATE TABLE "listening_retention" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "days" smallint unsigned NOT NULL CHECK ("days" >= 0), "chosen_at" datetime NOT NULL, "chosen_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "search_id" bigint NOT NULL UNIQUE REFERENCES "listening_savedsearch" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "listening_sampledpost" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ticket" bigint NOT NULL, "text" text NOT NULL, "lang" varchar(20) NOT NULL, "facts" text NOT NULL CHECK ((JSON_VALID("facts") OR "facts" IS NULL)), "at" datetime NOT NULL, "stream_id" bigint NOT NULL REFERENCES "listening_stream" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_ticket_once" UNIQUE ("stream_id", "ticket"));
CREATE TABLE "listening_sampling" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "one_in" integer unsigned NOT NULL CHECK ("one_in" >= 0), "one_in_before" integer unsigned NOT NULL CHECK ("one_in_before" >= 0), "denser_at" datetime NULL, "stream_id" bigint NOT NULL UNIQUE REFERENCES "listening_stream" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "listening_savedsearch" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(120) NOT NULL, "text" text NOT NULL, "saved_at" datetime NOT NULL, "paused_at" datetime NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "saved_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "listening_story" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "telling" text NOT NULL CHECK ((JSON_VALID("telling") OR "telling" IS NULL)), "count" integer unsigned NOT NULL CHECK ("count" >= 0), "last_at" datetime NOT NULL, "first_id" bigint NOT NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "search_id" bigint NOT NULL REFERENCES "listening_savedsearch" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "listening_stream" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "network" varchar(40) NOT NULL, "service" varchar(500) NOT NULL, "cursor" varchar(255) NOT NULL, "read_at" datetime NULL, "last_post_at" datetime NULL, "posts_read" bigint unsigned NOT NULL CHECK ("posts_read" >= 0), "lines_passed_over" bigint unsigned NOT NULL CHECK ("lines_passed_over" >= 0), "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "account_id" bigint NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "is_polled" bool NOT NULL, "lag" real NULL, "pace" real NOT NULL, "pace_posts" integer unsigned NOT NULL CHECK ("pace_posts" >= 0), "pace_since" datetime NULL, CONSTRAINT "one_stream_per_service" UNIQUE ("network", "service"));
CREATE TABLE "listening_streamgap" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "since" datetime NOT NULL, "until" datetime NOT NULL, "why" text NOT NULL CHECK ((JSON_VALID("why") OR "why" IS NULL)), "noted_at" datetime NOT NULL, "stream_id" bigint NOT NULL REFERENCES "listening_stream" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "listening_subscription" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "hub" varchar(1000) NOT NULL, "topic" varchar(1000) NOT NULL, "name" varchar(64) NOT NULL UNIQUE, "until" datetime NULL, "planned_at" datetime NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "feed_id" bigint NOT NULL UNIQUE REFERENCES "listening_feed" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "notify_choice" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "channel" varchar(10) NOT NULL, "address" varchar(255) NOT NULL, "kinds" text NOT NULL CHECK ((JSON_VALID("kinds") OR "kinds" IS NULL)), "quiet_from" time NULL, "quiet_until" time NULL, "lang" varchar(5) NOT NULL, "confirmed_at" datetime NULL, "code_hash" varchar(64) NOT NULL, "code_until" datetime NULL, "code_tries" smallint unsigned NOT NULL CHECK ("code_tries" >= 0), "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "sealed" BLOB NULL, "on_call" bool NOT NULL, "digest_again_at" time NULL, "digest_at" time NOT NULL, "digest_kinds" text NOT NULL CHECK ((JSON_VALID("digest_kinds") OR "digest_kinds" IS NULL)), CONSTRAINT "one_choice_per_channel" UNIQUE ("user_id", "organisation_id", "channel"));
CREATE TABLE "notify_cursor" ("organisation_id" bigint NOT NULL PRIMARY KEY REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "number" bigint unsigned NOT NULL CHECK ("number" >= 0));
CREATE TABLE "notify_message" ("due_at" datetime NULL, "id" char(32) NOT NULL PRIMARY KEY, "kind" varchar(40) NOT NULL, "channel" varchar(10) NOT NULL, "address" varchar(255) NOT NULL, "name" varchar(120) NOT NULL, "lang" varchar(5) NOT NULL, "subject" text NOT NULL CHECK ((JSON_VALID("subject") OR "subject" IS NULL)), "body" text NOT NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)), "sealed" BLOB NULL, "count" integer unsigned NOT NULL CHECK ("count" >= 0), "state" varchar(20) NOT NULL, "attempts" integer unsigned NOT NULL CHECK ("attempts" >= 0), "written_at" datetime NOT NULL, "not_after" datetime NOT NULL, "sent_at" datetime NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "about_kind" varchar(40) NOT NULL, "about_id" varchar(40) NOT NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "reader_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "is_urgent" bool NOT NULL, "digest_id" char(32) NULL REFERENCES "notify_message" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "message_state" CHECK ("state" IN ('queued', 'sending', 'sent', 'failed', 'withdrawn')));
CREATE TABLE "notify_pushkey" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "public" varchar(100) NOT NULL, "sealed" BLOB NULL, "made_at" datetime NOT NULL);
CREATE TABLE "notify_watch" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "starts_at" datetime NOT NULL, "ends_at" datetime NOT NULL, "set_at" datetime NOT NULL, "removed_at" datetime NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "set_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "on_call_ends_after" CHECK ("ends_at" > ("starts_at")));
CREATE TABLE "notify_webhookdelivery" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "key" char(32) NOT NULL UNIQUE, "type" varchar(40) NOT NULL, "body" text NOT NULL, "state" varchar(20) NOT NULL, "attempts" integer unsigned NOT NULL CHECK ("attempts" >= 0), "written_at" datetime NOT NULL, "not_after" datetime NOT NULL, "sent_at" datetime NULL, "status" smallint unsigned NULL CHECK ("status" >= 0), "took" integer unsigned NULL CHECK ("took" >= 0), "answer" text NOT NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "endpoint_id" bigint NOT NULL REFERENCES "notify_webhookendpoint" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "call_state" CHECK ("state" IN ('queued', 'sending', 'sent', 'failed', 'withdrawn')));
CREATE TABLE "notify_webhookendpoint" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "address" varchar(1000) NOT NULL, "events" text NOT NULL CHECK ((JSON_VALID("events") OR "events" IS NULL)), "sealed" BLOB NULL, "former_until" datetime NULL, "number" bigint unsigned NOT NULL CHECK ("number" >= 0), "is_active" bool NOT NULL, "failing_since" datetime NULL, "troubles" integer unsigned NOT NULL CHECK ("troubles" >= 0), "rests_until" datetime NULL, "off_reason" text NOT NULL CHECK ((JSON_VALID("off_reason") OR "off_reason" IS NULL)), "made_at" datetime NOT NULL, "removed_at" datetime NULL, "made_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "people_invitation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "email" varchar(254) NOT NULL, "name" varchar(120) NOT NULL, "role" varchar(20) NOT NULL, "secret_hash" varchar(64) NOT NULL UNIQUE, "invited_at" datetime NOT NULL, "expires_at" datetime NOT NULL, "used_at" datetime NULL, "revoked_at" datetime NULL, "resets_password" bool NOT NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "used_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "invited_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "known_invited_role" CHECK ("role" IN ('owner', 'manager', 'editor', 'contributor', 'approver', 'agent', 'viewer')));
CREATE TABLE "people_leaving" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "role" varchar(20) NOT NULL, "ends_on" date NULL, "suspends" bool NOT NULL, "planned_at" datetime NOT NULL, "suspended_at" datetime NULL, "ended_at" datetime NULL, "ended_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "planned_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "suspended_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "known_role_of_who_leaves" CHECK ("role" IN ('owner', 'manager', 'editor', 'contributor', 'approver', 'agent', 'viewer')));
CREATE TABLE "publishing_approval" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ground" varchar(20) NOT NULL, "at" datetime NOT NULL, "comment" text NOT NULL, "by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "delegation_id" bigint NULL REFERENCES "publishing_delegation" ("id") DEFERRABLE INITIALLY DEFERRED, "outside_id" bigint NULL REFERENCES "publishing_outsideapprover" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "publishing_version" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_approval_per_person" UNIQUE ("version_id", "by_id"), CONSTRAINT "one_approval_per_outsider" UNIQUE ("version_id", "outside_id"), CONSTRAINT "approval_ground" CHECK ("ground" IN ('person', 'outside', 'delegation', 'rule')), CONSTRAINT "approval_has_one_author" CHECK ((("by_id" IS NOT NULL AND "outside_id" IS NULL) OR ("by_id" IS NULL AND "outside_id" IS NOT NULL))));
CREATE TABLE "publishing_approvalrule" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "mode" varchar(10) NOT NULL, "deadline" integer unsigned NULL CHECK ("deadline" >= 0), "account_id" bigint NULL UNIQUE REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "deputy_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "approval_mode" CHECK ("mode" IN ('any', 'all', 'none')));
CREATE TABLE "publishing_approvalrule_approvers" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "approvalrule_id" bigint NOT NULL REFERENCES "publishing_approvalrule" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_approvalrule_outsiders" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "approvalrule_id" bigint NOT NULL REFERENCES "publishing_approvalrule" ("id") DEFERRABLE INITIALLY DEFERRED, "outsideapprover_id" bigint NOT NULL REFERENCES "publishing_outsideapprover" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_attachment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "file" varchar(100) NOT NULL, "mime" varchar(40) NOT NULL, "alt" text NOT NULL, "decorative" bool NOT NULL, "width" integer unsigned NOT NULL CHECK ("width" >= 0), "height" integer unsigned NOT NULL CHECK ("height" >= 0), "version_id" bigint NOT NULL REFERENCES "publishing_version" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_blackout" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "calendar" varchar(20) NOT NULL, "name" varchar(160) NOT NULL, "starts_at" datetime NOT NULL, "ends_at" datetime NOT NULL, "blocks" bool NOT NULL, "source" varchar(500) NOT NULL, "added_at" datetime NOT NULL, "removed_at" datetime NULL, "added_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "blackout_calendar" CHECK ("calendar" IN ('reserve', 'custom')), CONSTRAINT "blackout_ends_after_it_begins" CHECK ("ends_at" > ("starts_at")));
CREATE TABLE "publishing_blackout_accounts" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "blackout_id" bigint NOT NULL REFERENCES "publishing_blackout" ("id") DEFERRABLE INITIALLY DEFERRED, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_campaign" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(80) NOT NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_campaign_per_name" UNIQUE ("organisation_id", "name"));
CREATE TABLE "publishing_changerequest" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "reason" text NOT NULL, "by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "outside_id" bigint NULL REFERENCES "publishing_outsideapprover" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "publishing_version" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_delegation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kinds" text NOT NULL CHECK ((JSON_VALID("kinds") OR "kinds" IS NULL)), "topics" varchar(500) NOT NULL, "from_time" time NULL, "to_time" time NULL, "begins_at" datetime NOT NULL, "ends_at" datetime NOT NULL, "revoked_at" datetime NULL, "given_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "to_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "delegation_to_somebody_else" CHECK (NOT ("given_by_id" = ("to_id"))), CONSTRAINT "delegation_ends_after_it_begins" CHECK ("ends_at" > ("begins_at")));
CREATE TABLE "publishing_delegation_accounts" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "delegation_id" bigint NOT NULL REFERENCES "publishing_delegation" ("id") DEFERRABLE INITIALLY DEFERRED, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_draft" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "state" varchar(20) NOT NULL, "leave_at" datetime NULL, "not_after" datetime NULL, "submitted_at" datetime NULL, "escalated_at" datetime NULL, "is_relay" bool NOT NULL, "amendment" varchar(12) NOT NULL, "created_at" datetime NOT NULL, "amends_id" bigint NULL REFERENCES "publishing_draft" ("id") DEFERRABLE INITIALLY DEFERRED, "author_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "campaign_id" bigint NULL REFERENCES "publishing_campaign" ("id") DEFERRABLE INITIALLY DEFERRED, "in_reply_to_id" bigint NULL REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "awaits_id" bigint NULL REFERENCES "facts_outcome" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "draft_state" CHECK ("state" IN ('draft', 'submitted', 'changes_requested', 'expired', 'approved', 'discarded')), CONSTRAINT "draft_amendment" CHECK ("amendment" IN ('', 'correction', 'edit')));
CREATE TABLE "publishing_draft_accounts" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "draft_id" bigint NOT NULL REFERENCES "publishing_draft" ("id") DEFERRABLE INITIALLY DEFERRED, "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_earlypost" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "words" varchar(300) NOT NULL, "seen_at" datetime NOT NULL, "fact_id" bigint NOT NULL REFERENCES "facts_fact" ("id") DEFERRABLE INITIALLY DEFERRED, "incident_id" bigint NOT NULL REFERENCES "chronicle_incident" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NOT NULL UNIQUE REFERENCES "archive_post" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_linkreading" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "url" varchar(2000) NOT NULL UNIQUE, "status" smallint unsigned NULL CHECK ("status" >= 0), "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "title" varchar(300) NOT NULL, "summary" varchar(500) NOT NULL, "picture" varchar(100) NOT NULL, "read_at" datetime NULL);
CREATE TABLE "publishing_outsideapprover" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(120) NOT NULL, "email" varchar(254) NOT NULL, "added_at" datetime NOT NULL, "removed_at" datetime NULL, "added_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_outsiderequest" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "secret_hash" varchar(64) NOT NULL UNIQUE, "asked_at" datetime NOT NULL, "expires_at" datetime NOT NULL, "decided_at" datetime NULL, "approver_id" bigint NOT NULL REFERENCES "publishing_outsideapprover" ("id") DEFERRABLE INITIALLY DEFERRED, "asked_by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "publishing_version" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_publication" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "act" varchar(10) NOT NULL, "part" smallint unsigned NOT NULL CHECK ("part" >= 0), "text" text NOT NULL, "price" decimal NULL, "state" varchar(20) NOT NULL, "leave_at" datetime NOT NULL, "not_after" datetime NOT NULL, "attempts" integer unsigned NOT NULL CHECK ("attempts" >= 0), "key" varchar(120) NOT NULL, "written_at" datetime NULL, "remote_id" varchar(500) NOT NULL, "remote_version" varchar(200) NOT NULL, "url" varchar(500) NOT NULL, "sent_at" datetime NULL, "sent" text NOT NULL, "gone_at" datetime NULL, "trouble" text NOT NULL CHECK ((JSON_VALID("trouble") OR "trouble" IS NULL)), "account_id" bigint NOT NULL REFERENCES "directory_account" ("id") DEFERRABLE INITIALLY DEFERRED, "after_id" bigint NULL REFERENCES "publishing_publication" ("id") DEFERRABLE INITIALLY DEFERRED, "draft_id" bigint NOT NULL REFERENCES "publishing_draft" ("id") DEFERRABLE INITIALLY DEFERRED, "target_id" bigint NULL REFERENCES "publishing_publication" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "publishing_version" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "publication_act" CHECK ("act" IN ('publish', 'edit', 'delete')), CONSTRAINT "publication_state" CHECK ("state" IN ('queued', 'sending', 'unsure', 'missed', 'failed', 'sent', 'withdrawn')));
CREATE TABLE "publishing_slot" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "weekday" smallint unsigned NOT NULL CHECK ("weekday" >= 0), "time" time NOT NULL, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_slot_per_time" UNIQUE ("organisation_id", "weekday", "time"), CONSTRAINT "slot_weekday" CHECK ("weekday" <= 6));
CREATE TABLE "publishing_stop" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "reason" text NOT NULL, "leaving" text NOT NULL CHECK ((JSON_VALID("leaving") OR "leaving" IS NULL)), "lifted_at" datetime NULL, "by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "lifted_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_template" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(120) NOT NULL, "text" text NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_template_per_name" UNIQUE ("organisation_id", "name"));
CREATE TABLE "publishing_version" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" integer unsigned NOT NULL CHECK ("number" >= 0), "text" text NOT NULL, "texts" text NOT NULL CHECK ((JSON_VALID("texts") OR "texts" IS NULL)), "picture_count" smallint unsigned NOT NULL CHECK ("picture_count" >= 0), "is_thread" bool NOT NULL, "lang" varchar(10) NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "draft_id" bigint NOT NULL REFERENCES "publishing_draft" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_version_per_number" UNIQUE ("draft_id", "number"));
CREATE TABLE "publishing_waiver" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "check_name" varchar(40) NOT NULL, "about" varchar(200) NOT NULL, "at" datetime NOT NULL, "reason" text NOT NULL, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "publishing_version" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_waiver_per_finding" UNIQUE ("version_id", "check_name", "about"));
CREATE TABLE "publishing_workingcopy" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "data" text NOT NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)), "at" datetime NOT NULL, "draft_id" bigint NULL REFERENCES "publishing_draft" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_working_copy_per_draft" UNIQUE ("user_id", "draft_id"));
CREATE TABLE "rankings_activity" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "native_id" varchar(255) NOT NULL, "kind" varchar(10) NOT NULL, "at" datetime NOT NULL, "other" varchar(255) NOT NULL, "parent_at" datetime NULL, "answered_at" datetime NULL, "images" smallint unsigned NOT NULL CHECK ("images" >= 0), "images_with_alt" smallint unsigned NOT NULL CHECK ("images_with_alt" >= 0), "tags" smallint unsigned NOT NULL CHECK ("tags" >= 0), "readable_tags" smallint unsigned NOT NULL CHECK ("readable_tags" >= 0), "account_id" bigint NOT NULL REFERENCES "directory_officialaccount" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_activity_once" UNIQUE ("account_id", "native_id", "kind"));
CREATE TABLE "rankings_changedday" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "day" date NOT NULL UNIQUE);
CREATE TABLE "rankings_collection" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "posts" bigint unsigned NULL CHECK ("posts" >= 0), "read_at" datetime NULL, "missing_since" datetime NULL, "account_id" bigint NOT NULL UNIQUE REFERENCES "directory_officialaccount" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "rankings_counterreading" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "followers" bigint unsigned NULL CHECK ("followers" >= 0), "following" bigint unsigned NULL CHECK ("following" >= 0), "posts" bigint unsigned NULL CHECK ("posts" >= 0), "account_id" bigint NOT NULL REFERENCES "directory_officialaccount" ("id") DEFERRABLE INITIALLY DEFERRED, "source_id" bigint NULL REFERENCES "directory_source" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_counter_reading_once" UNIQUE ("account_id", "at"));
CREATE TABLE "rankings_edition" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" smallint unsigned NOT NULL CHECK ("number" >= 0), "first" date NOT NULL, "until" date NOT NULL, "formula" varchar(20) NOT NULL, "made_at" datetime NOT NULL, "sha256" varchar(64) NOT NULL, "size" bigint unsigned NOT NULL CHECK ("size" >= 0), "ranked" integer unsigned NOT NULL CHECK ("ranked" >= 0), "unranked" integer unsigned NOT NULL CHECK ("unranked" >= 0), "manifest" text NOT NULL CHECK ((JSON_VALID("manifest") OR "manifest" IS NULL)), "ranking_id" bigint NOT NULL REFERENCES "rankings_ranking" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_edition_once" UNIQUE ("ranking_id", "first", "until", "number"));
CREATE TABLE "rankings_place" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "order" integer unsigned NOT NULL CHECK ("order" >= 0), "rank" integer unsigned NULL CHECK ("rank" >= 0), "best" integer unsigned NULL CHECK ("best" >= 0), "worst" integer unsigned NULL CHECK ("worst" >= 0), "of" integer unsigned NOT NULL CHECK ("of" >= 0), "value" real NULL, "low" real NULL, "high" real NULL, "sample" bigint unsigned NULL CHECK ("sample" >= 0), "why" text NOT NULL CHECK ((JSON_VALID("why") OR "why" IS NULL)), "account" bigint unsigned NOT NULL CHECK ("account" >= 0), "network" varchar(40) NOT NULL, "handle" varchar(255) NOT NULL, "name" varchar(220) NOT NULL, "body_kind" varchar(20) NOT NULL, "body_code" varchar(40) NOT NULL, "bound" integer unsigned NULL CHECK ("bound" >= 0), "edition_id" bigint NOT NULL REFERENCES "rankings_edition" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "each_place_once" UNIQUE ("edition_id", "order"));
CREATE TABLE "rankings_ranking" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "due_at" datetime NULL, "measure" varchar(40) NOT NULL, "weights" text NOT NULL CHECK ((JSON_VALID("weights") OR "weights" IS NULL)), "window" varchar(10) NOT NULL, "kind" varchar(20) NOT NULL, "bound" integer unsigned NULL CHECK ("bound" >= 0), "network" varchar(40) NOT NULL, "is_personal" bool NOT NULL, "added_at" datetime NOT NULL, CONSTRAINT "a_ranking_has_a_window" CHECK ("window" IN ('week', 'month', 'quarter', 'year')));
CREATE TABLE "rankings_reply" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" text NOT NULL, "at" datetime NOT NULL, "on_behalf" bool NOT NULL, "replaced_at" datetime NULL, "body_id" bigint NOT NULL REFERENCES "directory_body" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "edition_id" bigint NOT NULL REFERENCES "rankings_edition" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NOT NULL REFERENCES "access_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "work_heartbeat" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "process" varchar(40) NOT NULL, "seen_at" datetime NOT NULL, "host" varchar(255) NOT NULL, "pid" integer unsigned NOT NULL CHECK ("pid" >= 0), "counts" text NOT NULL CHECK ((JSON_VALID("counts") OR "counts" IS NULL)), CONSTRAINT "one_heartbeat_for_each_process" UNIQUE ("process", "host", "pid"));
CREATE VIRTUAL TABLE archive_post_words USING fts5(words, content='', tokenize="unicode61 remove_diacritics 2", prefix='3 4');
CREATE UNIQUE INDEX "a_case_is_merged_into_one_other" ON "inbox_merging" ("case_id") WHERE "undone_at" IS NULL;
CREATE INDEX "access_apitoken_organisation_id_e2ab7b46" ON "access_apitoken" ("organisation_id");
CREATE INDEX "access_apitoken_user_id_9f3b952b" ON "access_apitoken" ("user_id");
CREATE INDEX "access_incomingcall_webhook_id_ea4d9706" ON "access_incomingcall" ("webhook_id");
CREATE INDEX "access_incomingwebhook_organisation_id_c0e247f7" ON "access_incomingwebhook" ("organisation_id");
CREATE INDEX "access_incomingwebhook_user_id_4391e0d1" ON "access_incomingwebhook" ("user_id");
CREATE INDEX "access_keptanswer_token_id_7bec83dc" ON "access_keptanswer" ("token_id");
CREATE INDEX "access_membership_organisation_id_f4c4f883" ON "access_membership" ("organisation_id");
CREATE INDEX "access_membership_user_id_5bf62e16" ON "access_membership" ("user_id");
CREATE INDEX "access_team_organisation_id_83486550" ON "access_team" ("organisation_id");
CREATE INDEX "act_latest" ON "inbox_act" ("by_id", "at" DESC);
CREATE INDEX "activity_by_moment" ON "rankings_activity" ("at");
CREATE INDEX "activity_with_somebody" ON "rankings_activity" ("at") WHERE NOT ("other" = '');
CREATE INDEX "alarm_by_account" ON "guard_alarm" ("account_id", "raised_at" DESC);
CREATE INDEX "alarm_due" ON "guard_alarm" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "alert_due" ON "listening_alert" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "alert_newest" ON "listening_alert" ("opened_at" DESC);
CREATE INDEX "archive_broughtmedia_archive_id_b3841d67" ON "archive_broughtmedia" ("archive_id");
CREATE INDEX "archive_broughtmedia_post_id_8f91404c" ON "archive_broughtmedia" ("post_id");
CREATE INDEX "archive_broughtpost_archive_id_b5b050e8" ON "archive_broughtpost" ("archive_id");
CREATE INDEX "archive_broughtyear_account_id_c82f00a4" ON "archive_broughtyear" ("account_id");
CREATE INDEX "archive_broughtyear_by_id_09bb7f38" ON "archive_broughtyear" ("by_id");
CREATE INDEX "archive_counters_account_id_511270a1" ON "archive_counters" ("account_id");
CREATE INDEX "archive_mention_account_id_aaa1e3bd" ON "archive_mention" ("account_id");
CREATE INDEX "archive_mention_post_id_6b17f829" ON "archive_mention" ("post_id");
CREATE INDEX "archive_ownpost_account_id_77ca6773" ON "archive_ownpost" ("account_id");
CREATE INDEX "archive_ownpost_post_id_1033c05c" ON "archive_ownpost" ("post_id");
CREATE INDEX "archive_profilesnapshot_account_id_c676cb28" ON "archive_profilesnapshot" ("account_id");
CREATE INDEX "archive_standin_instead_of_id_ef7cfbe4" ON "archive_standin" ("instead_of_id");
CREATE INDEX "archive_standin_organisation_id_2a34d255" ON "archive_standin" ("organisation_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "body_by_departement" ON "directory_body" ("kind", "departement", "name");
CREATE INDEX "body_by_population" ON "directory_body" ("kind", "population" DESC);
CREATE INDEX "body_by_siren" ON "directory_body" ("siren");
CREATE INDEX "call_due" ON "notify_webhookdelivery" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "call_log" ON "notify_webhookdelivery" ("endpoint_id", "written_at" DESC, "id" DESC);
CREATE INDEX "case_by_conversation" ON "inbox_case" ("conversation");
CREATE INDEX "case_by_priority" ON "inbox_case" ("organisation_id", "priority", "waiting_since" DESC, "id" DESC);
CREATE INDEX "case_due" ON "inbox_case" ("organisation_id", "answer_by", "id") WHERE ("answer_seen_at" IS NULL AND "closed_at" IS NULL);
CREATE INDEX "case_newest" ON "inbox_case" ("organisation_id", "waiting_since" DESC, "id" DESC);
CREATE INDEX "case_open" ON "inbox_case" ("organisation_id", "waiting_since", "id") WHERE ("answer_seen_at" IS NULL AND "closed_at" IS NULL);
CREATE INDEX "case_open_mine" ON "inbox_case" ("organisation_id", "assignee_id", "waiting_since", "id") WHERE ("answer_seen_at" IS NULL AND "closed_at" IS NULL);
CREATE INDEX "case_open_team" ON "inbox_case" ("organisation_id", "team_id", "waiting_since", "id") WHERE ("answer_seen_at" IS NULL AND "closed_at" IS NULL);
CREATE INDEX "changed_day_by_due" ON "rankings_changedday" ("due_at");
CREATE INDEX "charter_by_address" ON "inbox_moderationcharter" ("address");
CREATE INDEX "chronicle_entry_by_id_03f3c7ef" ON "chronicle_entry" ("by_id");
CREATE INDEX "chronicle_entry_event_id_8de6a52b" ON "chronicle_entry" ("event_id");
CREATE INDEX "chronicle_entry_incident_id_33a1184a" ON "chronicle_entry" ("incident_id");
CREATE INDEX "chronicle_entry_placed_by_id_c0e42ecf" ON "chronicle_entry" ("placed_by_id");
CREATE INDEX "chronicle_entry_post_id_26036276" ON "chronicle_entry" ("post_id");
CREATE INDEX "chronicle_entry_removed_by_id_4e3d3523" ON "chronicle_entry" ("removed_by_id");
CREATE INDEX "chronicle_incident_account_id_290e9ac0" ON "chronicle_incident" ("account_id");
CREATE INDEX "chronicle_incident_closed_by_id_23edcf11" ON "chronicle_incident" ("closed_by_id");
CREATE INDEX "chronicle_incident_opened_by_id_59440163" ON "chronicle_incident" ("opened_by_id");
CREATE INDEX "chronicle_incident_organisation_id_3580656a" ON "chronicle_incident" ("organisation_id");
CREATE INDEX "chronicle_incident_post_id_ddad7827" ON "chronicle_incident" ("post_id");
CREATE INDEX "chronicle_voice_incident_id_ad9fddcc" ON "chronicle_voice" ("incident_id");
CREATE INDEX "citizen_report_by_account" ON "guard_citizenreport" ("account_id", "at" DESC);
CREATE INDEX "clock_by_organisation" ON "inbox_clock" ("organisation_id", "found_at");
CREATE INDEX "collection_by_due" ON "rankings_collection" ("due_at");
CREATE INDEX "consultation_due" ON "inbox_consultation" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "conversation_by_age" ON "inbox_conversation" ("said_at");
CREATE INDEX "conversation_due" ON "inbox_conversation" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "conversation_poll_due" ON "inbox_conversationpoll" ("due_at");
CREATE INDEX "counter_reading_by_moment" ON "rankings_counterreading" ("at");
CREATE INDEX "deadline_due" ON "inbox_deadline" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "directory_account_added_by_id_85584344" ON "directory_account" ("added_by_id");
CREATE INDEX "directory_account_organisation_id_1b24a26b" ON "directory_account" ("organisation_id");
CREATE INDEX "directory_accountrole_account_id_44db66bc" ON "directory_accountrole" ("account_id");
CREATE INDEX "directory_accountrole_given_by_id_aed73b30" ON "directory_accountrole" ("given_by_id");
CREATE INDEX "directory_accountrole_user_id_e7226a1a" ON "directory_accountrole" ("user_id");
CREATE INDEX "directory_body_group_id_97d448e7" ON "directory_body" ("group_id");
CREATE INDEX "directory_body_organisation_id_8c55b4d4" ON "directory_body" ("organisation_id");
CREATE INDEX "directory_body_successor_id_3f772a04" ON "directory_body" ("successor_id");
CREATE INDEX "directory_bodyword_body_id_afc8bffa" ON "directory_bodyword" ("body_id");
CREATE INDEX "directory_bodyword_word_c4629064" ON "directory_bodyword" ("word");
CREATE INDEX "directory_formerhandle_account_id_b2d4cab7" ON "directory_formerhandle" ("account_id");
CREATE INDEX "directory_formername_body_id_b5b0d621" ON "directory_formername" ("body_id");
CREATE INDEX "directory_freeze_account_id_6c05e116" ON "directory_freeze" ("account_id");
CREATE INDEX "directory_freeze_by_id_a5f7f512" ON "directory_freeze" ("by_id");
CREATE INDEX "directory_freeze_lifted_by_id_3f42fdfb" ON "directory_freeze" ("lifted_by_id");
CREATE INDEX "directory_keyholder_account_id_8ad1f956" ON "directory_keyholder" ("account_id");
CREATE INDEX "directory_keyholder_ended_by_id_46557470" ON "directory_keyholder" ("ended_by_id");
CREATE INDEX "directory_keyholder_user_id_45227605" ON "directory_keyholder" ("user_id");
CREATE INDEX "directory_keyholder_written_by_id_05778c6b" ON "directory_keyholder" ("written_by_id");
CREATE INDEX "directory_keyproof_by_id_4fa9305e" ON "directory_keyproof" ("by_id");
CREATE INDEX "directory_keyproof_key_holder_id_882e52f5" ON "directory_keyproof" ("key_holder_id");
CREATE INDEX "directory_keyproof_witness_id_ac76b4b0" ON "directory_keyproof" ("witness_id");
CREATE INDEX "directory_mandate_body_id_026a1ec5" ON "directory_mandate" ("body_id");
CREATE INDEX "directory_mandate_person_id_908db714" ON "directory_mandate" ("person_id");
CREATE INDEX "directory_officialaccount_body_id_906f902d" ON "directory_officialaccount" ("body_id");
CREATE INDEX "directory_officialaccount_person_id_d550322d" ON "directory_officialaccount" ("person_id");
CREATE INDEX "directory_proof_account_id_463a5d75" ON "directory_proof" ("account_id");
CREATE INDEX "directory_proof_by_id_5b8ff9a6" ON "directory_proof" ("by_id");
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
CREATE INDEX "door_opensession_user_id_03cf0291" ON "door_opensession" ("user_id");
CREATE INDEX "door_passkey_user_id_2f3dcd12" ON "door_passkey" ("user_id");
CREATE INDEX "door_providerlink_user_id_e7f48e9d" ON "door_providerlink" ("user_id");
CREATE INDEX "door_recoverycode_user_id_76d89649" ON "door_recoverycode" ("user_id");
CREATE INDEX "draft_by_state" ON "publishing_draft" ("organisation_id", "state", "created_at" DESC);
CREATE INDEX "draft_by_time" ON "publishing_draft" ("organisation_id", "leave_at");
CREATE INDEX "draft_due" ON "publishing_draft" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "draft_newest" ON "publishing_draft" ("organisation_id", "created_at" DESC, "id" DESC);
CREATE UNIQUE INDEX "each_official_account_once" ON "directory_officialaccount" ("network", "native_id") WHERE NOT ("native_id" = '');
CREATE INDEX "edition_by_window" ON "rankings_edition" ("until" DESC, "made_at" DESC);
CREATE INDEX "entry_in_order" ON "chronicle_entry" ("incident_id", "at", "id");
CREATE INDEX "event_by_subject" ON "journal_event" ("organisation_id", "subject_kind", "subject_id");
CREATE INDEX "fact_by_state" ON "facts_fact" ("organisation_id", "state", "expected_at");
CREATE INDEX "fact_due" ON "facts_fact" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "facts_attestation_by_id_7e466287" ON "facts_attestation" ("by_id");
CREATE INDEX "facts_attestation_fact_id_c9f10f43" ON "facts_attestation" ("fact_id");
CREATE INDEX "facts_attestation_outcome_id_f7c2158c" ON "facts_attestation" ("outcome_id");
CREATE INDEX "facts_attestation_settlement_id_e1d37c00" ON "facts_attestation" ("settlement_id");
CREATE INDEX "facts_attestation_witness_id_8795340e" ON "facts_attestation" ("witness_id");
CREATE INDEX "facts_fact_created_by_id_5ff7cfa6" ON "facts_fact" ("created_by_id");
CREATE INDEX "facts_fact_organisation_id_d08fb9ae" ON "facts_fact" ("organisation_id");
CREATE INDEX "facts_fact_parts_from_fact_id_a44d6181" ON "facts_fact_parts" ("from_fact_id");
CREATE UNIQUE INDEX "facts_fact_parts_from_fact_id_to_fact_id_c0dba8a8_uniq" ON "facts_fact_parts" ("from_fact_id", "to_fact_id");
CREATE INDEX "facts_fact_parts_to_fact_id_b2c017ed" ON "facts_fact_parts" ("to_fact_id");
CREATE INDEX "facts_outcome_fact_id_d807b834" ON "facts_outcome" ("fact_id");
CREATE INDEX "facts_reading_evidence_id_0c93eeb8" ON "facts_reading" ("evidence_id");
CREATE INDEX "facts_reading_source_id_e91092a2" ON "facts_reading" ("source_id");
CREATE INDEX "facts_settlement_by_id_5416cf73" ON "facts_settlement" ("by_id");
CREATE INDEX "facts_settlement_fact_id_c4189be6" ON "facts_settlement" ("fact_id");
CREATE INDEX "facts_settlement_outcome_id_46d86755" ON "facts_settlement" ("outcome_id");
CREATE INDEX "facts_settlement_reading_id_0b8bbe09" ON "facts_settlement" ("reading_id");
CREATE INDEX "facts_source_added_by_id_a2859cc5" ON "facts_source" ("added_by_id");
CREATE INDEX "facts_source_fact_id_8e0dd626" ON "facts_source" ("fact_id");
CREATE INDEX "facts_witness_added_by_id_c288f231" ON "facts_witness" ("added_by_id");
CREATE INDEX "facts_witness_fact_id_fe35496a" ON "facts_witness" ("fact_id");
CREATE INDEX "facts_witnesslink_asked_by_id_13896b90" ON "facts_witnesslink" ("asked_by_id");
CREATE INDEX "facts_witnesslink_attestation_id_8c246d7e" ON "facts_witnesslink" ("attestation_id");
CREATE INDEX "facts_witnesslink_witness_id_30d519bd" ON "facts_witnesslink" ("witness_id");
CREATE INDEX "feed_due" ON "listening_feed" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "former_by_looks" ON "directory_formerhandle" ("looks");
CREATE INDEX "former_by_taker" ON "directory_formerhandle" ("taken_by");
CREATE INDEX "gap_newest" ON "listening_streamgap" ("stream_id", "until" DESC);
CREATE INDEX "guard_alarm_account_id_c1bd4aa9" ON "guard_alarm" ("account_id");
CREATE INDEX "guard_alarm_baseline_id_976647a1" ON "guard_alarm" ("baseline_id");
CREATE INDEX "guard_alarm_post_id_9b0daea2" ON "guard_alarm" ("post_id");
CREATE INDEX "guard_alarm_snapshot_id_010656d0" ON "guard_alarm" ("snapshot_id");
CREATE INDEX "guard_baseline_account_id_7a52f7b4" ON "guard_baseline" ("account_id");
CREATE INDEX "guard_baseline_signed_by_id_69e7461b" ON "guard_baseline" ("signed_by_id");
CREATE INDEX "guard_citizenreport_account_id_b63b1721" ON "guard_citizenreport" ("account_id");
CREATE INDEX "guard_peer_added_by_id_f2927a0d" ON "guard_peer" ("added_by_id");
CREATE INDEX "guard_peer_organisation_id_23c73f66" ON "guard_peer" ("organisation_id");
CREATE INDEX "guard_platformmail_account_id_2c1b82d4" ON "guard_platformmail" ("account_id");
CREATE INDEX "guard_playbookrun_account_id_61a7552f" ON "guard_playbookrun" ("account_id");
CREATE INDEX "guard_playbookrun_alarm_id_9fb84e3c" ON "guard_playbookrun" ("alarm_id");
CREATE INDEX "guard_playbookrun_closed_by_id_aa9713c9" ON "guard_playbookrun" ("closed_by_id");
CREATE INDEX "guard_playbookrun_incident_id_a208c586" ON "guard_playbookrun" ("incident_id");
CREATE INDEX "guard_playbookrun_opened_by_id_68fd2d82" ON "guard_playbookrun" ("opened_by_id");
CREATE INDEX "guard_playbookrun_way_by_id_ba321098" ON "guard_playbookrun" ("way_by_id");
CREATE INDEX "guard_surfacecheck_run_id_0d0a6e14" ON "guard_surfacecheck" ("run_id");
CREATE INDEX "guard_surfacecheck_seen_by_id_85d6ed5d" ON "guard_surfacecheck" ("seen_by_id");
CREATE INDEX "guard_tick_by_id_04263e88" ON "guard_tick" ("by_id");
CREATE INDEX "guard_tick_run_id_cb5abf2c" ON "guard_tick" ("run_id");
CREATE INDEX "guard_verdict_by_id_6a1d7810" ON "guard_verdict" ("by_id");
CREATE INDEX "guard_verdict_closed_by_id_c6542b25" ON "guard_verdict" ("closed_by_id");
CREATE INDEX "habits_due" ON "guard_habits" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "hold_by_talk" ON "keeping_holdtalk" ("network", "conversation");
CREATE INDEX "hold_standing" ON "keeping_hold" ("organisation_id") WHERE "lifted_at" IS NULL;
CREATE INDEX "inbox_act_by_id_e0fcd232" ON "inbox_act" ("by_id");
CREATE INDEX "inbox_act_organisation_id_f761ff14" ON "inbox_act" ("organisation_id");
CREATE INDEX "inbox_apart_by_id_e7d46a0a" ON "inbox_apart" ("by_id");
CREATE INDEX "inbox_apart_case_id_4ae88bfc" ON "inbox_apart" ("case_id");
CREATE INDEX "inbox_apart_origin_id_b0acdde3" ON "inbox_apart" ("origin_id");
CREATE INDEX "inbox_apart_post_id_e6dd0a8f" ON "inbox_apart" ("post_id");
CREATE INDEX "inbox_assignment_by_id_943ed80a" ON "inbox_assignment" ("by_id");
CREATE INDEX "inbox_assignment_case_id_9969a893" ON "inbox_assignment" ("case_id");
CREATE INDEX "inbox_assignment_person_id_f3568eb0" ON "inbox_assignment" ("person_id");
CREATE INDEX "inbox_assignment_returned_by_id_899e153f" ON "inbox_assignment" ("returned_by_id");
CREATE INDEX "inbox_assignment_team_id_4d79a6d2" ON "inbox_assignment" ("team_id");
CREATE INDEX "inbox_calendar_organisation_id_2316ff96" ON "inbox_calendar" ("organisation_id");
CREATE INDEX "inbox_calendar_set_by_id_3484be64" ON "inbox_calendar" ("set_by_id");
CREATE INDEX "inbox_case_account_id_20746e6c" ON "inbox_case" ("account_id");
CREATE INDEX "inbox_case_assignee_id_51ae2207" ON "inbox_case" ("assignee_id");
CREATE INDEX "inbox_case_closed_by_id_04e05e13" ON "inbox_case" ("closed_by_id");
CREATE INDEX "inbox_case_latest_id_be4c0725" ON "inbox_case" ("latest_id");
CREATE INDEX "inbox_case_organisation_id_a8f3803c" ON "inbox_case" ("organisation_id");
CREATE INDEX "inbox_case_team_id_5936fd2f" ON "inbox_case" ("team_id");
CREATE INDEX "inbox_caselabel_by_id_2a7ab137" ON "inbox_caselabel" ("by_id");
CREATE INDEX "inbox_caselabel_case_id_c7a2b2d2" ON "inbox_caselabel" ("case_id");
CREATE INDEX "inbox_caselabel_label_id_d323affa" ON "inbox_caselabel" ("label_id");
CREATE INDEX "inbox_clock_case_id_92eeb655" ON "inbox_clock" ("case_id");
CREATE INDEX "inbox_clock_organisation_id_59223889" ON "inbox_clock" ("organisation_id");
CREATE INDEX "inbox_clock_search_id_744b6cc1" ON "inbox_clock" ("search_id");
CREATE INDEX "inbox_consultation_asked_by_id_3b61025c" ON "inbox_consultation" ("asked_by_id");
CREATE INDEX "inbox_consultation_case_id_facf654b" ON "inbox_consultation" ("case_id");
CREATE INDEX "inbox_consultation_other_id_71faba72" ON "inbox_consultation" ("other_id");
CREATE INDEX "inbox_consultation_team_id_105afbda" ON "inbox_consultation" ("team_id");
CREATE INDEX "inbox_consultationlink_consultation_id_070c1e55" ON "inbox_consultationlink" ("consultation_id");
CREATE INDEX "inbox_conversation_account_id_05696162" ON "inbox_conversation" ("account_id");
CREATE INDEX "inbox_deadline_case_id_7365836a" ON "inbox_deadline" ("case_id");
CREATE INDEX "inbox_deadline_target_id_7e6bfc9b" ON "inbox_deadline" ("target_id");
CREATE INDEX "inbox_elsewhereanswer_posted_by_id_34f30eab" ON "inbox_elsewhereanswer" ("posted_by_id");
CREATE INDEX "inbox_elsewhereanswer_saved_by_id_cd73461e" ON "inbox_elsewhereanswer" ("saved_by_id");
CREATE INDEX "inbox_label_organisation_id_0c2bf5c4" ON "inbox_label" ("organisation_id");
CREATE INDEX "inbox_measure_act_id_cd94c00a" ON "inbox_measure" ("act_id");
CREATE INDEX "inbox_measure_asked_by_id_01888d74" ON "inbox_measure" ("asked_by_id");
CREATE INDEX "inbox_merging_by_id_18d8bfa4" ON "inbox_merging" ("by_id");
CREATE INDEX "inbox_merging_case_id_2d430d89" ON "inbox_merging" ("case_id");
CREATE INDEX "inbox_merging_into_id_dbf83d97" ON "inbox_merging" ("into_id");
CREATE INDEX "inbox_merging_latest_before_id_2aeb1f9b" ON "inbox_merging" ("latest_before_id");
CREATE INDEX "inbox_merging_undone_by_id_8939c585" ON "inbox_merging" ("undone_by_id");
CREATE INDEX "inbox_moderationact_account_id_9fed7881" ON "inbox_moderationact" ("account_id");
CREATE INDEX "inbox_moderationact_case_id_fc859680" ON "inbox_moderationact" ("case_id");
CREATE INDEX "inbox_moderationact_decided_by_id_af4d24d7" ON "inbox_moderationact" ("decided_by_id");
CREATE INDEX "inbox_moderationact_done_by_id_d498c530" ON "inbox_moderationact" ("done_by_id");
CREATE INDEX "inbox_moderationact_lifted_by_id_a9aaac85" ON "inbox_moderationact" ("lifted_by_id");
CREATE INDEX "inbox_moderationact_motive_id_f9f6f4a2" ON "inbox_moderationact" ("motive_id");
CREATE INDEX "inbox_moderationact_organisation_id_709c7775" ON "inbox_moderationact" ("organisation_id");
CREATE INDEX "inbox_moderationact_post_id_5850823f" ON "inbox_moderationact" ("post_id");
CREATE INDEX "inbox_moderationcharter_organisation_id_0867f260" ON "inbox_moderationcharter" ("organisation_id");
CREATE INDEX "inbox_moderationcharter_published_by_id_076456db" ON "inbox_moderationcharter" ("published_by_id");
CREATE INDEX "inbox_motive_charter_id_09a872e2" ON "inbox_motive" ("charter_id");
CREATE INDEX "inbox_note_by_id_f9d94947" ON "inbox_note" ("by_id");
CREATE INDEX "inbox_note_case_id_8b57bbc0" ON "inbox_note" ("case_id");
CREATE INDEX "inbox_note_to_id_61283a1d" ON "inbox_note" ("to_id");
CREATE INDEX "inbox_pastreading_account_id_76c10aee" ON "inbox_pastreading" ("account_id");
CREATE INDEX "inbox_pastreading_asked_by_id_fbe1ad3f" ON "inbox_pastreading" ("asked_by_id");
CREATE INDEX "inbox_place_organisation_id_a8fac305" ON "inbox_place" ("organisation_id");
CREATE INDEX "inbox_reply_case_id_3224e9b3" ON "inbox_reply" ("case_id");
CREATE INDEX "inbox_responsetarget_calendar_id_21b8dac3" ON "inbox_responsetarget" ("calendar_id");
CREATE INDEX "inbox_responsetarget_organisation_id_9a4b0c6d" ON "inbox_responsetarget" ("organisation_id");
CREATE INDEX "inbox_responsetarget_set_by_id_c62faff0" ON "inbox_responsetarget" ("set_by_id");
CREATE INDEX "inbox_routing_case_id_35f4ac42" ON "inbox_routing" ("case_id");
CREATE INDEX "inbox_routing_post_id_e03a0839" ON "inbox_routing" ("post_id");
CREATE INDEX "inbox_routing_team_id_7e8e08ad" ON "inbox_routing" ("team_id");
CREATE INDEX "inbox_routingrule_organisation_id_4fd35679" ON "inbox_routingrule" ("organisation_id");
CREATE INDEX "inbox_routingrule_saved_by_id_bd0f34fe" ON "inbox_routingrule" ("saved_by_id");
CREATE INDEX "inbox_routingrule_team_id_962a1db1" ON "inbox_routingrule" ("team_id");
CREATE INDEX "inbox_savedreply_agreed_by_id_ee65d260" ON "inbox_savedreply" ("agreed_by_id");
CREATE INDEX "inbox_savedreply_by_id_4043409c" ON "inbox_savedreply" ("by_id");
CREATE INDEX "inbox_savedreply_organisation_id_63ac8bb7" ON "inbox_savedreply" ("organisation_id");
CREATE INDEX "inbox_seat_person_id_97c61f02" ON "inbox_seat" ("person_id");
CREATE INDEX "inbox_seat_team_id_b1c3a46d" ON "inbox_seat" ("team_id");
CREATE INDEX "inbox_snooze_by_id_6ab505fa" ON "inbox_snooze" ("by_id");
CREATE INDEX "inbox_statuspage_case_id_c3f60968" ON "inbox_statuspage" ("case_id");
CREATE INDEX "inbox_statuspage_opened_by_id_6de7edcd" ON "inbox_statuspage" ("opened_by_id");
CREATE INDEX "inbox_typedmessage_by_id_7cfdba34" ON "inbox_typedmessage" ("by_id");
CREATE INDEX "inbox_wave_first_id_0a3d5d1a" ON "inbox_wave" ("first_id");
CREATE INDEX "inbox_wave_organisation_id_f2dfcb08" ON "inbox_wave" ("organisation_id");
CREATE INDEX "inbox_wavecase_wave_id_1c4c421b" ON "inbox_wavecase" ("wave_id");
CREATE INDEX "inbox_writing_case_id_1b6d74a6" ON "inbox_writing" ("case_id");
CREATE INDEX "inbox_writing_person_id_f06ce3cc" ON "inbox_writing" ("person_id");
CREATE INDEX "incident_due" ON "chronicle_incident" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "incident_in_order" ON "chronicle_incident" ("organisation_id", "state" DESC, "started_at" DESC, "id" DESC);
CREATE INDEX "incoming_call_by_time" ON "access_incomingcall" ("webhook_id", "at");
CREATE INDEX "journal_event_actor_id_9d412af5" ON "journal_event" ("actor_id");
CREATE INDEX "journal_event_organisation_id_606c8269" ON "journal_event" ("organisation_id");
CREATE INDEX "keeping_asked_answered_by_id_8c8712c7" ON "keeping_asked" ("answered_by_id");
CREATE INDEX "keeping_asked_noted_by_id_22a6b835" ON "keeping_asked" ("noted_by_id");
CREATE INDEX "keeping_asked_organisation_id_42dc1901" ON "keeping_asked" ("organisation_id");
CREATE INDEX "keeping_hold_by_id_9e8ec187" ON "keeping_hold" ("by_id");
CREATE INDEX "keeping_hold_lifted_by_id_1041fb3b" ON "keeping_hold" ("lifted_by_id");
CREATE INDEX "keeping_hold_organisation_id_ad789fda" ON "keeping_hold" ("organisation_id");
CREATE INDEX "keeping_holdtalk_hold_id_b45e7635" ON "keeping_holdtalk" ("hold_id");
CREATE INDEX "keeping_period_chosen_by_id_fb798176" ON "keeping_period" ("chosen_by_id");
CREATE INDEX "keeping_period_organisation_id_f6290e39" ON "keeping_period" ("organisation_id");
CREATE INDEX "kept_answer_by_age" ON "access_keptanswer" ("at");
CREATE INDEX "key_rehearsal_due" ON "directory_keyholder" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "learned_due" ON "inbox_learnedservices" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "leaving_due" ON "people_leaving" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "link_reading_due" ON "publishing_linkreading" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "listening_alert_read_by_id_2a86df1a" ON "listening_alert" ("read_by_id");
CREATE INDEX "listening_alert_search_id_f563122c" ON "listening_alert" ("search_id");
CREATE INDEX "listening_feed_followed_by_id_324d3f19" ON "listening_feed" ("followed_by_id");
CREATE INDEX "listening_feed_organisation_id_bbab3d31" ON "listening_feed" ("organisation_id");
CREATE INDEX "listening_lookback_account_id_e525f487" ON "listening_lookback" ("account_id");
CREATE INDEX "listening_lookback_search_id_2911ef1b" ON "listening_lookback" ("search_id");
CREATE INDEX "listening_match_alert_id_e5c6a8ce" ON "listening_match" ("alert_id");
CREATE INDEX "listening_match_post_id_781c86bf" ON "listening_match" ("post_id");
CREATE INDEX "listening_match_search_id_ae7669d1" ON "listening_match" ("search_id");
CREATE INDEX "listening_match_story_id_a2eaa5b1" ON "listening_match" ("story_id");
CREATE INDEX "listening_mute_by_id_5474fc00" ON "listening_mute" ("by_id");
CREATE INDEX "listening_mute_search_id_9ec6d53b" ON "listening_mute" ("search_id");
CREATE INDEX "listening_mute_story_id_25df0c9d" ON "listening_mute" ("story_id");
CREATE INDEX "listening_optout_added_by_id_97657c35" ON "listening_optout" ("added_by_id");
CREATE INDEX "listening_optout_organisation_id_312abc2d" ON "listening_optout" ("organisation_id");
CREATE INDEX "listening_parcel_stream_id_b9985806" ON "listening_parcel" ("stream_id");
CREATE INDEX "listening_retention_chosen_by_id_78afc0e8" ON "listening_retention" ("chosen_by_id");
CREATE INDEX "listening_sampledpost_stream_id_04163f30" ON "listening_sampledpost" ("stream_id");
CREATE INDEX "listening_savedsearch_organisation_id_dbbab030" ON "listening_savedsearch" ("organisation_id");
CREATE INDEX "listening_savedsearch_saved_by_id_ec92ddf6" ON "listening_savedsearch" ("saved_by_id");
CREATE INDEX "listening_story_first_id_1ae32a9d" ON "listening_story" ("first_id");
CREATE INDEX "listening_story_search_id_9bbb77b1" ON "listening_story" ("search_id");
CREATE INDEX "listening_stream_account_id_20314a1d" ON "listening_stream" ("account_id");
CREATE INDEX "listening_streamgap_stream_id_3955b770" ON "listening_streamgap" ("stream_id");
CREATE INDEX "look_back_due" ON "listening_lookback" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "mandate_by_body" ON "directory_mandate" ("body_id", "office");
CREATE INDEX "match_by_time_said" ON "listening_match" ("search_id", "said_at" DESC);
CREATE INDEX "match_newest" ON "listening_match" ("search_id", "at" DESC);
CREATE INDEX "measure_due" ON "inbox_measure" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "mention_due" ON "archive_mention" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "mention_poll_due" ON "inbox_mentionpoll" ("due_at");
CREATE INDEX "message_about" ON "notify_message" ("about_kind", "about_id");
CREATE INDEX "message_by_address" ON "notify_message" ("address", "written_at" DESC);
CREATE INDEX "message_due" ON "notify_message" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "moderation_due" ON "inbox_moderationact" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "mute_standing" ON "listening_mute" ("search_id", "lifted_at");
CREATE INDEX "notify_choice_organisation_id_692a52e0" ON "notify_choice" ("organisation_id");
CREATE INDEX "notify_choice_user_id_79382393" ON "notify_choice" ("user_id");
CREATE INDEX "notify_message_digest_id_a8df7d9e" ON "notify_message" ("digest_id");
CREATE INDEX "notify_message_organisation_id_5c9ff6ea" ON "notify_message" ("organisation_id");
CREATE INDEX "notify_message_reader_id_542e5f2f" ON "notify_message" ("reader_id");
CREATE INDEX "notify_watch_organisation_id_4a34ed0b" ON "notify_watch" ("organisation_id");
CREATE INDEX "notify_watch_set_by_id_98c37a39" ON "notify_watch" ("set_by_id");
CREATE INDEX "notify_watch_user_id_ebb941d0" ON "notify_watch" ("user_id");
CREATE INDEX "notify_webhookdelivery_endpoint_id_d0097378" ON "notify_webhookdelivery" ("endpoint_id");
CREATE INDEX "notify_webhookendpoint_made_by_id_cf594b4f" ON "notify_webhookendpoint" ("made_by_id");
CREATE INDEX "notify_webhookendpoint_organisation_id_40a69957" ON "notify_webhookendpoint" ("organisation_id");
CREATE INDEX "official_by_change" ON "directory_officialaccount" ("changed_at");
CREATE INDEX "official_by_handle" ON "directory_officialaccount" ("network", "handle");
CREATE INDEX "official_by_looks" ON "directory_officialaccount" ("looks");
CREATE INDEX "official_by_review" ON "directory_officialaccount" ("due_at");
CREATE INDEX "on_call_by_end" ON "notify_watch" ("organisation_id", "ends_at");
CREATE UNIQUE INDEX "one_calendar_per_name" ON "inbox_calendar" ("organisation_id", "name") WHERE "removed_at" IS NULL;
CREATE UNIQUE INDEX "one_case_per_page_elsewhere" ON "inbox_case" ("organisation_id", "latest_id") WHERE "account_id" IS NULL;
CREATE UNIQUE INDEX "one_freeze_in_force_per_account" ON "directory_freeze" ("account_id") WHERE "lifted_at" IS NULL;
CREATE UNIQUE INDEX "one_general_approval_rule" ON "publishing_approvalrule" ("organisation_id") WHERE "account_id" IS NULL;
CREATE UNIQUE INDEX "one_key_holder_per_account" ON "directory_keyholder" ("account_id") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "one_leaving_at_a_time" ON "people_leaving" ("organisation_id", "user_id") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "one_open_alert_per_search" ON "listening_alert" ("search_id") WHERE "read_at" IS NULL;
CREATE UNIQUE INDEX "one_open_consultation_per_case" ON "inbox_consultation" ("case_id") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "one_open_incident_per_thing" ON "chronicle_incident" ("organisation_id", "kind", "about") WHERE ("state" = 'open' AND NOT ("about" = ''));
CREATE UNIQUE INDEX "one_open_invitation_per_address" ON "people_invitation" ("organisation_id", "email") WHERE ("revoked_at" IS NULL AND "used_at" IS NULL);
CREATE UNIQUE INDEX "one_open_past_reading_per_account" ON "inbox_pastreading" ("account_id") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "one_open_playbook_per_account" ON "guard_playbookrun" ("account_id") WHERE "closed_at" IS NULL;
CREATE UNIQUE INDEX "one_outside_approver_per_address" ON "publishing_outsideapprover" ("organisation_id", "email") WHERE "removed_at" IS NULL;
CREATE UNIQUE INDEX "one_publication_per_version_account_part_and_act" ON "publishing_publication" ("version_id", "account_id", "part", "act") WHERE NOT ("state" = 'withdrawn');
CREATE UNIQUE INDEX "one_reply_stands" ON "rankings_reply" ("edition_id", "body_id") WHERE "replaced_at" IS NULL;
CREATE UNIQUE INDEX "one_running_clock_per_case" ON "inbox_clock" ("case_id") WHERE "superseded_at" IS NULL;
CREATE UNIQUE INDEX "one_settlement_stands_per_fact" ON "facts_settlement" ("fact_id") WHERE "taken_back_at" IS NULL;
CREATE UNIQUE INDEX "one_standing_act_per_message" ON "inbox_moderationact" ("account_id", "post_id", "act") WHERE "lifted_at" IS NULL;
CREATE UNIQUE INDEX "one_status_page_per_case" ON "inbox_statuspage" ("case_id") WHERE "withdrawn_at" IS NULL;
CREATE UNIQUE INDEX "one_stop_in_force" ON "publishing_stop" ("organisation_id") WHERE "lifted_at" IS NULL;
CREATE UNIQUE INDEX "one_target_for_the_same_cases" ON "inbox_responsetarget" ("organisation_id", "aim", "network", "priority", "label") WHERE "removed_at" IS NULL;
CREATE UNIQUE INDEX "one_working_copy_of_a_new_post" ON "publishing_workingcopy" ("user_id", "organisation_id") WHERE "draft_id" IS NULL;
CREATE INDEX "opt_out_by_handle" ON "listening_optout" ("handle_digest");
CREATE INDEX "opt_out_by_id" ON "listening_optout" ("id_digest");
CREATE INDEX "own_post_due" ON "archive_ownpost" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "own_post_elsewhere" ON "archive_ownpost" ("elsewhere_at") WHERE "elsewhere_at" IS NOT NULL;
CREATE INDEX "parcel_on_its_way" ON "listening_parcel" ("stream_id", "number");
CREATE INDEX "past_reading_due" ON "inbox_pastreading" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "peer_due" ON "guard_peer" ("due_at");
CREATE INDEX "people_invitation_invited_by_id_3784d49d" ON "people_invitation" ("invited_by_id");
CREATE INDEX "people_invitation_organisation_id_ac6bf02f" ON "people_invitation" ("organisation_id");
CREATE INDEX "people_invitation_used_by_id_86975d9b" ON "people_invitation" ("used_by_id");
CREATE INDEX "people_leaving_ended_by_id_ee0c6d2f" ON "people_leaving" ("ended_by_id");
CREATE INDEX "people_leaving_organisation_id_5f71abec" ON "people_leaving" ("organisation_id");
CREATE INDEX "people_leaving_planned_by_id_d30d706f" ON "people_leaving" ("planned_by_id");
CREATE INDEX "people_leaving_suspended_by_id_6cb29381" ON "people_leaving" ("suspended_by_id");
CREATE INDEX "people_leaving_user_id_071294d4" ON "people_leaving" ("user_id");
CREATE INDEX "person_by_name" ON "directory_person" ("name");
CREATE INDEX "place_by_body" ON "rankings_place" ("body_kind", "body_code");
CREATE INDEX "place_by_class" ON "rankings_place" ("edition_id", "bound", "order");
CREATE INDEX "platform_mail_by_account" ON "guard_platformmail" ("account_id", "at" DESC);
CREATE INDEX "policy_due" ON "listening_policy" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "post_by_answered" ON "archive_post" ("network", "reply_to") WHERE NOT ("reply_to" = '');
CREATE INDEX "post_by_author" ON "archive_post" ("network", "author_id", "published_at");
CREATE INDEX "post_by_conversation" ON "archive_post" ("network", "conversation", "published_at");
CREATE INDEX "post_by_quoted" ON "archive_post" ("network", "quote_of") WHERE "quote_of" IS NOT NULL;
CREATE INDEX "profile_poll_due" ON "guard_profilepoll" ("due_at");
CREATE INDEX "proof_by_due" ON "directory_proof" ("due_at");
CREATE INDEX "publication_by_account" ON "publishing_publication" ("account_id", "state");
CREATE INDEX "publication_due" ON "publishing_publication" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "publication_sent" ON "publishing_publication" ("state", "sent_at" DESC);
CREATE INDEX "publishing_approval_by_id_c631390e" ON "publishing_approval" ("by_id");
CREATE INDEX "publishing_approval_delegation_id_f64ab95f" ON "publishing_approval" ("delegation_id");
CREATE INDEX "publishing_approval_outside_id_1cf1ed41" ON "publishing_approval" ("outside_id");
CREATE INDEX "publishing_approval_version_id_eccad397" ON "publishing_approval" ("version_id");
CREATE INDEX "publishing_approvalrule_approvers_approvalrule_id_4770228b" ON "publishing_approvalrule_approvers" ("approvalrule_id");
CREATE UNIQUE INDEX "publishing_approvalrule_approvers_approvalrule_id_user_id_1710c748_uniq" ON "publishing_approvalrule_approvers" ("approvalrule_id", "user_id");
CREATE INDEX "publishing_approvalrule_approvers_user_id_2a629a48" ON "publishing_approvalrule_approvers" ("user_id");
CREATE INDEX "publishing_approvalrule_deputy_id_f79d7ddf" ON "publishing_approvalrule" ("deputy_id");
CREATE INDEX "publishing_approvalrule_organisation_id_954b4a62" ON "publishing_approvalrule" ("organisation_id");
CREATE INDEX "publishing_approvalrule_outsiders_approvalrule_id_d2d43221" ON "publishing_approvalrule_outsiders" ("approvalrule_id");
CREATE UNIQUE INDEX "publishing_approvalrule_outsiders_approvalrule_id_outsideapprover_id_be1d7c09_uniq" ON "publishing_approvalrule_outsiders" ("approvalrule_id", "outsideapprover_id");
CREATE INDEX "publishing_approvalrule_outsiders_outsideapprover_id_abce5c3d" ON "publishing_approvalrule_outsiders" ("outsideapprover_id");
CREATE INDEX "publishing_attachment_version_id_c09fcc73" ON "publishing_attachment" ("version_id");
CREATE INDEX "publishing_blackout_accounts_account_id_71ca94f3" ON "publishing_blackout_accounts" ("account_id");
CREATE INDEX "publishing_blackout_accounts_blackout_id_24e9e620" ON "publishing_blackout_accounts" ("blackout_id");
CREATE UNIQUE INDEX "publishing_blackout_accounts_blackout_id_account_id_c37a510d_uniq" ON "publishing_blackout_accounts" ("blackout_id", "account_id");
CREATE INDEX "publishing_blackout_added_by_id_dd9eb6b1" ON "publishing_blackout" ("added_by_id");
CREATE INDEX "publishing_blackout_organisation_id_6b5ccec6" ON "publishing_blackout" ("organisation_id");
CREATE INDEX "publishing_campaign_organisation_id_170d2b97" ON "publishing_campaign" ("organisation_id");
CREATE INDEX "publishing_changerequest_by_id_25a18002" ON "publishing_changerequest" ("by_id");
CREATE INDEX "publishing_changerequest_outside_id_e8eb4ea8" ON "publishing_changerequest" ("outside_id");
CREATE INDEX "publishing_changerequest_version_id_cd064bd7" ON "publishing_changerequest" ("version_id");
CREATE INDEX "publishing_delegation_accounts_account_id_8867e9bd" ON "publishing_delegation_accounts" ("account_id");
CREATE INDEX "publishing_delegation_accounts_delegation_id_ab3b9004" ON "publishing_delegation_accounts" ("delegation_id");
CREATE UNIQUE INDEX "publishing_delegation_accounts_delegation_id_account_id_ee5c8aad_uniq" ON "publishing_delegation_accounts" ("delegation_id", "account_id");
CREATE INDEX "publishing_delegation_given_by_id_2466b1c5" ON "publishing_delegation" ("given_by_id");
CREATE INDEX "publishing_delegation_organisation_id_e808ca90" ON "publishing_delegation" ("organisation_id");
CREATE INDEX "publishing_delegation_to_id_684bbcfa" ON "publishing_delegation" ("to_id");
CREATE INDEX "publishing_draft_accounts_account_id_14bf9736" ON "publishing_draft_accounts" ("account_id");
CREATE UNIQUE INDEX "publishing_draft_accounts_draft_id_account_id_29e0920e_uniq" ON "publishing_draft_accounts" ("draft_id", "account_id");
CREATE INDEX "publishing_draft_accounts_draft_id_ae84c85a" ON "publishing_draft_accounts" ("draft_id");
CREATE INDEX "publishing_draft_amends_id_4a8d9dd3" ON "publishing_draft" ("amends_id");
CREATE INDEX "publishing_draft_author_id_d9f39fe8" ON "publishing_draft" ("author_id");
CREATE INDEX "publishing_draft_awaits_id_75a70a4e" ON "publishing_draft" ("awaits_id");
CREATE INDEX "publishing_draft_campaign_id_d561bbe6" ON "publishing_draft" ("campaign_id");
CREATE INDEX "publishing_draft_in_reply_to_id_da734b03" ON "publishing_draft" ("in_reply_to_id");
CREATE INDEX "publishing_draft_organisation_id_5fc1d5df" ON "publishing_draft" ("organisation_id");
CREATE INDEX "publishing_earlypost_fact_id_ff75f960" ON "publishing_earlypost" ("fact_id");
CREATE INDEX "publishing_earlypost_incident_id_87feaf1f" ON "publishing_earlypost" ("incident_id");
CREATE INDEX "publishing_outsideapprover_added_by_id_c51af931" ON "publishing_outsideapprover" ("added_by_id");
CREATE INDEX "publishing_outsideapprover_organisation_id_c8f574ee" ON "publishing_outsideapprover" ("organisation_id");
CREATE INDEX "publishing_outsiderequest_approver_id_91b32d6c" ON "publishing_outsiderequest" ("approver_id");
CREATE INDEX "publishing_outsiderequest_asked_by_id_700479b9" ON "publishing_outsiderequest" ("asked_by_id");
CREATE INDEX "publishing_outsiderequest_version_id_678799f0" ON "publishing_outsiderequest" ("version_id");
CREATE INDEX "publishing_publication_account_id_36e54ad5" ON "publishing_publication" ("account_id");
CREATE INDEX "publishing_publication_after_id_241864d9" ON "publishing_publication" ("after_id");
CREATE INDEX "publishing_publication_draft_id_6401b073" ON "publishing_publication" ("draft_id");
CREATE INDEX "publishing_publication_target_id_9d55b74c" ON "publishing_publication" ("target_id");
CREATE INDEX "publishing_publication_version_id_10961074" ON "publishing_publication" ("version_id");
CREATE INDEX "publishing_slot_organisation_id_e29b4857" ON "publishing_slot" ("organisation_id");
CREATE INDEX "publishing_stop_by_id_15b14b02" ON "publishing_stop" ("by_id");
CREATE INDEX "publishing_stop_lifted_by_id_3c7ac79b" ON "publishing_stop" ("lifted_by_id");
CREATE INDEX "publishing_stop_organisation_id_a285f06c" ON "publishing_stop" ("organisation_id");
CREATE INDEX "publishing_template_by_id_358e0ab3" ON "publishing_template" ("by_id");
CREATE INDEX "publishing_template_organisation_id_2e22ef9b" ON "publishing_template" ("organisation_id");
CREATE INDEX "publishing_version_by_id_39b724e7" ON "publishing_version" ("by_id");
CREATE INDEX "publishing_version_draft_id_50838c4e" ON "publishing_version" ("draft_id");
CREATE INDEX "publishing_waiver_by_id_80a6fcb8" ON "publishing_waiver" ("by_id");
CREATE INDEX "publishing_waiver_version_id_a9484aef" ON "publishing_waiver" ("version_id");
CREATE INDEX "publishing_workingcopy_draft_id_af4da4f5" ON "publishing_workingcopy" ("draft_id");
CREATE INDEX "publishing_workingcopy_organisation_id_00df02cc" ON "publishing_workingcopy" ("organisation_id");
CREATE INDEX "publishing_workingcopy_user_id_64e13d48" ON "publishing_workingcopy" ("user_id");
CREATE INDEX "rankings_activity_account_id_fe57d846" ON "rankings_activity" ("account_id");
CREATE INDEX "rankings_counterreading_account_id_8bec623e" ON "rankings_counterreading" ("account_id");
CREATE INDEX "rankings_counterreading_source_id_7dd480ad" ON "rankings_counterreading" ("source_id");
CREATE INDEX "rankings_edition_ranking_id_5f04927f" ON "rankings_edition" ("ranking_id");
CREATE INDEX "rankings_place_edition_id_d10d5d4c" ON "rankings_place" ("edition_id");
CREATE INDEX "rankings_reply_body_id_d2110831" ON "rankings_reply" ("body_id");
CREATE INDEX "rankings_reply_by_id_b18dba79" ON "rankings_reply" ("by_id");
CREATE INDEX "rankings_reply_edition_id_8383d942" ON "rankings_reply" ("edition_id");
CREATE INDEX "rankings_reply_organisation_id_eedf8273" ON "rankings_reply" ("organisation_id");
CREATE INDEX "reading_newest" ON "facts_reading" ("source_id", "taken_at" DESC);
CREATE INDEX "reckoning_due" ON "inbox_reckoning" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "routing_by_message" ON "inbox_routing" ("case_id", "post_id", "at");
CREATE INDEX "rule_in_its_order" ON "inbox_routingrule" ("organisation_id", "position") WHERE "removed_at" IS NULL;
CREATE INDEX "sample_by_time" ON "listening_sampledpost" ("stream_id", "at");
CREATE INDEX "search_by_name" ON "listening_savedsearch" ("organisation_id", "name");
CREATE INDEX "settlement_due" ON "facts_settlement" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "silence_digest_due" ON "guard_silencedigest" ("due_at");
CREATE INDEX "snapshot_latest" ON "archive_profilesnapshot" ("account_id", "at" DESC);
CREATE INDEX "snooze_due" ON "inbox_snooze" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "source_by_address" ON "facts_source" ("address");
CREATE INDEX "source_by_checksum" ON "directory_source" ("kind", "sha256");
CREATE INDEX "source_due" ON "facts_source" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "stand_in_by_conversation" ON "archive_standin" ("organisation_id", "conversation");
CREATE INDEX "story_newest" ON "listening_story" ("search_id", "last_at" DESC);
CREATE INDEX "stranger_search_due" ON "guard_strangersearch" ("due_at");
CREATE INDEX "subscription_due" ON "listening_subscription" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "surface_due" ON "guard_surfacecheck" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "typed_due" ON "inbox_typedmessage" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "voice_due" ON "chronicle_voice" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "wave_latest" ON "inbox_wave" ("organisation_id", "last_at" DESC);
CREATE INDEX "wave_risen" ON "inbox_wave" ("organisation_id", "rose_at" DESC) WHERE "rose_at" IS NOT NULL;
CREATE TRIGGER archive_post_words_changed AFTER UPDATE OF text, author_name, author_handle ON archive_post BEGIN INSERT INTO archive_post_words(archive_post_words, rowid, words) VALUES ('delete', old.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(old.text, '') || ' ' || old.author_name || ' ' || old.author_handle, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'), 'ø', 'o'), 'Ø', 'o'), 'ł', 'l'), 'Ł', 'l'), 'đ', 'd'), 'Đ', 'd'), 'ı', 'i'), 'ð', 'd'), 'Ð', 'd'), 'þ', 'th'), 'Þ', 'th'));INSERT INTO archive_post_words(rowid, words) VALUES (new.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(new.text, '') || ' ' || new.author_name || ' ' || new.author_handle, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'), 'ø', 'o'), 'Ø', 'o'), 'ł', 'l'), 'Ł', 'l'), 'đ', 'd'), 'Đ', 'd'), 'ı', 'i'), 'ð', 'd'), 'Ð', 'd'), 'þ', 'th'), 'Þ', 'th')); END;
CREATE TRIGGER archive_post_words_in AFTER INSERT ON archive_post BEGIN INSERT INTO archive_post_words(rowid, words) VALUES (new.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(new.text, '') || ' ' || new.author_name || ' ' || new.author_handle, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'), 'ø', 'o'), 'Ø', 'o'), 'ł', 'l'), 'Ł', 'l'), 'đ', 'd'), 'Đ', 'd'), 'ı', 'i'), 'ð', 'd'), 'Ð', 'd'), 'þ', 'th'), 'Þ', 'th')); END;
CREATE TRIGGER archive_post_words_out AFTER DELETE ON archive_post BEGIN INSERT INTO archive_post_words(archive_post_words, rowid, words) VALUES ('delete', old.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(old.text, '') || ' ' || old.author_name || ' ' || old.author_handle, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'), 'ø', 'o'), 'Ø', 'o'), 'ł', 'l'), 'Ł', 'l'), 'đ', 'd'), 'Đ', 'd'), 'ı', 'i'), 'ð', 'd'), 'Ð', 'd'), 'þ', 'th'), 'Þ', 'th')); END;
CREATE TRIGGER journal_event_stands BEFORE UPDATE ON journal_event WHEN NOT (NEW.id IS OLD.id AND NEW.organisation_id IS OLD.organisation_id AND NEW.number IS OLD.number AND NEW.at IS OLD.at AND NEW.actor_id IS OLD.actor_id AND NEW.verb IS OLD.verb AND NEW.subject_kind IS OLD.subject_kind AND NEW.subject_id IS OLD.subject_id AND NEW.form IS OLD.form AND NEW.digest IS OLD.digest AND NEW.previous IS OLD.previous AND NEW.hash IS OLD.hash AND NEW.salt = '' AND COALESCE(NEW.erased_in, 0) > COALESCE(OLD.erased_in, OLD.number) AND OLD.verb <> 'JOURNAL_DETAIL_ERASED') BEGIN SELECT RAISE(ABORT, 'an event of the journal is never changed'); END;
CREATE TRIGGER journal_event_stays BEFORE DELETE ON journal_event BEGIN SELECT RAISE(ABORT, 'an event of the journal is never removed'); END;
CREATE TRIGGER rankings_edition_stands BEFORE UPDATE ON rankings_edition BEGIN SELECT RAISE(ABORT, 'an edition is never changed'); END;
CREATE TRIGGER rankings_place_stands BEFORE UPDATE ON rankings_place BEGIN SELECT RAISE(ABORT, 'an edition is never changed'); END;
INSERT INTO django_migrations (app, name, applied) VALUES
('access', '0001_initial', CURRENT_TIMESTAMP),
('access', '0020_second_factor_and_siret', CURRENT_TIMESTAMP),
('access', '0040_scopes', CURRENT_TIMESTAMP),
('access', '0050_key_marks', CURRENT_TIMESTAMP),
('access', '0051_incoming', CURRENT_TIMESTAMP),
('archive', '0001_initial', CURRENT_TIMESTAMP),
('archive', '0002_ownpost', CURRENT_TIMESTAMP),
('archive', '0003_posts_change_and_go', CURRENT_TIMESTAMP),
('archive', '0004_changed_text', CURRENT_TIMESTAMP),
('archive', '0005_words', CURRENT_TIMESTAMP),
('archive', '0006_quotes_and_privacy', CURRENT_TIMESTAMP),
('archive', '0007_written_elsewhere', CURRENT_TIMESTAMP),
('archive', '0008_counters', CURRENT_TIMESTAMP),
('archive', '0010_own_posts_agreed', CURRENT_TIMESTAMP),
('archive', '0140_erased_posts', CURRENT_TIMESTAMP),
('archive', '0141_brought_years', CURRENT_TIMESTAMP),
('archive', '0142_find_what_answers_or_quotes', CURRENT_TIMESTAMP),
('archive', '0143_posts_in_the_place_of_others', CURRENT_TIMESTAMP),
('auth', '0001_initial', CURRENT_TIMESTAMP),
('auth', '0002_alter_permission_name_max_length', CURRENT_TIMESTAMP),
('auth', '0003_alter_user_email_max_length', CURRENT_TIMESTAMP),
('auth', '0004_alter_user_username_opts', CURRENT_TIMESTAMP),
('auth', '0005_alter_user_last_login_null', CURRENT_TIMESTAMP),
('auth', '0006_require_contenttypes_0002', CURRENT_TIMESTAMP),
('auth', '0007_alter_validators_add_error_messages', CURRENT_TIMESTAMP),
('auth', '0008_alter_user_username_max_length', CURRENT_TIMESTAMP),
('auth', '0009_alter_user_last_name_max_length', CURRENT_TIMESTAMP),
('auth', '0010_alter_group_name_max_length', CURRENT_TIMESTAMP),
('auth', '0011_update_proxy_permissions', CURRENT_TIMESTAMP),
('auth', '0012_alter_user_first_name_max_length', CURRENT_TIMESTAMP),
('chronicle', '0001_initial', CURRENT_TIMESTAMP),
('contenttypes', '0001_initial', CURRENT_TIMESTAMP),
('contenttypes', '0002_remove_content_type_name', CURRENT_TIMESTAMP),
('directory', '0001_initial', CURRENT_TIMESTAMP),
('directory', '0010_key_holders', CURRENT_TIMESTAMP),
('directory', '0011_the_register', CURRENT_TIMESTAMP),
('directory', '0012_the_proofs', CURRENT_TIMESTAMP),
('directory', '0130_account_roles', CURRENT_TIMESTAMP),
('door', '0001_door', CURRENT_TIMESTAMP),
('door', '0002_end_sessions_whose_key_stands_here', CURRENT_TIMESTAMP),
('facts', '0001_initial', CURRENT_TIMESTAMP),
('facts', '0002_order_of_discussion', CURRENT_TIMESTAMP),
('guard', '0001_initial', CURRENT_TIMESTAMP),
('guard', '0002_alarms_of_every_detector', CURRENT_TIMESTAMP),
('guard', '0010_playbooks', CURRENT_TIMESTAMP),
('guard', '0011_silence_digest', CURRENT_TIMESTAMP),
('guard', '0012_signs_from_outside', CURRENT_TIMESTAMP),
('guard', '0013_habits', CURRENT_TIMESTAMP),
('inbox', '0001_initial', CURRENT_TIMESTAMP),
('inbox', '0002_clock_and_elsewhere', CURRENT_TIMESTAMP),
('inbox', '0003_targets', CURRENT_TIMESTAMP),
('inbox', '0004_routing', CURRENT_TIMESTAMP),
('inbox', '0005_desk', CURRENT_TIMESTAMP),
('inbox', '0006_conversations_and_past', CURRENT_TIMESTAMP),
('inbox', '0007_measures', CURRENT_TIMESTAMP),
('inbox', '0008_waves', CURRENT_TIMESTAMP),
('inbox', '0009_open_cases_of_whom', CURRENT_TIMESTAMP),
('journal', '0001_initial', CURRENT_TIMESTAMP),
('journal', '0002_erasable_detail', CURRENT_TIMESTAMP),
('journal', '0003_nobody_empties_it', CURRENT_TIMESTAMP),
('keeping', '0001_the_keeping', CURRENT_TIMESTAMP),
('listening', '0001_initial', CURRENT_TIMESTAMP),
('listening', '0002_sample_retention_and_opt_out', CURRENT_TIMESTAMP),
('listening', '0003_alert_policies', CURRENT_TIMESTAMP),
('listening', '0004_feeds', CURRENT_TIMESTAMP),
('listening', '0005_gaps_and_look_backs', CURRENT_TIMESTAMP),
('listening', '0006_parcels', CURRENT_TIMESTAMP),
('listening', '0007_on_call', CURRENT_TIMESTAMP),
('notify', '0001_initial', CURRENT_TIMESTAMP),
('notify', '0010_webhooks', CURRENT_TIMESTAMP),
('notify', '0011_sealed_addresses', CURRENT_TIMESTAMP),
('notify', '0012_push_key', CURRENT_TIMESTAMP),
('notify', '0013_on_call', CURRENT_TIMESTAMP),
('notify', '0014_digest', CURRENT_TIMESTAMP),
('notify', '0015_what_left_keeps_no_words', CURRENT_TIMESTAMP),
('notify', '0016_is_urgent', CURRENT_TIMESTAMP),
('people', '0001_initial', CURRENT_TIMESTAMP),
('people', '0002_invited_from_the_command_line', CURRENT_TIMESTAMP),
('publishing', '0001_initial', CURRENT_TIMESTAMP),
('publishing', '0002_awaits_a_fact', CURRENT_TIMESTAMP),
('publishing', '0003_earlypost', CURRENT_TIMESTAMP),
('rankings', '0001_the_rankings', CURRENT_TIMESTAMP),
('rankings', '0002_nobody_changes_an_edition', CURRENT_TIMESTAMP),
('rankings', '0010_collection', CURRENT_TIMESTAMP),
('rankings', '0011_forgetting', CURRENT_TIMESTAMP),
('sessions', '0001_initial', CURRENT_TIMESTAMP),
('work', '0001_initial', CURRENT_TIMESTAMP),
('work', '0010_one_heartbeat_for_each_process', CURRENT_TIMESTAMP);
