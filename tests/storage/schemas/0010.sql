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
INSERT INTO "alembic_version" VALUES('0010');
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
INSERT INTO "articles" VALUES(1,'5d71k83manhr4','https://one.example/a','one.example',1,'abf29ca725dc7906ba590cfdce3a9ec5','Harbour wall holds, just','2026-03-04 05:06:00.000000',2,2,'2026-03-04 05:06:00.000000','2026-03-04 07:06:00.000000',NULL,3);
INSERT INTO "articles" VALUES(2,'ptm4brn50zm7n','https://two.example/b','two.example',NULL,'abf29ca725dc7906ba590cfdce3a9ec5','Wall holds','2026-03-04 05:06:00.000000',1,3,'2026-03-04 08:06:00.000000','2026-03-04 08:06:00.000000',NULL,5);
CREATE TABLE bands (
	band BIGINT NOT NULL, 
	article_id INTEGER NOT NULL, 
	CONSTRAINT pk_bands PRIMARY KEY (band, article_id)
)
 WITHOUT ROWID

;
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
CREATE TABLE counters (
	name VARCHAR NOT NULL, 
	value INTEGER NOT NULL, 
	CONSTRAINT pk_counters PRIMARY KEY (name)
);
INSERT INTO "counters" VALUES('change',5);
INSERT INTO "counters" VALUES('search_shift',1);
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
CREATE TABLE fingerprints (
	article_id INTEGER NOT NULL, 
	text_hash VARCHAR NOT NULL, 
	bands BLOB NOT NULL, 
	CONSTRAINT pk_fingerprints PRIMARY KEY (article_id), 
	CONSTRAINT fk_fingerprints_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE TABLE kinships (
	one_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	shared INTEGER NOT NULL, 
	of_one FLOAT NOT NULL, 
	of_other FLOAT NOT NULL, 
	CONSTRAINT pk_kinships PRIMARY KEY (one_id, other_id), 
	CONSTRAINT fk_kinships_one_id FOREIGN KEY(one_id) REFERENCES articles (id) ON DELETE CASCADE, 
	CONSTRAINT fk_kinships_other_id FOREIGN KEY(other_id) REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO "kinships" VALUES(1,2,'copy','equal text',0,1.0,1.0);
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
	CONSTRAINT fk_listings_source_id FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE, 
	CONSTRAINT uq_listings_source_id_url UNIQUE (source_id, url), 
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
	access VARCHAR NOT NULL, enclosures JSON DEFAULT '[]' NOT NULL, robots JSON DEFAULT '[]' NOT NULL, capture_id INTEGER, 
	CONSTRAINT pk_readings PRIMARY KEY (id), 
	CONSTRAINT fk_readings_revision_id FOREIGN KEY(revision_id) REFERENCES revisions (id) ON DELETE CASCADE
);
INSERT INTO "readings" VALUES(1,1,'newsarchive 0.1.0','2026-03-04 05:06:00.000000','Harbour wall holds',NULL,'2026-03-04 05:06:00.000000',0,'minute','4 March',NULL,NULL,NULL,'',NULL,NULL,'word0x0 word0x1 word0x2 word0x3 word0x4 word0x5 word0x6 word0x7 word0x8 word0x9 word0x10 word0x11 word0x12 word0x13 word0x14 word0x15 word0x16 word0x17 word0x18 word0x19 word0x20 word0x21 word0x22 word0x23 word0x24 word0x25 word0x26 word0x27 word0x28 word0x29

word1x0 word1x1 word1x2 word1x3 word1x4 word1x5 word1x6 word1x7 word1x8 word1x9 word1x10 word1x11 word1x12 word1x13 word1x14 word1x15 word1x16 word1x17 word1x18 word1x19 word1x20 word1x21 word1x22 word1x23 word1x24 word1x25 word1x26 word1x27 word1x28 word1x29

word2x0 word2x1 word2x2 word2x3 word2x4 word2x5 word2x6 word2x7 word2x8 word2x9 word2x10 word2x11 word2x12 word2x13 word2x14 word2x15 word2x16 word2x17 word2x18 word2x19 word2x20 word2x21 word2x22 word2x23 word2x24 word2x25 word2x26 word2x27 word2x28 word2x29','','',NULL,NULL,NULL,NULL,'article','unknown','[]','[]',1);
INSERT INTO "readings" VALUES(2,2,'newsarchive 0.1.0','2026-03-04 07:06:00.000000','Harbour wall holds, just',NULL,'2026-03-04 05:06:00.000000',0,'minute','4 March',NULL,NULL,NULL,'',NULL,NULL,'word0x0 word0x1 word0x2 word0x3 word0x4 word0x5 word0x6 word0x7 word0x8 word0x9 word0x10 word0x11 word0x12 word0x13 word0x14 word0x15 word0x16 word0x17 word0x18 word0x19 word0x20 word0x21 word0x22 word0x23 word0x24 word0x25 word0x26 word0x27 word0x28 word0x29

word1x0 word1x1 word1x2 word1x3 word1x4 word1x5 word1x6 word1x7 word1x8 word1x9 word1x10 word1x11 word1x12 word1x13 word1x14 word1x15 word1x16 word1x17 word1x18 word1x19 word1x20 word1x21 word1x22 word1x23 word1x24 word1x25 word1x26 word1x27 word1x28 word1x29

word2x0 word2x1 word2x2 word2x3 word2x4 word2x5 word2x6 word2x7 word2x8 word2x9 word2x10 word2x11 word2x12 word2x13 word2x14 word2x15 word2x16 word2x17 word2x18 word2x19 word2x20 word2x21 word2x22 word2x23 word2x24 word2x25 word2x26 word2x27 word2x28 word2x29

It held.','','',NULL,NULL,NULL,NULL,'article','unknown','[]','[]',1);
INSERT INTO "readings" VALUES(3,3,'newsarchive 0.1.0','2026-03-04 08:06:00.000000','Wall holds',NULL,'2026-03-04 05:06:00.000000',0,'minute','4 March',NULL,NULL,NULL,'',NULL,NULL,'word0x0 word0x1 word0x2 word0x3 word0x4 word0x5 word0x6 word0x7 word0x8 word0x9 word0x10 word0x11 word0x12 word0x13 word0x14 word0x15 word0x16 word0x17 word0x18 word0x19 word0x20 word0x21 word0x22 word0x23 word0x24 word0x25 word0x26 word0x27 word0x28 word0x29

word1x0 word1x1 word1x2 word1x3 word1x4 word1x5 word1x6 word1x7 word1x8 word1x9 word1x10 word1x11 word1x12 word1x13 word1x14 word1x15 word1x16 word1x17 word1x18 word1x19 word1x20 word1x21 word1x22 word1x23 word1x24 word1x25 word1x26 word1x27 word1x28 word1x29

word2x0 word2x1 word2x2 word2x3 word2x4 word2x5 word2x6 word2x7 word2x8 word2x9 word2x10 word2x11 word2x12 word2x13 word2x14 word2x15 word2x16 word2x17 word2x18 word2x19 word2x20 word2x21 word2x22 word2x23 word2x24 word2x25 word2x26 word2x27 word2x28 word2x29

It held.','','',NULL,NULL,NULL,NULL,'article','unknown','[]','[]',1);
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
INSERT INTO "revisions" VALUES(2,1,2,'2026-03-04 07:06:00.000000',1,'abf29ca725dc7906ba590cfdce3a9ec5','substance','["title", "body"]');
INSERT INTO "revisions" VALUES(3,2,1,'2026-03-04 08:06:00.000000',1,'abf29ca725dc7906ba590cfdce3a9ec5','','[]');
CREATE TABLE robots (
	origin VARCHAR NOT NULL, 
	status INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	fetched_at DATETIME NOT NULL, 
	CONSTRAINT pk_robots PRIMARY KEY (origin)
);
CREATE TABLE rulings (
	one_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	joined BOOLEAN NOT NULL, 
	ruled_at DATETIME NOT NULL, 
	CONSTRAINT pk_rulings PRIMARY KEY (one_id, other_id), 
	CONSTRAINT fk_rulings_one_id FOREIGN KEY(one_id) REFERENCES articles (id) ON DELETE CASCADE, 
	CONSTRAINT fk_rulings_other_id FOREIGN KEY(other_id) REFERENCES articles (id) ON DELETE CASCADE
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
CREATE TABLE search_entries (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	reading_id INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	changed_seq INTEGER NOT NULL, 
	CONSTRAINT pk_search_entries PRIMARY KEY (id), 
	CONSTRAINT uq_search_entries_article_id UNIQUE (article_id), 
	CONSTRAINT fk_search_entries_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO "search_entries" VALUES(1772600760,1,2,'harbour-courier',3);
INSERT INTO "search_entries" VALUES(1772600761,2,3,'two.example',5);
PRAGMA writable_schema=ON;
INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES('table','search_spaced','search_spaced',0,'CREATE VIRTUAL TABLE search_spaced USING fts5(body, title, facts, content='''', tokenize=''ascii'')');
CREATE TABLE 'search_spaced_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO "search_spaced_config" VALUES('version',4);
CREATE TABLE 'search_spaced_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO "search_spaced_data" VALUES(1,X'0281380618');
INSERT INTO "search_spaced_data" VALUES(10,X'000000000101010001010101');
INSERT INTO "search_spaced_data" VALUES(137438953473,X'000005DD0830686172626F757286CD9EFB38060101020203656C6486CD9EFB38025D01025D02046F6C647386CD9EFB380601010401060101030102697486CD9EFB38025C01025C01046A75737486CD9EFB3806010105010477616C6C86CD9EFB3806010103010601010202066F726430783086CD9EFB38020201020207013186CD9EFB38020301020308013086CD9EFB38020C01020C08013186CD9EFB38020D01020D08013286CD9EFB38020E01020E08013386CD9EFB38020F01020F08013486CD9EFB38021001021008013586CD9EFB38021101021108013686CD9EFB38021201021208013786CD9EFB38021301021308013886CD9EFB38021401021408013986CD9EFB38021501021507013286CD9EFB38020401020408013086CD9EFB38021601021608013186CD9EFB38021701021708013286CD9EFB38021801021808013386CD9EFB38021901021908013486CD9EFB38021A01021A08013586CD9EFB38021B01021B08013686CD9EFB38021C01021C08013786CD9EFB38021D01021D08013886CD9EFB38021E01021E08013986CD9EFB38021F01021F07013386CD9EFB38020501020507013486CD9EFB38020601020607013586CD9EFB38020701020707013686CD9EFB38020801020807013786CD9EFB38020901020907013886CD9EFB38020A01020A07013986CD9EFB38020B01020B050331783086CD9EFB38022001022007013186CD9EFB38022101022108013086CD9EFB38022A01022A08013186CD9EFB38022B01022B08013286CD9EFB38022C01022C08013386CD9EFB38022D01022D08013486CD9EFB38022E01022E08013586CD9EFB38022F01022F08013686CD9EFB38023001023008013786CD9EFB38023101023108013886CD9EFB38023201023208013986CD9EFB38023301023307013286CD9EFB38022201022208013086CD9EFB38023401023408013186CD9EFB38023501023508013286CD9EFB38023601023608013386CD9EFB38023701023708013486CD9EFB38023801023808013586CD9EFB38023901023908013686CD9EFB38023A01023A08013786CD9EFB38023B01023B08013886CD9EFB38023C01023C08013986CD9EFB38023D01023D07013386CD9EFB38022301022307013486CD9EFB38022401022407013586CD9EFB38022501022507013686CD9EFB38022601022607013786CD9EFB38022701022707013886CD9EFB38022801022807013986CD9EFB380229010229050332783086CD9EFB38023E01023E07013186CD9EFB38023F01023F08013086CD9EFB38024801024808013186CD9EFB38024901024908013286CD9EFB38024A01024A08013386CD9EFB38024B01024B08013486CD9EFB38024C01024C08013586CD9EFB38024D01024D08013686CD9EFB38024E01024E08013786CD9EFB38024F01024F08013886CD9EFB38025001025008013986CD9EFB38025101025107013286CD9EFB38024001024008013086CD9EFB38025201025208013186CD9EFB38025301025308013286CD9EFB38025401025408013386CD9EFB38025501025508013486CD9EFB38025601025608013586CD9EFB38025701025708013686CD9EFB38025801025808013786CD9EFB38025901025908013886CD9EFB38025A01025A08013986CD9EFB38025B01025B07013386CD9EFB38024101024107013486CD9EFB38024201024207013586CD9EFB38024301024307013686CD9EFB38024401024407013786CD9EFB38024501024507013886CD9EFB38024601024607013986CD9EFB3802470102470102C2B686CD9EFB380601020201060102020305616A616E6586CD9EFB3806010204010601020404026C6986CD9EFB380601020701060102070403726F6586CD9EFB38060102050106010205040377656986CD9EFB38060102080106010208030663636F61737486CD9EFB380601020A010601020A031273686172626F7572EFBC8D636F757269657286CD9EFB3806010203040D74776FEFBC8E6578616D706C6586CD9EFB390601020303067477616C6C7386CD9EFB380601020C010601020C0302C2B686CD9EFB380C010206050404010C01020605040404120F140E0F14120D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0F0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0F0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D1215121313161D1816');
CREATE TABLE 'search_spaced_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO "search_spaced_docsize" VALUES(1772600760,X'5C040C');
INSERT INTO "search_spaced_docsize" VALUES(1772600761,X'5C020C');
CREATE TABLE 'search_spaced_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO "search_spaced_idx" VALUES(1,X'',2);
INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES('table','search_unspaced','search_unspaced',0,'CREATE VIRTUAL TABLE search_unspaced USING fts5(body, title, facts, content='''', tokenize=''ascii'')');
CREATE TABLE 'search_unspaced_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO "search_unspaced_config" VALUES('version',4);
CREATE TABLE 'search_unspaced_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO "search_unspaced_data" VALUES(1,X'');
INSERT INTO "search_unspaced_data" VALUES(10,X'00000000000000');
CREATE TABLE 'search_unspaced_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE 'search_unspaced_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
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
	created_at DATETIME NOT NULL, "key" VARCHAR DEFAULT '' NOT NULL, original_id INTEGER, reason VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_stories PRIMARY KEY (id)
);
INSERT INTO "stories" VALUES(1,'2026-03-04 08:06:00.000000','5d71k83manhr4',1,'was archived first');
CREATE TABLE story_members (
	story_id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	reason VARCHAR NOT NULL, 
	joined_at DATETIME NOT NULL, kind VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_story_members PRIMARY KEY (story_id, article_id), 
	CONSTRAINT fk_story_members_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE, 
	CONSTRAINT fk_story_members_story_id FOREIGN KEY(story_id) REFERENCES stories (id) ON DELETE CASCADE, 
	CONSTRAINT uq_story_members_article_id UNIQUE (article_id)
);
INSERT INTO "story_members" VALUES(1,1,'had the text first','2026-03-04 08:06:00.000000','original');
INSERT INTO "story_members" VALUES(1,2,'equal text','2026-03-04 08:06:00.000000','repost');
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
CREATE TABLE watches (
	name VARCHAR NOT NULL, 
	"query" VARCHAR NOT NULL, 
	filters JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	asked_at DATETIME, 
	told_seq INTEGER NOT NULL, 
	CONSTRAINT pk_watches PRIMARY KEY (name)
);
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
CREATE INDEX ix_listings_due_at ON listings (due_at);
CREATE INDEX ix_listings_source_id ON listings (source_id);
CREATE INDEX ix_listings_parent_id ON listings (parent_id);
CREATE INDEX ix_listing_changes_listing_id ON listing_changes (listing_id);
CREATE INDEX ix_mentions_listing_id_published_at ON mentions (listing_id, published_at);
CREATE INDEX ix_captures_digest ON captures (digest);
CREATE INDEX ix_captures_warc_file_offset ON captures (warc_file, "offset");
CREATE INDEX ix_captures_final_url_id ON captures (final_url, id);
CREATE INDEX ix_absences_article_id ON absences (article_id);
CREATE INDEX ix_search_entries_changed_seq ON search_entries (changed_seq);
CREATE INDEX ix_kinships_other_id ON kinships (other_id);
CREATE INDEX ix_rulings_other_id ON rulings (other_id);
CREATE INDEX ix_stories_key ON stories ("key");
PRAGMA writable_schema=OFF;
COMMIT;
