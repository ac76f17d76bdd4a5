BEGIN TRANSACTION;
CREATE TABLE absences (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	first_at DATETIME NOT NULL, 
	first_cause VARCHAR NOT NULL, 
	last_at DATETIME NOT NULL, 
	last_cause VARCHAR NOT NULL, 
	times INTEGER NOT NULL, 
	gone_at DATETIME, 
	returned_at DATETIME, 
	CONSTRAINT pk_absences PRIMARY KEY (id), 
	CONSTRAINT fk_absences_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0007');
CREATE TABLE articles (
	id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	host VARCHAR NOT NULL, 
	source_id INTEGER, 
	text_hash VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	published_sort DATETIME, 
	revision INTEGER NOT NULL, 
	reading_id INTEGER, 
	first_seen_at DATETIME NOT NULL, 
	last_seen_at DATETIME NOT NULL, 
	gone_at DATETIME, 
	change_seq INTEGER NOT NULL, 
	CONSTRAINT pk_articles PRIMARY KEY (id), 
	CONSTRAINT fk_articles_source_id FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE SET NULL, 
	CONSTRAINT uq_articles_key UNIQUE ("key")
);
INSERT INTO "articles" VALUES(1,'vq6btxa5cd1ms','https://one.example/a','one.example',1,'abf29ca725dc7906ba590cfdce3a9ec5','Harbour wall holds, just','2026-03-04 05:06:00.000000',2,2,'2026-03-04 05:06:00.000000','2026-03-04 07:06:00.000000',NULL,3);
INSERT INTO "articles" VALUES(2,'zb13vxb5kmh4r','https://two.example/b','two.example',NULL,'abf29ca725dc7906ba590cfdce3a9ec5','Wall holds','2026-03-04 05:06:00.000000',1,3,'2026-03-04 08:06:00.000000','2026-03-04 08:06:00.000000',NULL,5);
CREATE TABLE captures (
	id INTEGER NOT NULL, 
	url VARCHAR NOT NULL, 
	final_url VARCHAR NOT NULL, 
	fetched_at DATETIME NOT NULL, 
	status INTEGER NOT NULL, 
	headers JSON NOT NULL, 
	content_type VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	warc_file VARCHAR, 
	"offset" INTEGER, 
	length INTEGER, kind VARCHAR DEFAULT 'response' NOT NULL, purpose VARCHAR DEFAULT 'article' NOT NULL, record_id VARCHAR DEFAULT '' NOT NULL, request_length INTEGER DEFAULT '0' NOT NULL, refers_to INTEGER, 
	CONSTRAINT pk_captures PRIMARY KEY (id)
);
INSERT INTO "captures" VALUES(1,'https://one.example/a','https://one.example/a','2026-03-04 05:06:00.000000',200,'[["Content-Type", "text/html"], ["ETag", "\"1\""]]','text/html','sha256:0000000000000000000000000000000000000000000000000000000000000000','x.warc.gz',0,10,'response','article','',0,NULL);
INSERT INTO "captures" VALUES(2,'https://one.example/a','https://one.example/a','2026-03-04 05:06:00.000000',200,'[["Content-Type", "text/html"], ["ETag", "\"1\""]]','text/html','sha256:0000000000000000000000000000000000000000000000000000000000000000','x.warc.gz',0,10,'response','article','',0,NULL);
INSERT INTO "captures" VALUES(3,'https://two.example/b','https://two.example/b','2026-03-04 05:06:00.000000',200,'[["Content-Type", "text/html"], ["ETag", "\"1\""]]','text/html','sha256:0000000000000000000000000000000000000000000000000000000000000000','x.warc.gz',0,10,'response','article','',0,NULL);
CREATE TABLE counters (
	name VARCHAR NOT NULL, 
	value INTEGER NOT NULL, 
	CONSTRAINT pk_counters PRIMARY KEY (name)
);
INSERT INTO "counters" VALUES('change',5);
CREATE TABLE credits (
	reading_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	byline VARCHAR NOT NULL, 
	published DATETIME, 
	published_offset INTEGER, 
	published_precision VARCHAR, 
	published_raw VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	CONSTRAINT pk_credits PRIMARY KEY (reading_id, position), 
	CONSTRAINT fk_credits_reading_id FOREIGN KEY(reading_id) REFERENCES readings (id) ON DELETE CASCADE
);
INSERT INTO "credits" VALUES(3,0,'Harbour Courier','',NULL,NULL,NULL,'','https://one.example/a');
CREATE TABLE evidence (
	reading_id INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	field VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	origin VARCHAR NOT NULL, 
	raw VARCHAR NOT NULL, 
	guessed BOOLEAN NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (reading_id, ordinal), 
	CONSTRAINT fk_evidence_reading_id FOREIGN KEY(reading_id) REFERENCES readings (id) ON DELETE CASCADE
);
INSERT INTO "evidence" VALUES(1,0,'title',0,'visible','Harbour wall holds',0);
INSERT INTO "evidence" VALUES(2,0,'title',0,'visible','Harbour wall holds, just',0);
INSERT INTO "evidence" VALUES(3,0,'title',0,'visible','Wall holds',0);
CREATE TABLE failures (
	id INTEGER NOT NULL, 
	url VARCHAR NOT NULL, 
	source_id INTEGER, 
	run_id INTEGER, 
	stage VARCHAR NOT NULL, 
	cause VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	times INTEGER NOT NULL, 
	resolved_at DATETIME, canonical_url VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_failures PRIMARY KEY (id), 
	CONSTRAINT fk_failures_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE SET NULL, 
	CONSTRAINT fk_failures_source_id FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE SET NULL
);
INSERT INTO "failures" VALUES(1,'https://one.example/c',1,NULL,'fetch','the server answered 404','2026-03-04 05:06:00.000000',1,NULL,'https://one.example/c');
CREATE TABLE listing_changes (
	id INTEGER NOT NULL, 
	listing_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	change VARCHAR NOT NULL, 
	cause VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	CONSTRAINT pk_listing_changes PRIMARY KEY (id), 
	CONSTRAINT fk_listing_changes_listing_id FOREIGN KEY(listing_id) REFERENCES listings (id) ON DELETE CASCADE
);
CREATE TABLE "listings" (
	id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	url VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	etag VARCHAR NOT NULL, 
	last_modified VARCHAR NOT NULL, 
	body_hash VARCHAR NOT NULL, 
	due_at DATETIME, 
	polled_at DATETIME, 
	errors INTEGER NOT NULL, 
	wait INTEGER, 
	skip JSON DEFAULT '[]' NOT NULL, 
	rests BOOLEAN DEFAULT '0' NOT NULL, 
	parent_id INTEGER, lastmod VARCHAR DEFAULT '' NOT NULL, cursor DATETIME, 
	CONSTRAINT pk_listings PRIMARY KEY (id), 
	CONSTRAINT uq_listings_source_id_url UNIQUE (source_id, url), 
	CONSTRAINT fk_listings_source_id FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE, 
	CONSTRAINT fk_listings_parent_id FOREIGN KEY(parent_id) REFERENCES listings (id) ON DELETE CASCADE
);
INSERT INTO "listings" VALUES(1,1,'https://one.example/feed','feed','','','','',NULL,NULL,0,NULL,'[]',0,NULL,'',NULL);
CREATE TABLE mentions (
	id INTEGER NOT NULL, 
	url_id INTEGER NOT NULL, 
	listing_id INTEGER NOT NULL, 
	guid VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	authors JSON NOT NULL, 
	categories JSON NOT NULL, 
	published_raw VARCHAR NOT NULL, 
	modified_raw VARCHAR NOT NULL, 
	summary VARCHAR NOT NULL, 
	content_hash VARCHAR NOT NULL, 
	first_seen_at DATETIME NOT NULL, 
	last_seen_at DATETIME NOT NULL, published_at DATETIME, content BLOB, enclosures JSON DEFAULT '[]' NOT NULL, language VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_mentions PRIMARY KEY (id), 
	CONSTRAINT fk_mentions_listing_id FOREIGN KEY(listing_id) REFERENCES listings (id) ON DELETE CASCADE, 
	CONSTRAINT fk_mentions_url_id FOREIGN KEY(url_id) REFERENCES urls (id) ON DELETE CASCADE, 
	CONSTRAINT uq_mentions_url_id_listing_id UNIQUE (url_id, listing_id)
);
INSERT INTO "mentions" VALUES(1,1,1,'','Harbour wall holds','["Jane Roe"]','[]','','','','b19ed68e0f69e8761d8d6a309661252f','2026-03-04 05:06:00.000000','2026-03-04 05:06:00.000000',NULL,NULL,'[]','');
CREATE TABLE reading_authors (
	reading_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT pk_reading_authors PRIMARY KEY (reading_id, position), 
	CONSTRAINT fk_reading_authors_reading_id FOREIGN KEY(reading_id) REFERENCES readings (id) ON DELETE CASCADE
);
INSERT INTO "reading_authors" VALUES(1,0,'Jane Roe');
INSERT INTO "reading_authors" VALUES(1,1,'Li Wei');
INSERT INTO "reading_authors" VALUES(2,0,'Jane Roe');
INSERT INTO "reading_authors" VALUES(2,1,'Li Wei');
INSERT INTO "reading_authors" VALUES(3,0,'Jane Roe');
INSERT INTO "reading_authors" VALUES(3,1,'Li Wei');
CREATE TABLE reading_categories (
	reading_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT pk_reading_categories PRIMARY KEY (reading_id, position), 
	CONSTRAINT fk_reading_categories_reading_id FOREIGN KEY(reading_id) REFERENCES readings (id) ON DELETE CASCADE
);
INSERT INTO "reading_categories" VALUES(1,0,'Coast');
INSERT INTO "reading_categories" VALUES(2,0,'Coast');
INSERT INTO "reading_categories" VALUES(3,0,'Coast');
CREATE TABLE reading_tags (
	reading_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT pk_reading_tags PRIMARY KEY (reading_id, position), 
	CONSTRAINT fk_reading_tags_reading_id FOREIGN KEY(reading_id) REFERENCES readings (id) ON DELETE CASCADE
);
INSERT INTO "reading_tags" VALUES(1,0,'walls');
INSERT INTO "reading_tags" VALUES(2,0,'walls');
INSERT INTO "reading_tags" VALUES(3,0,'walls');
CREATE TABLE readings (
	id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	extractor VARCHAR NOT NULL, 
	read_at DATETIME NOT NULL, 
	title VARCHAR, 
	posted_by VARCHAR, 
	published DATETIME, 
	published_offset INTEGER, 
	published_precision VARCHAR, 
	published_raw VARCHAR NOT NULL, 
	modified DATETIME, 
	modified_offset INTEGER, 
	modified_precision VARCHAR, 
	modified_raw VARCHAR NOT NULL, 
	canonical_url VARCHAR, 
	language VARCHAR, 
	body VARCHAR NOT NULL, 
	body_html VARCHAR NOT NULL, 
	summary VARCHAR NOT NULL, 
	image_url VARCHAR, 
	image_caption VARCHAR, 
	image_credit VARCHAR, 
	publisher VARCHAR, 
	kind VARCHAR NOT NULL, 
	access VARCHAR NOT NULL, enclosures JSON DEFAULT '[]' NOT NULL, robots JSON DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_readings PRIMARY KEY (id), 
	CONSTRAINT fk_readings_revision_id FOREIGN KEY(revision_id) REFERENCES revisions (id) ON DELETE CASCADE
);
INSERT INTO "readings" VALUES(1,1,'newsarchive 0.1.0','2026-03-04 05:06:00.000000','Harbour wall holds',NULL,'2026-03-04 05:06:00.000000',0,'minute','4 March',NULL,NULL,NULL,'',NULL,NULL,'word0x0 word0x1 word0x2 word0x3 word0x4 word0x5 word0x6 word0x7 word0x8 word0x9 word0x10 word0x11 word0x12 word0x13 word0x14 word0x15 word0x16 word0x17 word0x18 word0x19 word0x20 word0x21 word0x22 word0x23 word0x24 word0x25 word0x26 word0x27 word0x28 word0x29

word1x0 word1x1 word1x2 word1x3 word1x4 word1x5 word1x6 word1x7 word1x8 word1x9 word1x10 word1x11 word1x12 word1x13 word1x14 word1x15 word1x16 word1x17 word1x18 word1x19 word1x20 word1x21 word1x22 word1x23 word1x24 word1x25 word1x26 word1x27 word1x28 word1x29

word2x0 word2x1 word2x2 word2x3 word2x4 word2x5 word2x6 word2x7 word2x8 word2x9 word2x10 word2x11 word2x12 word2x13 word2x14 word2x15 word2x16 word2x17 word2x18 word2x19 word2x20 word2x21 word2x22 word2x23 word2x24 word2x25 word2x26 word2x27 word2x28 word2x29','','',NULL,NULL,NULL,NULL,'article','unknown','[]','[]');
INSERT INTO "readings" VALUES(2,2,'newsarchive 0.1.0','2026-03-04 07:06:00.000000','Harbour wall holds, just',NULL,'2026-03-04 05:06:00.000000',0,'minute','4 March',NULL,NULL,NULL,'',NULL,NULL,'word0x0 word0x1 word0x2 word0x3 word0x4 word0x5 word0x6 word0x7 word0x8 word0x9 word0x10 word0x11 word0x12 word0x13 word0x14 word0x15 word0x16 word0x17 word0x18 word0x19 word0x20 word0x21 word0x22 word0x23 word0x24 word0x25 word0x26 word0x27 word0x28 word0x29

word1x0 word1x1 word1x2 word1x3 word1x4 word1x5 word1x6 word1x7 word1x8 word1x9 word1x10 word1x11 word1x12 word1x13 word1x14 word1x15 word1x16 word1x17 word1x18 word1x19 word1x20 word1x21 word1x22 word1x23 word1x24 word1x25 word1x26 word1x27 word1x28 word1x29

word2x0 word2x1 word2x2 word2x3 word2x4 word2x5 word2x6 word2x7 word2x8 word2x9 word2x10 word2x11 word2x12 word2x13 word2x14 word2x15 word2x16 word2x17 word2x18 word2x19 word2x20 word2x21 word2x22 word2x23 word2x24 word2x25 word2x26 word2x27 word2x28 word2x29

It held.','','',NULL,NULL,NULL,NULL,'article','unknown','[]','[]');
INSERT INTO "readings" VALUES(3,3,'newsarchive 0.1.0','2026-03-04 08:06:00.000000','Wall holds',NULL,'2026-03-04 05:06:00.000000',0,'minute','4 March',NULL,NULL,NULL,'',NULL,NULL,'word0x0 word0x1 word0x2 word0x3 word0x4 word0x5 word0x6 word0x7 word0x8 word0x9 word0x10 word0x11 word0x12 word0x13 word0x14 word0x15 word0x16 word0x17 word0x18 word0x19 word0x20 word0x21 word0x22 word0x23 word0x24 word0x25 word0x26 word0x27 word0x28 word0x29

word1x0 word1x1 word1x2 word1x3 word1x4 word1x5 word1x6 word1x7 word1x8 word1x9 word1x10 word1x11 word1x12 word1x13 word1x14 word1x15 word1x16 word1x17 word1x18 word1x19 word1x20 word1x21 word1x22 word1x23 word1x24 word1x25 word1x26 word1x27 word1x28 word1x29

word2x0 word2x1 word2x2 word2x3 word2x4 word2x5 word2x6 word2x7 word2x8 word2x9 word2x10 word2x11 word2x12 word2x13 word2x14 word2x15 word2x16 word2x17 word2x18 word2x19 word2x20 word2x21 word2x22 word2x23 word2x24 word2x25 word2x26 word2x27 word2x28 word2x29

It held.','','',NULL,NULL,NULL,NULL,'article','unknown','[]','[]');
CREATE TABLE rests (
	host VARCHAR NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_rests PRIMARY KEY (host)
);
CREATE TABLE revisions (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	seen_at DATETIME NOT NULL, 
	capture_id INTEGER, 
	text_hash VARCHAR NOT NULL, edit VARCHAR DEFAULT '' NOT NULL, changed JSON DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_revisions PRIMARY KEY (id), 
	CONSTRAINT fk_revisions_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE, 
	CONSTRAINT fk_revisions_capture_id FOREIGN KEY(capture_id) REFERENCES captures (id), 
	CONSTRAINT uq_revisions_article_id_number UNIQUE (article_id, number)
);
INSERT INTO "revisions" VALUES(1,1,1,'2026-03-04 05:06:00.000000',1,'981d50ba4a157b2bde15468cef02b924','','[]');
INSERT INTO "revisions" VALUES(2,1,2,'2026-03-04 07:06:00.000000',2,'abf29ca725dc7906ba590cfdce3a9ec5','','[]');
INSERT INTO "revisions" VALUES(3,2,1,'2026-03-04 08:06:00.000000',3,'abf29ca725dc7906ba590cfdce3a9ec5','','[]');
CREATE TABLE robots (
	origin VARCHAR NOT NULL, 
	status INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	fetched_at DATETIME NOT NULL, 
	CONSTRAINT pk_robots PRIMARY KEY (origin)
);
CREATE TABLE rungs (
	id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	depth INTEGER NOT NULL, 
	url VARCHAR NOT NULL, 
	next_url VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	asked INTEGER NOT NULL, 
	found INTEGER NOT NULL, 
	empty INTEGER NOT NULL, 
	cause VARCHAR NOT NULL, 
	reached DATETIME, 
	updated_at DATETIME NOT NULL, since DATE, dropped_at VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_rungs PRIMARY KEY (id), 
	CONSTRAINT uq_rungs_source_id_url UNIQUE (source_id, url), 
	CONSTRAINT fk_rungs_source_id FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE
);
CREATE TABLE runs (
	id INTEGER NOT NULL, 
	job VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	source_id INTEGER, 
	machine VARCHAR NOT NULL, 
	pid INTEGER NOT NULL, 
	started_at DATETIME NOT NULL, 
	since DATETIME NOT NULL, 
	finished_at DATETIME, 
	outcome VARCHAR NOT NULL, 
	figures JSON NOT NULL, 
	CONSTRAINT pk_runs PRIMARY KEY (id), 
	CONSTRAINT fk_runs_source_id FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE SET NULL
);
CREATE TABLE sources (
	id INTEGER NOT NULL, 
	slug VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	home VARCHAR NOT NULL, 
	host VARCHAR NOT NULL, 
	country VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	timezone VARCHAR NOT NULL, 
	allow_private BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, settings JSON DEFAULT '{}' NOT NULL, api VARCHAR DEFAULT '' NOT NULL, scripted INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_sources PRIMARY KEY (id), 
	CONSTRAINT uq_sources_home UNIQUE (home), 
	CONSTRAINT uq_sources_slug UNIQUE (slug)
);
INSERT INTO "sources" VALUES(1,'harbour-courier','Harbour Courier','https://one.example/','one.example','','en','Europe/Oslo',0,'2026-03-04 05:06:00.000000','{}','',0);
CREATE TABLE stories (
	id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_stories PRIMARY KEY (id)
);
INSERT INTO "stories" VALUES(1,'2026-03-04 08:06:00.000000');
CREATE TABLE story_members (
	story_id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	reason VARCHAR NOT NULL, 
	joined_at DATETIME NOT NULL, 
	CONSTRAINT pk_story_members PRIMARY KEY (story_id, article_id), 
	CONSTRAINT fk_story_members_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE, 
	CONSTRAINT fk_story_members_story_id FOREIGN KEY(story_id) REFERENCES stories (id) ON DELETE CASCADE, 
	CONSTRAINT uq_story_members_article_id UNIQUE (article_id)
);
INSERT INTO "story_members" VALUES(1,1,'had the text first','2026-03-04 08:06:00.000000');
INSERT INTO "story_members" VALUES(1,2,'equal text','2026-03-04 08:06:00.000000');
CREATE TABLE urls (
	id INTEGER NOT NULL, 
	url VARCHAR NOT NULL, 
	fetch_url VARCHAR NOT NULL, 
	host VARCHAR NOT NULL, 
	source_id INTEGER, 
	article_id INTEGER, 
	state VARCHAR NOT NULL, 
	found_at DATETIME NOT NULL, 
	visited_at DATETIME, 
	due_at DATETIME, 
	attempts INTEGER NOT NULL, 
	etag VARCHAR NOT NULL, 
	last_modified VARCHAR NOT NULL, reason VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_urls PRIMARY KEY (id), 
	CONSTRAINT fk_urls_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE SET NULL, 
	CONSTRAINT fk_urls_source_id FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE SET NULL, 
	CONSTRAINT uq_urls_url UNIQUE (url)
);
INSERT INTO "urls" VALUES(1,'https://one.example/a','https://one.example/a','one.example',1,1,'fetched','2026-03-04 05:06:00.000000','2026-03-04 07:06:00.000000','2026-03-04 11:06:00.000000',0,'"1"','','');
INSERT INTO "urls" VALUES(2,'https://two.example/b','https://two.example/b','two.example',NULL,2,'fetched','2026-03-04 08:06:00.000000','2026-03-04 08:06:00.000000','2026-03-04 09:06:00.000000',0,'"1"','','');
CREATE INDEX ix_captures_url ON captures (url);
CREATE INDEX ix_sources_host ON sources (host);
CREATE INDEX ix_articles_change_seq ON articles (change_seq);
CREATE INDEX ix_articles_host ON articles (host);
CREATE INDEX ix_articles_published_sort ON articles (published_sort);
CREATE INDEX ix_articles_source_id ON articles (source_id);
CREATE INDEX ix_articles_text_hash ON articles (text_hash);
CREATE INDEX ix_runs_key ON runs ("key");
CREATE INDEX ix_failures_source_id ON failures (source_id);
CREATE INDEX ix_revisions_capture_id ON revisions (capture_id);
CREATE INDEX ix_urls_article_id ON urls (article_id);
CREATE INDEX ix_urls_host ON urls (host);
CREATE INDEX ix_urls_source_id_due_at ON urls (source_id, due_at);
CREATE INDEX ix_readings_revision_id ON readings (revision_id);
CREATE INDEX ix_failures_canonical_url ON failures (canonical_url);
CREATE INDEX ix_rests_until ON rests (until);
CREATE INDEX ix_listings_source_id ON listings (source_id);
CREATE INDEX ix_listings_due_at ON listings (due_at);
CREATE INDEX ix_listings_parent_id ON listings (parent_id);
CREATE INDEX ix_listing_changes_listing_id ON listing_changes (listing_id);
CREATE INDEX ix_mentions_listing_id_published_at ON mentions (listing_id, published_at);
CREATE INDEX ix_captures_digest ON captures (digest);
CREATE INDEX ix_captures_warc_file_offset ON captures (warc_file, "offset");
CREATE INDEX ix_captures_final_url_id ON captures (final_url, id);
CREATE INDEX ix_absences_article_id ON absences (article_id);
COMMIT;
