BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE allowance (
	whose TEXT NOT NULL, 
	rest FLOAT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (whose), 
	CONSTRAINT allowance_rest CHECK (rest >= 0)
);
INSERT INTO "allowance" VALUES('web:7777777777777777777777777777777777777777777777777777777777777777',29.0,'2026-11-20 11:10:00.000000');
CREATE TABLE application (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	number TEXT NOT NULL, 
	draft TEXT NOT NULL, 
	region TEXT NOT NULL, 
	applicant TEXT NOT NULL, 
	chat TEXT, 
	state TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	filed_at DATETIME NOT NULL, 
	since DATETIME NOT NULL, 
	policy TEXT NOT NULL, 
	code TEXT, 
	summary TEXT NOT NULL, 
	reason TEXT, 
	erased_at DATETIME, 
	CONSTRAINT application_reason CHECK ((state = 'withdrawn') = (reason IS NOT NULL)), 
	CONSTRAINT application_applicant CHECK (applicant IN ('person', 'organisation')), 
	CONSTRAINT application_erased CHECK (erased_at IS NULL OR (chat IS NULL AND code IS NULL AND summary = '' AND reason = '')), 
	CONSTRAINT application_state CHECK (state IN ('submitted', 'returned', 'withdrawn')), 
	CONSTRAINT application_owner CHECK (erased_at IS NOT NULL OR (chat IS NOT NULL AND code IS NOT NULL)), 
	CONSTRAINT application_number CHECK (length(number) = 9), 
	CONSTRAINT application_policy CHECK (length(policy) = 64), 
	CONSTRAINT application_since CHECK (since >= filed_at), 
	CONSTRAINT application_version CHECK (version >= 1), 
	CONSTRAINT application_one_draft UNIQUE (draft), 
	CONSTRAINT application_one_number UNIQUE (number)
);
INSERT INTO "application" VALUES(1,'482739003','b854f2c1ab635621eb0574e038ee4826','lishui','person','telegram:302','submitted',2,'2026-11-20 08:29:00.000000','2026-11-20 08:29:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168','d8fd4df26ac0ec5d6a863df0ae914591c3121ebd6e487aaf75018b3a90a69ab76cc240c034e7d97ddc39c3909e42b0b9','钱小七 某某镇民政所 经办人员 先行发放救助',NULL,NULL);
INSERT INTO "application" VALUES(2,'482739016','70651615f5f30653865adf9c9f8f871d','lishui','person','telegram:303','returned',2,'2026-11-20 08:35:00.000000','2026-11-20 09:08:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168','89f9fa6617f526df2c1babb305de45914ff3ff985031e351900a024ac13e259b8e79145e48fbe0490337ac61bd78e7eb','钱小七 某某镇民政所 经办人员 先行发放救助',NULL,NULL);
INSERT INTO "application" VALUES(3,'482739027','1fa77193d65ca41ed54c2664b1a16e17','lishui','person','telegram:304','submitted',3,'2026-11-20 08:41:00.000000','2026-11-20 10:10:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168','efc0f90bc7ac692ae39902726bda5a10cc7e54a806f1990ae62fbc26bf6d6e31cd814293de5f8e7816c041022ce17758','钱小七 某某镇民政所 经办人员 先行发放救助',NULL,NULL);
INSERT INTO "application" VALUES(4,'482739034','0ab9140a6e3cb39870f9d51900d706b3','lishui','person','telegram:305','withdrawn',3,'2026-11-20 08:47:00.000000','2026-11-20 10:21:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168','4c080f87ffc98be22570bd7cd34c75e85b0a2fdb2f68452c3b0c7ca51e2ada1e2f4f1abb02fbfc849ca8a4315d63062e','钱小七 某某镇民政所 经办人员 先行发放救助','另有安排了',NULL);
INSERT INTO "application" VALUES(5,'482739042','c0ecba4f438120a6e74a6e5bdc0e7e63','lishui','person',NULL,'withdrawn',3,'2026-11-20 08:53:00.000000','2026-11-20 10:32:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168',NULL,'','','2026-11-20 10:39:00.000000');
CREATE TABLE application_claim (
	application_id BIGINT NOT NULL, 
	position INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	label TEXT NOT NULL, 
	text TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	PRIMARY KEY (application_id, position), 
	CONSTRAINT application_claim_hash CHECK (length(sha256) = 64), 
	CONSTRAINT application_claim_position CHECK (position >= 0), 
	CONSTRAINT application_claim_of FOREIGN KEY(application_id) REFERENCES application (id), 
	CONSTRAINT application_claim_once UNIQUE (application_id, at)
);
INSERT INTO "application_claim" VALUES(2,0,'lishui.10.1','第十条第（一）项','应对自然灾害、事故灾难等突发性事件中，为避免群众利益受到更大损失，在来不及集体研究决策的情况下，采取果断措施及时处置，造成一定工作失误，或未按正常程序办理但事后及时整改的；','d9e7d4806327273714bc14d0533334d02dac65bf39eeb6a6522f3c3416866757');
INSERT INTO "application_claim" VALUES(4,0,'lishui.10.1','第十条第（一）项','应对自然灾害、事故灾难等突发性事件中，为避免群众利益受到更大损失，在来不及集体研究决策的情况下，采取果断措施及时处置，造成一定工作失误，或未按正常程序办理但事后及时整改的；','d9e7d4806327273714bc14d0533334d02dac65bf39eeb6a6522f3c3416866757');
CREATE TABLE application_field (
	application_id BIGINT NOT NULL, 
	position INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	label TEXT NOT NULL, 
	prompt TEXT NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (application_id, position), 
	CONSTRAINT application_field_position CHECK (position >= 0), 
	CONSTRAINT application_field_of FOREIGN KEY(application_id) REFERENCES application (id), 
	CONSTRAINT application_field_once UNIQUE (application_id, "key")
);
INSERT INTO "application_field" VALUES(1,0,'consent','同意书','我陪您填容错申请书（丽水市）。先说清四件事，您同意了再开始：
· 做什么用：只用来填写、提交和办理这份申请，不作别的用途。
· 谁看得到：提交以前只有您；提交以后，办理这份申请的工作人员看得到，每次打开都有记录。自评只归您自己，您勾选的才带过来。
· 存多久：草稿留到您提交或删除，您 90 天没有来过就自动删（提前 7 天提醒）；提交后随案卷保存，办结或撤回的，您可以用 /forget 要求删除。
· 存在哪里：运行本程序的那台机器上；在 Telegram 里说的话、发的文件，还会经过它在境外的服务器，不愿意的，请在单位内网的网页或者终端里说。','2026-11-20同意');
INSERT INTO "application_field" VALUES(1,1,'authority','受理机关或部门','这份申请交给哪个受理机关或部门？写全称；拿不准，先问单位党委（党组）。','某某县民政局党组');
INSERT INTO "application_field" VALUES(1,2,'applicant_kind','申请主体','以您个人的名义申请，还是以单位的名义？','以个人名义');
INSERT INTO "application_field" VALUES(1,3,'applicant','申请人','您的姓名？ 会写在申请表上。','钱小七');
INSERT INTO "application_field" VALUES(1,4,'post','单位及职务','您的单位和职务？ 例如：某某镇民政所　经办人员。','某某镇民政所 经办人员');
INSERT INTO "application_field" VALUES(1,5,'event_date','事发日期','事情发生在哪一天？一段时间就写起止。 例如：2026年3月5日；2025年1月至2026年2月；记不清就写大概，例如2026年3月前后。','2026年5月6日');
INSERT INTO "application_field" VALUES(1,6,'matter','申请容错事项','用一句话说是什么事。 例如：材料没齐先办了，后来发现不符合条件。','先行发放救助');
INSERT INTO "application_field" VALUES(1,7,'course','经过','先说经过：什么时候、在哪、做了什么、一步步怎么发生的。 只写事实；涉及的人请写“甲”“乙”这样的代称。','五月六日老人断了药，我先发了救助。');
INSERT INTO "application_field" VALUES(1,8,'impact','影响','造成了什么影响或者损失？多少人、多少钱、现在怎么样？ 没有造成的，写“没有造成损失”。','没有造成损失。');
INSERT INTO "application_field" VALUES(1,9,'evidence','证明材料','请把证明材料发给我：照片、文件都行，每份不超过 20 MB，最多 20 份。 有的话附上。','1. 受理单2.pdf');
INSERT INTO "application_field" VALUES(1,10,'paper:title','名称','','容错申请书');
INSERT INTO "application_field" VALUES(1,11,'paper:mark','附件','','非文件附表');
INSERT INTO "application_field" VALUES(1,12,'application_date','申请日期','','2026年11月20日');
INSERT INTO "application_field" VALUES(1,13,'cell:0','受理机关或部门','','某某县民政局党组');
INSERT INTO "application_field" VALUES(1,14,'cell:1','申请单位','','');
INSERT INTO "application_field" VALUES(1,15,'cell:2','申请人','','钱小七');
INSERT INTO "application_field" VALUES(1,16,'cell:3','单位及职务','','某某镇民政所 经办人员');
INSERT INTO "application_field" VALUES(1,17,'cell:4','申请容错事项','','2026年5月6日，先行发放救助。');
INSERT INTO "application_field" VALUES(1,18,'cell:5','主要事实及理由','','一、经过
五月六日老人断了药，我先发了救助。
二、影响
没有造成损失。
三、对应条款
对应哪一条，请机关认定。');
INSERT INTO "application_field" VALUES(1,19,'cell:6','备注','','');
INSERT INTO "application_field" VALUES(1,20,'cell:evidence','附：相关证据材料','','1. 受理单2.pdf');
INSERT INTO "application_field" VALUES(2,0,'consent','同意书','我陪您填容错申请书（丽水市）。先说清四件事，您同意了再开始：
· 做什么用：只用来填写、提交和办理这份申请，不作别的用途。
· 谁看得到：提交以前只有您；提交以后，办理这份申请的工作人员看得到，每次打开都有记录。自评只归您自己，您勾选的才带过来。
· 存多久：草稿留到您提交或删除，您 90 天没有来过就自动删（提前 7 天提醒）；提交后随案卷保存，办结或撤回的，您可以用 /forget 要求删除。
· 存在哪里：运行本程序的那台机器上；在 Telegram 里说的话、发的文件，还会经过它在境外的服务器，不愿意的，请在单位内网的网页或者终端里说。','2026-11-20同意');
INSERT INTO "application_field" VALUES(2,1,'authority','受理机关或部门','这份申请交给哪个受理机关或部门？写全称；拿不准，先问单位党委（党组）。','某某县民政局党组');
INSERT INTO "application_field" VALUES(2,2,'applicant_kind','申请主体','以您个人的名义申请，还是以单位的名义？','以个人名义');
INSERT INTO "application_field" VALUES(2,3,'applicant','申请人','您的姓名？ 会写在申请表上。','钱小七');
INSERT INTO "application_field" VALUES(2,4,'post','单位及职务','您的单位和职务？ 例如：某某镇民政所　经办人员。','某某镇民政所 经办人员');
INSERT INTO "application_field" VALUES(2,5,'event_date','事发日期','事情发生在哪一天？一段时间就写起止。 例如：2026年3月5日；2025年1月至2026年2月；记不清就写大概，例如2026年3月前后。','2026年5月6日');
INSERT INTO "application_field" VALUES(2,6,'matter','申请容错事项','用一句话说是什么事。 例如：材料没齐先办了，后来发现不符合条件。','先行发放救助');
INSERT INTO "application_field" VALUES(2,7,'course','经过','先说经过：什么时候、在哪、做了什么、一步步怎么发生的。 只写事实；涉及的人请写“甲”“乙”这样的代称。','五月六日老人断了药，我先发了救助。');
INSERT INTO "application_field" VALUES(2,8,'impact','影响','造成了什么影响或者损失？多少人、多少钱、现在怎么样？ 没有造成的，写“没有造成损失”。','没有造成损失。');
INSERT INTO "application_field" VALUES(2,9,'reason:lishui.10.1','第十条第（一）项的理由','为什么说对得上第十条第（一）项？用一两句话，把事实和这一条连起来。','情形完全一样。');
INSERT INTO "application_field" VALUES(2,10,'evidence','证明材料','请把证明材料发给我：照片、文件都行，每份不超过 20 MB，最多 20 份。 有的话附上。','1. 受理单3.pdf');
INSERT INTO "application_field" VALUES(2,11,'paper:title','名称','','容错申请书');
INSERT INTO "application_field" VALUES(2,12,'paper:mark','附件','','非文件附表');
INSERT INTO "application_field" VALUES(2,13,'application_date','申请日期','','2026年11月20日');
INSERT INTO "application_field" VALUES(2,14,'cell:0','受理机关或部门','','某某县民政局党组');
INSERT INTO "application_field" VALUES(2,15,'cell:1','申请单位','','');
INSERT INTO "application_field" VALUES(2,16,'cell:2','申请人','','钱小七');
INSERT INTO "application_field" VALUES(2,17,'cell:3','单位及职务','','某某镇民政所 经办人员');
INSERT INTO "application_field" VALUES(2,18,'cell:4','申请容错事项','','2026年5月6日，先行发放救助。
请求按照《关于深化完善容错纠错机制的实施细则》第十条第（一）项予以容错。');
INSERT INTO "application_field" VALUES(2,19,'cell:5','主要事实及理由','','一、经过
五月六日老人断了药，我先发了救助。
二、影响
没有造成损失。
三、对应条款
第十条第（一）项“应对自然灾害、事故灾难等突发性事件中，为避免群众利益受到更大损失，在来不及集体研究决策的情况下，采取果断措施及时处置，造成一定工作失误，或未按正常程序办理但事后及时整改的”
理由：情形完全一样。');
INSERT INTO "application_field" VALUES(2,20,'cell:6','备注','','');
INSERT INTO "application_field" VALUES(2,21,'cell:evidence','附：相关证据材料','','1. 受理单3.pdf');
INSERT INTO "application_field" VALUES(3,0,'consent','同意书','我陪您填容错申请书（丽水市）。先说清四件事，您同意了再开始：
· 做什么用：只用来填写、提交和办理这份申请，不作别的用途。
· 谁看得到：提交以前只有您；提交以后，办理这份申请的工作人员看得到，每次打开都有记录。自评只归您自己，您勾选的才带过来。
· 存多久：草稿留到您提交或删除，您 90 天没有来过就自动删（提前 7 天提醒）；提交后随案卷保存，办结或撤回的，您可以用 /forget 要求删除。
· 存在哪里：运行本程序的那台机器上；在 Telegram 里说的话、发的文件，还会经过它在境外的服务器，不愿意的，请在单位内网的网页或者终端里说。','2026-11-20同意');
INSERT INTO "application_field" VALUES(3,1,'authority','受理机关或部门','这份申请交给哪个受理机关或部门？写全称；拿不准，先问单位党委（党组）。','某某县民政局党组');
INSERT INTO "application_field" VALUES(3,2,'applicant_kind','申请主体','以您个人的名义申请，还是以单位的名义？','以个人名义');
INSERT INTO "application_field" VALUES(3,3,'applicant','申请人','您的姓名？ 会写在申请表上。','钱小七');
INSERT INTO "application_field" VALUES(3,4,'post','单位及职务','您的单位和职务？ 例如：某某镇民政所　经办人员。','某某镇民政所 经办人员');
INSERT INTO "application_field" VALUES(3,5,'event_date','事发日期','事情发生在哪一天？一段时间就写起止。 例如：2026年3月5日；2025年1月至2026年2月；记不清就写大概，例如2026年3月前后。','2026年5月6日');
INSERT INTO "application_field" VALUES(3,6,'matter','申请容错事项','用一句话说是什么事。 例如：材料没齐先办了，后来发现不符合条件。','先行发放救助');
INSERT INTO "application_field" VALUES(3,7,'course','经过','先说经过：什么时候、在哪、做了什么、一步步怎么发生的。 只写事实；涉及的人请写“甲”“乙”这样的代称。','五月六日老人断了药，我先发了救助。');
INSERT INTO "application_field" VALUES(3,8,'impact','影响','造成了什么影响或者损失？多少人、多少钱、现在怎么样？ 没有造成的，写“没有造成损失”。','没有造成损失。');
INSERT INTO "application_field" VALUES(3,9,'evidence','证明材料','请把证明材料发给我：照片、文件都行，每份不超过 20 MB，最多 20 份。 有的话附上。','1. 受理单4.pdf');
INSERT INTO "application_field" VALUES(3,10,'paper:title','名称','','容错申请书');
INSERT INTO "application_field" VALUES(3,11,'paper:mark','附件','','非文件附表');
INSERT INTO "application_field" VALUES(3,12,'application_date','申请日期','','2026年11月20日');
INSERT INTO "application_field" VALUES(3,13,'cell:0','受理机关或部门','','某某县民政局党组');
INSERT INTO "application_field" VALUES(3,14,'cell:1','申请单位','','');
INSERT INTO "application_field" VALUES(3,15,'cell:2','申请人','','钱小七');
INSERT INTO "application_field" VALUES(3,16,'cell:3','单位及职务','','某某镇民政所 经办人员');
INSERT INTO "application_field" VALUES(3,17,'cell:4','申请容错事项','','2026年5月6日，先行发放救助。');
INSERT INTO "application_field" VALUES(3,18,'cell:5','主要事实及理由','','一、经过
五月六日老人断了药，我先发了救助。
二、影响
没有造成损失。
三、对应条款
对应哪一条，请机关认定。');
INSERT INTO "application_field" VALUES(3,19,'cell:6','备注','','');
INSERT INTO "application_field" VALUES(3,20,'cell:evidence','附：相关证据材料','','1. 受理单4.pdf');
INSERT INTO "application_field" VALUES(4,0,'consent','同意书','我陪您填容错申请书（丽水市）。先说清四件事，您同意了再开始：
· 做什么用：只用来填写、提交和办理这份申请，不作别的用途。
· 谁看得到：提交以前只有您；提交以后，办理这份申请的工作人员看得到，每次打开都有记录。自评只归您自己，您勾选的才带过来。
· 存多久：草稿留到您提交或删除，您 90 天没有来过就自动删（提前 7 天提醒）；提交后随案卷保存，办结或撤回的，您可以用 /forget 要求删除。
· 存在哪里：运行本程序的那台机器上；在 Telegram 里说的话、发的文件，还会经过它在境外的服务器，不愿意的，请在单位内网的网页或者终端里说。','2026-11-20同意');
INSERT INTO "application_field" VALUES(4,1,'authority','受理机关或部门','这份申请交给哪个受理机关或部门？写全称；拿不准，先问单位党委（党组）。','某某县民政局党组');
INSERT INTO "application_field" VALUES(4,2,'applicant_kind','申请主体','以您个人的名义申请，还是以单位的名义？','以个人名义');
INSERT INTO "application_field" VALUES(4,3,'applicant','申请人','您的姓名？ 会写在申请表上。','钱小七');
INSERT INTO "application_field" VALUES(4,4,'post','单位及职务','您的单位和职务？ 例如：某某镇民政所　经办人员。','某某镇民政所 经办人员');
INSERT INTO "application_field" VALUES(4,5,'event_date','事发日期','事情发生在哪一天？一段时间就写起止。 例如：2026年3月5日；2025年1月至2026年2月；记不清就写大概，例如2026年3月前后。','2026年5月6日');
INSERT INTO "application_field" VALUES(4,6,'matter','申请容错事项','用一句话说是什么事。 例如：材料没齐先办了，后来发现不符合条件。','先行发放救助');
INSERT INTO "application_field" VALUES(4,7,'course','经过','先说经过：什么时候、在哪、做了什么、一步步怎么发生的。 只写事实；涉及的人请写“甲”“乙”这样的代称。','五月六日老人断了药，我先发了救助。');
INSERT INTO "application_field" VALUES(4,8,'impact','影响','造成了什么影响或者损失？多少人、多少钱、现在怎么样？ 没有造成的，写“没有造成损失”。','没有造成损失。');
INSERT INTO "application_field" VALUES(4,9,'reason:lishui.10.1','第十条第（一）项的理由','为什么说对得上第十条第（一）项？用一两句话，把事实和这一条连起来。','情形完全一样。');
INSERT INTO "application_field" VALUES(4,10,'evidence','证明材料','请把证明材料发给我：照片、文件都行，每份不超过 20 MB，最多 20 份。 有的话附上。','1. 受理单5.pdf');
INSERT INTO "application_field" VALUES(4,11,'paper:title','名称','','容错申请书');
INSERT INTO "application_field" VALUES(4,12,'paper:mark','附件','','非文件附表');
INSERT INTO "application_field" VALUES(4,13,'application_date','申请日期','','2026年11月20日');
INSERT INTO "application_field" VALUES(4,14,'cell:0','受理机关或部门','','某某县民政局党组');
INSERT INTO "application_field" VALUES(4,15,'cell:1','申请单位','','');
INSERT INTO "application_field" VALUES(4,16,'cell:2','申请人','','钱小七');
INSERT INTO "application_field" VALUES(4,17,'cell:3','单位及职务','','某某镇民政所 经办人员');
INSERT INTO "application_field" VALUES(4,18,'cell:4','申请容错事项','','2026年5月6日，先行发放救助。
请求按照《关于深化完善容错纠错机制的实施细则》第十条第（一）项予以容错。');
INSERT INTO "application_field" VALUES(4,19,'cell:5','主要事实及理由','','一、经过
五月六日老人断了药，我先发了救助。
二、影响
没有造成损失。
三、对应条款
第十条第（一）项“应对自然灾害、事故灾难等突发性事件中，为避免群众利益受到更大损失，在来不及集体研究决策的情况下，采取果断措施及时处置，造成一定工作失误，或未按正常程序办理但事后及时整改的”
理由：情形完全一样。');
INSERT INTO "application_field" VALUES(4,20,'cell:6','备注','','');
INSERT INTO "application_field" VALUES(4,21,'cell:evidence','附：相关证据材料','','1. 受理单5.pdf');
CREATE TABLE attachment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	draft TEXT NOT NULL, 
	application_id BIGINT, 
	supplement_id BIGINT, 
	place TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT attachment_place_length CHECK (length(place) = 32), 
	CONSTRAINT attachment_hash CHECK (length(sha256) = 64), 
	CONSTRAINT attachment_size CHECK (size BETWEEN 1 AND 20971520), 
	CONSTRAINT attachment_supplement CHECK (supplement_id IS NULL OR application_id IS NOT NULL), 
	CONSTRAINT attachment_of FOREIGN KEY(application_id) REFERENCES application (id), 
	CONSTRAINT attachment_for FOREIGN KEY(supplement_id, application_id) REFERENCES supplement (id, application_id), 
	CONSTRAINT attachment_once UNIQUE (draft, sha256), 
	CONSTRAINT attachment_one_place UNIQUE (place)
);
INSERT INTO "attachment" VALUES(1,'c39faf42028ef10fba4d16cee68320eb',NULL,NULL,'fa157af8d0e5d400c309c74c9a5fe78c','受理单0.pdf','pdf',23,'50025b82321e4876b52eab8a840a472cb0d097a8ad3f2bea7b4ce9896d524c62','2026-11-20 03:47:00.000000');
INSERT INTO "attachment" VALUES(2,'2219ef5160b805e0d66508828e117bff',NULL,NULL,'56bb82ba2fa73ed58976b0a6b78e4fb8','受理单1.pdf','pdf',23,'17d43e25d58859100b68809dfad7943fe791a9e13b8f56818baa375ff4dac565','2026-11-20 04:31:00.000000');
INSERT INTO "attachment" VALUES(3,'b854f2c1ab635621eb0574e038ee4826',1,NULL,'588ac9c5d47d886f65f2a8492a0ad537','受理单2.pdf','pdf',23,'1e0119c347a382843bafc8310495fd85026753fa8f46cca4c3a049127484a138','2026-11-20 05:11:00.000000');
INSERT INTO "attachment" VALUES(4,'70651615f5f30653865adf9c9f8f871d',2,NULL,'f0b3a796c6593a02aa64570365e8d4b7','受理单3.pdf','pdf',23,'f540767fe4550af13737b56a6a5019199de51b9c178f5b7c9b7263d960e4754c','2026-11-20 05:55:00.000000');
INSERT INTO "attachment" VALUES(5,'1fa77193d65ca41ed54c2664b1a16e17',3,NULL,'62930e86466077d837c0e49ca8118579','受理单4.pdf','pdf',23,'beb8c126f7bd27fedaa392b5b22debc4c4aa5a55590fd8797198825f2a3cf2d7','2026-11-20 06:35:00.000000');
INSERT INTO "attachment" VALUES(6,'0ab9140a6e3cb39870f9d51900d706b3',4,NULL,'052a963d3e1c4130153a7db532259deb','受理单5.pdf','pdf',23,'4ab0cc7bcdbbc1ebe9f0c518df588b0a2887c70b14cc0a63630c14dd64e5b336','2026-11-20 07:19:00.000000');
INSERT INTO "attachment" VALUES(8,'c39faf42028ef10fba4d16cee68320eb',NULL,NULL,'54ca7cb5c4ae8cb07e576b775090f2ef','在路上.pdf','pdf',22,'8a2db4f7b04effb9ae720475ba72da7dc8bf497252d184972b6fc6a8e7bc4863','2026-11-20 08:12:00.000000');
INSERT INTO "attachment" VALUES(9,'93869ed24bbbfeac91ae4187c117b09c',NULL,NULL,'8e7e67467b49ee2eb968332d19a47c6c','纪要.pdf','pdf',19,'3039b5596d8f308b352431aae13c9679affc68f8f636c696f95d2d6d92cfcd9b','2026-11-20 09:52:00.000000');
INSERT INTO "attachment" VALUES(10,'bff87ffa990ba62e1b71a519c747c179',3,2,'f5ee9f2150e074537e4790a5eb560305','纪要.pdf','pdf',19,'3039b5596d8f308b352431aae13c9679affc68f8f636c696f95d2d6d92cfcd9b','2026-11-20 10:06:00.000000');
CREATE TABLE attempt (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	chat TEXT NOT NULL, 
	at DATETIME NOT NULL
);
INSERT INTO "attempt" VALUES(1,'telegram:666','2026-11-20 11:01:00.000000');
INSERT INTO "attempt" VALUES(2,'telegram:666','2026-11-20 11:06:00.000000');
CREATE TABLE audit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	subject TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor TEXT NOT NULL, 
	act TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	hash TEXT NOT NULL, mark TEXT DEFAULT '' NOT NULL CONSTRAINT audit_mark CHECK (length(mark) IN (0, 64)), 
	CONSTRAINT audit_hash CHECK (length(hash) = 64), 
	CONSTRAINT audit_seq CHECK (seq >= 1), 
	CONSTRAINT audit_once UNIQUE (subject, seq)
);
INSERT INTO "audit" VALUES(1,'staff',1,'2026-11-20 02:46:00.000000','operator','invite','staff:1 clerk *','2e925df01194ef6fabb8646b373403b376a0a3e1d08fa0511a7f8813b76c0e38','7015adfdbfea71c7ab805dd7dfc88fcf78da56bad20cc0ba8ead0cb1493befc2');
INSERT INTO "audit" VALUES(2,'staff',2,'2026-11-20 02:47:00.000000','operator','invite','staff:2 leader lishui','d3737466bcb3e3252cffc5ad48277ef4c966483fd2445378dfed3be8a911ea36','80c03a2c32400b36cf2ccaae2ab1d1128b049c9bbaeb3277e41d5dd29a48ac67');
INSERT INTO "audit" VALUES(3,'staff',3,'2026-11-20 02:48:00.000000','operator','invite','staff:3 viewer weihai','5136b02f1eb3e97ff0c0ff7173ef5c97ee0a968910612dfe876278aeef74d03b','aab812b5321d95cbbedee120035f3cabe71780501266127f34296c4a2a97ad1c');
INSERT INTO "audit" VALUES(4,'staff',4,'2026-11-20 02:49:00.000000','operator','invite','staff:4 clerk lishui','a0ec1a21557448353005f48dd21a3e82302665a5e2255c4d7b41310da582ea8d','dc936b174bb79dccca401d856456f6528d75be8873811fd875ea1fbe49b049e7');
INSERT INTO "audit" VALUES(5,'staff',5,'2026-11-20 02:50:00.000000','operator','invite','staff:5 clerk lishui','0b45de5f93f72537664630ff33f0c9740e5aefb57512cfdadb1a46abfe6b6b25','67ac6606563ab2777791f37507c37f99310d0c6d4434efced7cd417ce728f206');
INSERT INTO "audit" VALUES(6,'staff',6,'2026-11-20 02:55:00.000000','staff:1','bind','','81ea0a5471b4b30e057b3de544ba224498b46ff187dea6e7a691bec844e58dff','f692ffd2f2ef91dd1290241a123b36cbc59e3f43bc4a868c7a22a123b7f27417');
INSERT INTO "audit" VALUES(7,'staff',7,'2026-11-20 03:00:00.000000','staff:2','bind','','d78b62260f3150a7369227577a1f673dda5a6b3b68910d5dfa8d84003622c94e','f3467b19f72b41712abf0fec90e9f5f7132fdaf684e601cf8e76ba4478e0c659');
INSERT INTO "audit" VALUES(8,'staff',8,'2026-11-20 03:05:00.000000','staff:3','bind','','8acbbda9e72e3ed1f64a3f38fcd34ae0cd7330ba46bf4afe9d812362c18d044a','3e15b6f032fe27d0c2e120a8d263f83eec1c3d8067570e00ecbe17f9803deb58');
INSERT INTO "audit" VALUES(9,'staff',9,'2026-11-20 03:10:00.000000','staff:4','bind','','1e8ac371f2e2e5ce89d3e0d970024496e3acfb2782999b4b20acc99dc4c8694e','d6d1dd9d16debba5b88b183e6ff834906efacbadb4e1eb72623f446413bb4eb6');
INSERT INTO "audit" VALUES(10,'staff',10,'2026-11-20 03:11:00.000000','operator','remove','staff:4','3ee9d3c41863bc88ed231c6b78efb208ceed07b2f46b37c884e5f0f4350884bf','2511cc0b09735e4f75d0387f8c205ffe1f6e5b0d5b399912478c5daa1d238d3e');
INSERT INTO "audit" VALUES(11,'482739003',1,'2026-11-20 08:29:00.000000','applicant','submit','lishui 1 files','cba1e14b720a651f5f65cdecca0c87d45035e593adb2f9b7f38d0adab4468130','83000f0c94e14edc5a32e78905e99ca7340fc5047203bf46b213539bedec4e88');
INSERT INTO "audit" VALUES(12,'482739016',1,'2026-11-20 08:35:00.000000','applicant','submit','lishui 1 files','acbfc2c08f4f56462ba1ff2e7542e8ed3f503edbf4a9ae49424b8b8c471c7514','449c33171ecf799b41ed6ed20d31e337a61e050aa70ab6ccf953b15702ccf52d');
INSERT INTO "audit" VALUES(13,'482739027',1,'2026-11-20 08:41:00.000000','applicant','submit','lishui 1 files','ea9e102ea5e4740f715121e4c4a974ad254cca968f8c096f7e5e1df70edb257a','ec9f3aed9ba0b20e25e4d3fe67b126e21c7a24e10c4d99e5372b92f35d49fa24');
INSERT INTO "audit" VALUES(14,'482739034',1,'2026-11-20 08:47:00.000000','applicant','submit','lishui 1 files','b021128f4ea93cb20bdda3a353090505ab57fb4c9e9c8372c3fb4f991512485d','fc8b35e8d9d32f05d3ee5e81be041f2c9c83354bf0b9134a92e264e02f0b8de4');
INSERT INTO "audit" VALUES(15,'482739042',1,'2026-11-20 08:53:00.000000','applicant','submit','lishui 1 files','669cc295a86374cc55d557512cf9013fc781e7c6b68db422461455103abe6f66','3efb06cf92f2191ee296edee0292a5ec2740e88d61efd199fb3aa22734a4bcba');
INSERT INTO "audit" VALUES(16,'482739016',2,'2026-11-20 08:59:00.000000','staff:1','open','','bb95ee60bd8939dbf3d960aaf8e32f375eb4c3ae932ea6b50da0e384635024cb','');
INSERT INTO "audit" VALUES(17,'482739016',3,'2026-11-20 09:08:00.000000','staff:1','request','submitted → returned','a677132de395ee8d3cd01981065125c25e116b08fb5f08a036247200717049ac','06453d1a837e62b617956790bc5023616cf14abcafc1b56702ed74668cf6a46e');
INSERT INTO "audit" VALUES(18,'482739027',2,'2026-11-20 09:14:00.000000','staff:1','open','','eb0a5f83c7f91447ebb6cfdfd891109f7def9c82e6ace013e6319bf240027d3a','');
INSERT INTO "audit" VALUES(19,'482739027',3,'2026-11-20 09:23:00.000000','staff:1','request','submitted → returned','9b38befbe0c5466edb43476ad0f904555401bd83bf4f9f8d1e9ea603de24b23f','844b10d610de6dfb61a17294315fad91deea56c02ed367c5eddc67e18577626d');
INSERT INTO "audit" VALUES(20,'482739034',2,'2026-11-20 09:29:00.000000','staff:1','open','','03cbe5661a858bfed1b3ec318d46095948de300a377435f3bc6d51218ebaefb3','');
INSERT INTO "audit" VALUES(21,'482739034',3,'2026-11-20 09:38:00.000000','staff:1','request','submitted → returned','baa4711fa9d39605530f53cedb71cfe64c48302e6acb4b9f9ae522f1166dc4ff','2fc8ae2253a80099e95430dcb77580fe57d834940e10fe01f20dd4f39a864aa1');
INSERT INTO "audit" VALUES(22,'482739027',4,'2026-11-20 10:10:00.000000','applicant','supplement','returned → submitted','68e54308cfee62677f541f417687766a16738c9e715871416407a199842cefa9','bd116c2ba78896b4bfa52c478f7f07b049da7f178c33b49b63239f8bc1209b6c');
INSERT INTO "audit" VALUES(23,'482739034',4,'2026-11-20 10:21:00.000000','applicant','withdraw','returned → withdrawn','77eff7c303e6e1b26d1cf900707e046ef0a2fdd78aac445bafb1dc4131264ad7','ed1ba3f5684da6098bc5fb78975bcd8cac45ed81552e7c3ae04463463563096f');
INSERT INTO "audit" VALUES(24,'482739042',2,'2026-11-20 10:32:00.000000','applicant','withdraw','submitted → withdrawn','5b535bbd355d091bf646912a4e1275a9e9acd9351782b7c060ebd80ebe12996f','dc9daa808de5e642db8b8f10773ca9c09b13fe02cdcb9c7b6e0db7ccd9349c13');
INSERT INTO "audit" VALUES(25,'482739042',3,'2026-11-20 10:39:00.000000','applicant','erase','','d8e48f8a4e33d2c07a04bb56fc4bb9d8507ae891de784b29ecaf0755bf78eb7c','ac370348d844ea768a680ef826d1bb50d9809341bb5f99e6a0b877ffc2e725af');
INSERT INTO "audit" VALUES(26,'482739003',2,'2026-11-20 10:47:00.000000','applicant','recode','','51ad9a474c852b79944ef7a53d258e2c11c4a629f8c2c822a0a7a1bc4fa0bf24','c03c3914f7fc7deebbba9473385388eb52010a51aad7b2dda0ed411b0e86b1c3');
INSERT INTO "audit" VALUES(27,'482739003',3,'2026-11-20 10:53:00.000000','staff:1','open','','751af348210ed2131871c973db517248878b63961a174f13bbcc2996cbeacf15','');
INSERT INTO "audit" VALUES(28,'482739003',4,'2026-11-20 10:56:00.000000','staff:1','papers','','9d6bb50f0724ac4f23e631707293d789c465406ff97e1ae8d5a08e2e656fb44d','');
INSERT INTO "audit" VALUES(29,'482739003',5,'2026-11-20 11:01:00.000000','somebody','refused','find','a0da3f18dc39ff8921dfeba832aab3b37e3be1471043d742ee1403c8f7bfdde0','');
CREATE TABLE chat (
	"key" TEXT NOT NULL, 
	state TEXT NOT NULL, 
	revision BIGINT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "chat" VALUES('telegram:101','{"version":1,"region":"weihai","dialogs":{"ask":{"count":2,"asked":[{"number":1,"text":"先行救助后来发现不符合条件怎么办","region":"weihai","best":"weihai.3.7","told":false,"rated":false,"known":{}},{"number":2,"text":"威海市容错有哪些情形","region":"weihai","best":"weihai.3","told":false,"rated":false,"known":{}}]}}}',677739838819293451,'2026-11-20 02:45:00.000000');
INSERT INTO "chat" VALUES('telegram:102','{"version":1,"region":"weihai","dialogs":{"assess":{"region":"weihai","answers":{"begin":"yes","employed_in_area":"yes","works_on_social_assistance":"yes","event":"after","stage":"not_pursued","words":"老人断了药，我先发了救助。"}},"ask":{"count":1,"asked":[{"number":1,"text":"威海市容错有哪些情形","region":"weihai","best":"weihai.3","told":false,"rated":false,"known":{}}]}}}',677739838819293451,'2026-11-20 02:45:00.000000');
INSERT INTO "chat" VALUES('telegram:103','{"version":1,"region":"donge","dialogs":{"assess":{"region":"donge","answers":{"begin":"yes","employed_in_area":"yes"},"paused":true},"ask":{"count":1,"asked":[{"number":1,"text":"威海市容错有哪些情形","region":"weihai","best":"weihai.3","told":false,"rated":false,"known":{}}]}}}',677739838819293451,'2026-11-20 02:45:00.000000');
INSERT INTO "chat" VALUES('terminal:me','{"version":1,"region":"lishui","dialogs":{"ask":{"count":1,"asked":[{"number":1,"text":"第九条","region":"lishui","best":"lishui.9","told":false,"rated":false,"known":{}}]},"intake":{"region":"lishui","answers":{"authority":"某某县民政局党组","applicant_kind":"person","applicant":"钱小七","post":"某某镇民政所 经办人员","event_date":"2026年5月6日","matter":"先行发放救助","course":"五月六日老人断了药，我先发了救助。","motive":"","procedure":"","impact":"没有造成损失。","remedy":"","clauses":["lishui.10.1"],"reason:lishui.10.1":"情形完全一样。","evidence":"done","remark":""},"agreed":"2026-11-20","terms":"我陪您填容错申请书（丽水市）。先说清四件事，您同意了再开始：\n· 做什么用：只用来填写、提交和办理这份申请，不作别的用途。\n· 谁看得到：提交以前只有您；提交以后，办理这份申请的工作人员看得到，每次打开都有记录。自评只归您自己，您勾选的才带过来。\n· 存多久：草稿留到您提交或删除，您 90 天没有来过就自动删（提前 7 天提醒）；提交后随案卷保存，办结或撤回的，您可以用 /forget 要求删除。\n· 存在哪里：运行本程序的那台机器上；在 Telegram 里说的话、发的文件，还会经过它在境外的服务器，不愿意的，请在单位内网的网页或者终端里说。","draft":"2219ef5160b805e0d66508828e117bff","pieces":[{"place":"56bb82ba2fa73ed58976b0a6b78e4fb8","name":"受理单1.pdf","kind":"pdf","size":23,"sha256":"17d43e25d58859100b68809dfad7943fe791a9e13b8f56818baa375ff4dac565"}],"fetching":[],"paused":true}}}',1028857084617842001,'2026-11-20 08:23:00.000000');
INSERT INTO "chat" VALUES('telegram:200','{"version":1,"region":null,"dialogs":{"review":{"words":"4827"}}}',2802044260424746491,'2026-11-20 10:56:00.000000');
INSERT INTO "chat" VALUES('telegram:201','{"version":1,"region":null,"dialogs":{}}',1458199900606292642,'2026-11-20 03:00:00.000000');
INSERT INTO "chat" VALUES('telegram:202','{"version":1,"region":null,"dialogs":{}}',2953431648083056313,'2026-11-20 03:05:00.000000');
INSERT INTO "chat" VALUES('telegram:203','{"version":1,"region":null,"dialogs":{}}',942987157821921212,'2026-11-20 03:10:00.000000');
INSERT INTO "chat" VALUES('telegram:300','{"version":1,"region":"lishui","dialogs":{"intake":{"region":"lishui","answers":{"authority":"某某县民政局党组","applicant_kind":"person","applicant":"钱小七","post":"某某镇民政所 经办人员","event_date":"2026年5月6日","matter":"先行发放救助","course":"五月六日老人断了药，我先发了救助。","motive":"","procedure":"","impact":"没有造成损失。","remedy":"","clauses":["unsure"],"evidence":"done","remark":""},"agreed":"2026-11-20","terms":"我陪您填容错申请书（丽水市）。先说清四件事，您同意了再开始：\n· 做什么用：只用来填写、提交和办理这份申请，不作别的用途。\n· 谁看得到：提交以前只有您；提交以后，办理这份申请的工作人员看得到，每次打开都有记录。自评只归您自己，您勾选的才带过来。\n· 存多久：草稿留到您提交或删除，您 90 天没有来过就自动删（提前 7 天提醒）；提交后随案卷保存，办结或撤回的，您可以用 /forget 要求删除。\n· 存在哪里：运行本程序的那台机器上；在 Telegram 里说的话、发的文件，还会经过它在境外的服务器，不愿意的，请在单位内网的网页或者终端里说。","draft":"c39faf42028ef10fba4d16cee68320eb","pieces":[{"place":"fa157af8d0e5d400c309c74c9a5fe78c","name":"受理单0.pdf","kind":"pdf","size":23,"sha256":"50025b82321e4876b52eab8a840a472cb0d097a8ad3f2bea7b4ce9896d524c62"},{"place":"54ca7cb5c4ae8cb07e576b775090f2ef","name":"在路上.pdf","kind":"pdf","size":22,"sha256":"8a2db4f7b04effb9ae720475ba72da7dc8bf497252d184972b6fc6a8e7bc4863"}],"fetching":[]}}}',372269656135498629,'2026-11-20 08:12:00.000000');
INSERT INTO "chat" VALUES('telegram:301','{"version":1,"region":"lishui","dialogs":{"intake":{"moved":true}}}',3221644021683925687,'2026-11-20 08:21:00.000000');
INSERT INTO "chat" VALUES('telegram:302','{"version":1,"region":"lishui","dialogs":{"intake":{"filed":"482739003"}}}',3917340379240464819,'2026-11-20 10:47:00.000000');
INSERT INTO "chat" VALUES('telegram:303','{"version":1,"region":"lishui","dialogs":{"intake":{"filed":"482739016"},"status":{"supply":{"number":"482739016","asked":"请补三月五日的会议纪要","text":"纪要在附件里","draft":"93869ed24bbbfeac91ae4187c117b09c","pieces":[{"place":"8e7e67467b49ee2eb968332d19a47c6c","name":"纪要.pdf","kind":"pdf","size":19,"sha256":"3039b5596d8f308b352431aae13c9679affc68f8f636c696f95d2d6d92cfcd9b"}],"fetching":[]},"waits":"more"}}}',1394647846940559085,'2026-11-20 09:52:00.000000');
INSERT INTO "chat" VALUES('telegram:304','{"version":1,"region":"lishui","dialogs":{"intake":{"filed":"482739027"},"status":{}}}',3688539717004320984,'2026-11-20 10:10:00.000000');
INSERT INTO "chat" VALUES('telegram:305','{"version":1,"region":"lishui","dialogs":{"intake":{"filed":"482739034"},"status":{}}}',3769007475774681450,'2026-11-20 10:21:00.000000');
INSERT INTO "chat" VALUES('telegram:306','{"version":1,"region":null,"dialogs":{}}',948788645574797454,'2026-11-20 10:39:00.000000');
INSERT INTO "chat" VALUES('telegram:666','{"version":1,"region":null,"dialogs":{"intake":{"wanted":true}}}',2115216030733697826,'2026-11-20 11:08:00.000000');
CREATE TABLE feedback (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at DATETIME NOT NULL, 
	useful BOOLEAN NOT NULL, 
	region TEXT, 
	provisions TEXT NOT NULL, 
	question TEXT
);
INSERT INTO "feedback" VALUES(1,'2026-11-20 02:38:00.000000',1,'weihai','["weihai.3", "weihai.3.13"]',NULL);
INSERT INTO "feedback" VALUES(2,'2026-11-20 02:39:00.000000',0,'donge','["donge.9"]','没有开会就发了救助，
能不能容错？');
INSERT INTO "feedback" VALUES(3,'2026-11-20 02:40:00.000000',0,NULL,'[]',NULL);
CREATE TABLE inbox (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	channel TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	held_until DATETIME, 
	chat TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	tries INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	CONSTRAINT inbox_once UNIQUE (channel, "key"), 
	CONSTRAINT inbox_state CHECK (state IN ('waiting', 'done', 'set_aside')), 
	CONSTRAINT inbox_tries CHECK (tries >= 0)
);
INSERT INTO "inbox" VALUES(1,'telegram','1',NULL,'telegram:101','','2026-11-20 02:41:00.000000',0,'done');
INSERT INTO "inbox" VALUES(2,'telegram','2',NULL,'telegram:102','','2026-11-20 02:41:00.000000',0,'done');
INSERT INTO "inbox" VALUES(3,'telegram','3',NULL,'telegram:103','','2026-11-20 02:41:00.000000',0,'done');
INSERT INTO "inbox" VALUES(4,'telegram','4',NULL,'telegram:104','{"update_id":4,"message":{"text":"第4条"}}','2026-11-20 02:41:00.000000',0,'set_aside');
INSERT INTO "inbox" VALUES(5,'telegram','5',NULL,'telegram:105','{"update_id":5,"message":{"text":"第5条"}}','2026-11-20 02:41:00.000000',1,'waiting');
CREATE TABLE installation (
	id INTEGER NOT NULL, 
	keep TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT installation_one CHECK (id = 1)
);
INSERT INTO "installation" VALUES(1,'55555555555555555555555555555555');
CREATE TABLE loan (
	code TEXT NOT NULL, 
	chat TEXT NOT NULL, 
	draft TEXT NOT NULL, 
	until DATETIME NOT NULL, 
	PRIMARY KEY (code)
);
INSERT INTO "loan" VALUES('0355bb3c1d9e3502037d4e2739e636d116d0f29ff03a4b8859b33ee0cd7ed808','telegram:300','c39faf42028ef10fba4d16cee68320eb','2026-11-21 08:05:00.000000');
CREATE TABLE look (
	id INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	last DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT look_one CHECK (id = 1), 
	CONSTRAINT look_order CHECK (last >= since)
);
INSERT INTO "look" VALUES(1,'2026-11-20 02:00:00.000000','2026-11-20 02:00:00.000000');
CREATE TABLE outbox (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	channel TEXT NOT NULL, 
	answers BIGINT, 
	chat TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	state TEXT NOT NULL, 
	tries INTEGER NOT NULL, 
	not_before DATETIME, 
	last_error TEXT, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT outbox_answers FOREIGN KEY(answers) REFERENCES inbox (id) ON DELETE SET NULL, 
	CONSTRAINT outbox_once UNIQUE (answers, position), 
	CONSTRAINT outbox_state CHECK (state IN ('waiting', 'sent', 'failed')), 
	CONSTRAINT outbox_tries CHECK (tries >= 0), 
	CONSTRAINT outbox_position CHECK (position >= 0)
);
INSERT INTO "outbox" VALUES(1,'telegram',1,'telegram:101',0,'{}','sent',0,NULL,NULL,'2026-11-20 02:45:00.000000');
INSERT INTO "outbox" VALUES(2,'telegram',2,'telegram:102',0,'{}','failed',1,NULL,'403 Forbidden','2026-11-20 02:45:00.000000');
INSERT INTO "outbox" VALUES(3,'telegram',2,'telegram:102',1,'{"reply": {"parts": [{"say": "回到自评："}, {"say": "（威海市 · 第 6 步，共约 9 步）哪一条（或几条）和您的情况相符？可以选几条，选好了再按“选好了”。", "strong": true}, {"say": "按您说的经过，这几条最接近：\n☐ 三（七） 在处置突发事件、群体性事件等工作中，出于维护国家、集体和人民利益考虑，主动担当涉险、临机果断决策，出现失误错误的\n☐ 三（五） 因上位法律法规规定不一致、部门职责边界不清，或者属于执法监管空白事项，主动担当作为、解决问题，出现失误错误的\n☐ 三（一） 在深化社会救助改革、推进社会救助体制机制创新工作中先行先试、突破常规，出现非主观性失误或者未达到预期效果的\n☐ 三（四） 在落实各级党委、政府决策部署过程中，出于公心、担当尽责，出现失误或者偏差的\n☐ 三（二） 在推进社会救助工作高质量发展中，敢于决策、大胆履职，攻坚克难、锐意进取，出现失误或偏差但未造成重大不良影响的"}], "buttons": [[["☐ 三（七） 在处置突发事件、群体性事件等…", "assess/p=weihai.3.7"]], [["☐ 三（五） 因上位法律法规规定不一致、部…", "assess/p=weihai.3.5"]], [["☐ 三（一） 在深化社会救助改革、推进社会…", "assess/p=weihai.3.1"]], [["☐ 三（四） 在落实各级党委、政府决策部署…", "assess/p=weihai.3.4"]], [["☐ 三（二） 在推进社会救助工作高质量发展…", "assess/p=weihai.3.2"]], [["看全部情形", "assess/g=all"]], [["以上都没有", "assess/picked=none"], ["拿不准", "assess/picked=unsure"]], [["返回", "assess/back=pick"], ["看原文", "assess/text=pick"], ["为什么问", "assess/why=pick"]], [["改前面的", "assess/change=0"], ["暂停", "assess/pause=1"]]]}}','waiting',0,NULL,NULL,'2026-11-20 02:45:00.000000');
INSERT INTO "outbox" VALUES(4,'telegram',3,'telegram:103',0,'{"reply": {"parts": [{"say": "这是威海市的规定，您所在的是东阿县。适用的是您所在地（单位）的文件；外地条款仅供参考，不能作为申请依据。"}, {"say": "威海市：“符合下列情形之一的，可以依照有关规定予以容错处理”（第三部分）。", "strong": true}, {"quote": "适用情形\n在工作中出现的失误错误，符合下列情形之一的，可以依照有关规定予以容错处理：\n（一）在深化社会救助改革、推进社会救助体制机制创新工作中先行先试、突破常规，出现非主观性失误或者未达到预期效果的；\n（二）在推进社会救助工作高质量发展中，敢于决策、大胆履职，攻坚克难、锐意进取，出现失误或偏差但未造成重大不良影响的；\n（三）在创造性开展社会救助工作中，因国家政策调整、上级决策部署发生变化，或者政策界限不明确，受客观条件限制，出现失误错误的；\n（四）在落实各级党委、政府决策部署过程中，出于公心、担当尽责，出现失误或者偏差的；\n（五）因上位法律法规规定不一致、部门职责边界不清，或者属于执法监管空白事项，主动担当作为、解决问题，出现失误错误的；\n（六）因着眼提高效率，实施服务机制和工作模式创新，进行暂时性容缺受理、容缺审核，出现失误或者偏差的；\n（七）在处置突发事件、群体性事件等工作中，出于维护国家、集体和人民利益考虑，主动担当涉险、临机果断决策，出现失误错误的；\n（八）在解决社会救助工作历史遗留问题、化解矛盾纠纷、维护社会稳定等工作中，立足全局利益，积极打破僵局，出现失误错误的；\n（九）积极回应群众救助诉求，对暂不符合社会救助条件的人员，已尽到政策解释和维护稳定的职责，但相关人员仍不理解、不配合，产生抵触情绪、消极行为甚至越级上访造成不良影响的；\n（十）因困难群众主动放弃社会救助导致兜底保障职能未履行到位或出现其他突发情况的；\n（十一）工作人员已按照有关规定认真履行调查核实责任，但因社会救助申请对象或其法定赡养、抚养、扶养义务人瞒报、虚报、转移财产（收入），造成错保救助的；\n（十二）对因家庭经济状况核对平台信息延迟、不全面、外地配合不到位，导致未能及时完整地核对出相关信息（如金融、支付宝、微信、遗属补助及省外办企业、务工收入、房产、车船等），根据已掌握的申请人家庭经济状况和家庭实际困难程度，认定申请人家庭符合救助条件，造成错保错救的；\n（十三）经巡访、摸排、比对等规定流程仍未能准确掌握死亡情况，造成低保、特困对象死亡 3个月后仍领取保障资金，在发现后即时予以纠正并组织追缴的；\n（十四）依规履行了平台核查、入户巡访、邻里走访等工作，因申请人、在册对象和相关人员刻意隐瞒真实信息未能及时准确发现低保、特困等救助对象财产和收入变化，导致动态调整不及时的；\n（十五）社会救助对象未向镇人民政府（街道办事处）及时报告有关变化情况，致使低保补助金、特困人员供养金及其他待遇多领取，在责任追究前已组织追缴的；\n（十六）确因社会救助对象经济困难、追缴对象无法取得联系等原因暂时无法追回多领资金，经镇人民政府（街道办事处）或民政部门研究同意暂缓追缴或免退的；\n（十七）因社会救助政策动态调整或技术性原因造成数据偏差的；\n（十八）社会救助工作符合程序，但因人工采集、数据录入造成上线数据的保障时间、发放时间等出现错误，已及时按规定备案修正的；\n（十九）因社会救助对象年老体弱、卧病在床、精神障碍或因个人账户被冻结等原因导致无法开设或无法正常使用本人账户，由其监护人、近亲属或村（居）委会代开、代管账户，造成资金发放姓名与实际享受人不符但已按规定程序备案的；\n（二十）其他符合中央党政方针和有关规定精神，应纳入容错纠错的情形。", "source": "《关于健全社会救助工作容错纠错机制的通知》（威民发〔2023〕24号）三"}, {"say": "如果没说中，再看看这几条："}], "buttons": [[["第四部分 不予容错情形清单", "ask/hit=1.weihai.4"]], [["第五部分 保障措施", "ask/hit=1.weihai.5"]], [["原文上下文", "browse/whole=weihai.3"], ["其他地区", "compare/of=1"]], [["看东阿县的规定", "ask/home=1"], ["我就在威海市", "region/set=weihai"]], [["有用", "feedback/useful=1"], ["没答到点子上", "feedback/useless=1"]]]}}','waiting',1,'2026-11-20 03:00:00.000000','429 Too Many Requests','2026-11-20 02:45:00.000000');
INSERT INTO "outbox" VALUES(5,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "新申请 482-739-003（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739003"]]]}}','waiting',0,NULL,NULL,'2026-11-20 08:29:00.000000');
INSERT INTO "outbox" VALUES(6,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "新申请 482-739-003（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739003"]]]}}','waiting',0,NULL,NULL,'2026-11-20 08:29:00.000000');
INSERT INTO "outbox" VALUES(7,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "新申请 482-739-016（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739016"]]]}}','waiting',0,NULL,NULL,'2026-11-20 08:35:00.000000');
INSERT INTO "outbox" VALUES(8,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "新申请 482-739-016（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739016"]]]}}','waiting',0,NULL,NULL,'2026-11-20 08:35:00.000000');
INSERT INTO "outbox" VALUES(9,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "新申请 482-739-027（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739027"]]]}}','waiting',0,NULL,NULL,'2026-11-20 08:41:00.000000');
INSERT INTO "outbox" VALUES(10,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "新申请 482-739-027（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739027"]]]}}','waiting',0,NULL,NULL,'2026-11-20 08:41:00.000000');
INSERT INTO "outbox" VALUES(11,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "新申请 482-739-034（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739034"]]]}}','waiting',0,NULL,NULL,'2026-11-20 08:47:00.000000');
INSERT INTO "outbox" VALUES(12,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "新申请 482-739-034（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739034"]]]}}','waiting',0,NULL,NULL,'2026-11-20 08:47:00.000000');
INSERT INTO "outbox" VALUES(13,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "新申请 482-739-042（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739042"]]]}}','waiting',0,NULL,NULL,'2026-11-20 08:53:00.000000');
INSERT INTO "outbox" VALUES(14,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "新申请 482-739-042（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739042"]]]}}','waiting',0,NULL,NULL,'2026-11-20 08:53:00.000000');
INSERT INTO "outbox" VALUES(15,'telegram',NULL,'telegram:303',0,'{"reply": {"parts": [{"say": "您的申请 482-739-016 需要补充材料：请补三月五日的会议纪要"}], "buttons": [[["去补充", "status/more=482739016"]]]}, "unless": {"chat": "telegram:200", "text": "482-739-016 的申请人收不到消息，补充的要求请书面或者当面送达；本人用 /status 也能看到。"}}','waiting',0,NULL,NULL,'2026-11-20 09:08:00.000000');
INSERT INTO "outbox" VALUES(16,'telegram',NULL,'telegram:304',0,'{"reply": {"parts": [{"say": "您的申请 482-739-027 需要补充材料：请补三月五日的会议纪要"}], "buttons": [[["去补充", "status/more=482739027"]]]}, "unless": {"chat": "telegram:200", "text": "482-739-027 的申请人收不到消息，补充的要求请书面或者当面送达；本人用 /status 也能看到。"}}','waiting',0,NULL,NULL,'2026-11-20 09:23:00.000000');
INSERT INTO "outbox" VALUES(17,'telegram',NULL,'telegram:305',0,'{"reply": {"parts": [{"say": "您的申请 482-739-034 需要补充材料：请补三月五日的会议纪要"}], "buttons": [[["去补充", "status/more=482739034"]]]}, "unless": {"chat": "telegram:200", "text": "482-739-034 的申请人收不到消息，补充的要求请书面或者当面送达；本人用 /status 也能看到。"}}','waiting',0,NULL,NULL,'2026-11-20 09:38:00.000000');
INSERT INTO "outbox" VALUES(18,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "482-739-027 的补充材料到了（1 份文件）。"}], "buttons": [[["打开", "review/open=482739027"]]]}}','waiting',0,NULL,NULL,'2026-11-20 10:10:00.000000');
INSERT INTO "outbox" VALUES(19,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "482-739-027 的补充材料到了（1 份文件）。"}], "buttons": [[["打开", "review/open=482739027"]]]}}','waiting',0,NULL,NULL,'2026-11-20 10:10:00.000000');
INSERT INTO "outbox" VALUES(20,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "482-739-034 已由申请人撤回。"}], "buttons": [[["打开", "review/open=482739034"]]]}}','waiting',0,NULL,NULL,'2026-11-20 10:21:00.000000');
INSERT INTO "outbox" VALUES(21,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "482-739-034 已由申请人撤回。"}], "buttons": [[["打开", "review/open=482739034"]]]}}','waiting',0,NULL,NULL,'2026-11-20 10:21:00.000000');
INSERT INTO "outbox" VALUES(22,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "482-739-042 已由申请人撤回。"}], "buttons": [[["打开", "review/open=482739042"]]]}}','waiting',0,NULL,NULL,'2026-11-20 10:32:00.000000');
INSERT INTO "outbox" VALUES(23,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "482-739-042 已由申请人撤回。"}], "buttons": [[["打开", "review/open=482739042"]]]}}','waiting',0,NULL,NULL,'2026-11-20 10:32:00.000000');
INSERT INTO "outbox" VALUES(24,'web',NULL,'web:7777777777777777777777777777777777777777777777777777777777777777',0,'{"reply": {"parts": [{"say": "有一份材料请您补。"}], "buttons": [[["去补充", "status/see=482739003"]]]}}','waiting',0,NULL,NULL,'2026-11-20 11:10:00.000000');
CREATE TABLE said (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	chat TEXT NOT NULL, 
	place BIGINT, 
	post TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	body TEXT NOT NULL, 
	outgoing BIGINT, 
	at DATETIME NOT NULL, 
	CONSTRAINT said_kind CHECK (kind IN ('typed', 'pressed', 'files', 'reply', 'notice')), 
	CONSTRAINT said_place CHECK (place IS NULL OR place < id), 
	CONSTRAINT said_outgoing UNIQUE (outgoing)
);
INSERT INTO "said" VALUES(1,'web:7777777777777777777777777777777777777777777777777777777777777777',NULL,'一','typed','逐条看',NULL,'2026-11-20 11:09:00.000000');
INSERT INTO "said" VALUES(3,'web:7777777777777777777777777777777777777777777777777777777777777777',2,'二','reply','{"parts": [{"say": "第 2 页"}], "edit": true}',NULL,'2026-11-20 11:10:00.000000');
INSERT INTO "said" VALUES(4,'web:7777777777777777777777777777777777777777777777777777777777777777',NULL,'','notice','{"parts": [{"say": "有一份材料请您补。"}], "buttons": [[["去补充", "status/see=482739003"]]]}',24,'2026-11-20 11:11:00.000000');
CREATE TABLE staff (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	region TEXT, 
	chat TEXT, 
	invitation TEXT, 
	invited_until DATETIME, 
	since DATETIME NOT NULL, 
	left_at DATETIME, 
	CONSTRAINT staff_role CHECK (role IN ('viewer', 'clerk', 'leader')), 
	CONSTRAINT staff_invited CHECK ((invitation IS NULL) = (invited_until IS NULL)), 
	CONSTRAINT staff_somewhere CHECK (chat IS NOT NULL OR invitation IS NOT NULL OR left_at IS NOT NULL), 
	CONSTRAINT staff_bound CHECK (chat IS NULL OR invitation IS NULL), 
	CONSTRAINT staff_left CHECK (left_at IS NULL OR (chat IS NULL AND invitation IS NULL)), 
	CONSTRAINT staff_name CHECK (length(name) BETWEEN 1 AND 40), 
	CONSTRAINT staff_one_chat UNIQUE (chat), 
	CONSTRAINT staff_one_invitation UNIQUE (invitation)
);
INSERT INTO "staff" VALUES(1,'李四','clerk',NULL,'telegram:200',NULL,NULL,'2026-11-20 02:55:00.000000',NULL);
INSERT INTO "staff" VALUES(2,'王五','leader','lishui','telegram:201',NULL,NULL,'2026-11-20 03:00:00.000000',NULL);
INSERT INTO "staff" VALUES(3,'赵六','viewer','weihai','telegram:202',NULL,NULL,'2026-11-20 03:05:00.000000',NULL);
INSERT INTO "staff" VALUES(4,'孙八','clerk','lishui',NULL,NULL,NULL,'2026-11-20 03:10:00.000000','2026-11-20 03:11:00.000000');
INSERT INTO "staff" VALUES(5,'周九','clerk','lishui',NULL,'f1c7dc8f03ae501af5d96821c074f885049bff0dc51a9669a33ebdeb3ab36146','2026-11-27 02:00:00.000000','2026-11-20 02:50:00.000000',NULL);
CREATE TABLE supplement (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	application_id BIGINT NOT NULL, 
	asked_by BIGINT, 
	asked_at DATETIME NOT NULL, 
	words TEXT NOT NULL, 
	answered_at DATETIME, 
	answer TEXT, 
	CONSTRAINT supplement_unasked CHECK (asked_by IS NOT NULL OR words = ''), 
	CONSTRAINT supplement_answered CHECK ((answered_at IS NULL) = (answer IS NULL)), 
	CONSTRAINT supplement_order CHECK (answered_at IS NULL OR answered_at >= asked_at), 
	CONSTRAINT supplement_of FOREIGN KEY(application_id) REFERENCES application (id), 
	CONSTRAINT supplement_asked_by FOREIGN KEY(asked_by) REFERENCES staff (id), 
	CONSTRAINT supplement_whose UNIQUE (id, application_id)
);
INSERT INTO "supplement" VALUES(1,2,1,'2026-11-20 09:08:00.000000','请补三月五日的会议纪要',NULL,NULL);
INSERT INTO "supplement" VALUES(2,3,1,'2026-11-20 09:23:00.000000','请补三月五日的会议纪要','2026-11-20 10:10:00.000000','纪要在附件里');
INSERT INTO "supplement" VALUES(3,4,1,'2026-11-20 09:38:00.000000','请补三月五日的会议纪要','2026-11-20 10:21:00.000000','');
CREATE INDEX application_chat ON application (chat);
CREATE INDEX application_filed ON application (filed_at);
CREATE INDEX attempt_chat ON attempt (chat, at);
CREATE INDEX supplement_application ON supplement (application_id);
CREATE UNIQUE INDEX supplement_open ON supplement (application_id) WHERE answered_at IS NULL;
CREATE INDEX attachment_application ON attachment (application_id);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END;
CREATE INDEX inbox_waiting ON inbox (id) WHERE state = 'waiting';
CREATE INDEX inbox_line ON inbox (chat, id) WHERE state = 'waiting';
CREATE INDEX outbox_waiting ON outbox (id) WHERE state = 'waiting';
CREATE INDEX said_chat ON said (chat, id);
CREATE INDEX said_at ON said (at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('inbox',5);
INSERT INTO "sqlite_sequence" VALUES('outbox',24);
INSERT INTO "sqlite_sequence" VALUES('feedback',3);
INSERT INTO "sqlite_sequence" VALUES('staff',5);
INSERT INTO "sqlite_sequence" VALUES('audit',29);
INSERT INTO "sqlite_sequence" VALUES('attachment',10);
INSERT INTO "sqlite_sequence" VALUES('application',5);
INSERT INTO "sqlite_sequence" VALUES('supplement',3);
INSERT INTO "sqlite_sequence" VALUES('attempt',2);
INSERT INTO "sqlite_sequence" VALUES('said',4);
COMMIT;
