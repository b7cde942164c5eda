BEGIN TRANSACTION;
CREATE TABLE act_draft (
	staff_id BIGINT NOT NULL, 
	application_id BIGINT NOT NULL, 
	act TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (staff_id, application_id, act), 
	CONSTRAINT act_draft_by FOREIGN KEY(staff_id) REFERENCES staff (id), 
	CONSTRAINT act_draft_of FOREIGN KEY(application_id) REFERENCES application (id)
);
INSERT INTO "act_draft" VALUES(2,6,'tell','{"how": "当面"}','2026-11-20 15:24:00.000000');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0010');
CREATE TABLE allowance (
	whose TEXT NOT NULL, 
	rest FLOAT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (whose), 
	CONSTRAINT allowance_rest CHECK (rest >= 0)
);
INSERT INTO "allowance" VALUES('web:7777777777777777777777777777777777777777777777777777777777777777',29.0,'2026-11-20 15:41:00.000000');
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
	origin TEXT DEFAULT 'application' NOT NULL, 
	handler_id BIGINT, 
	outcome TEXT, 
	rules TEXT, 
	follow_up DATE, 
	CONSTRAINT application_reason CHECK ((state = 'withdrawn') = (reason IS NOT NULL)), 
	CONSTRAINT application_applicant CHECK (applicant IN ('person', 'organisation')), 
	CONSTRAINT application_number CHECK (length(number) = 9), 
	CONSTRAINT application_policy CHECK (length(policy) = 64), 
	CONSTRAINT application_since CHECK (since >= filed_at), 
	CONSTRAINT application_version CHECK (version >= 1), 
	CONSTRAINT application_state CHECK (state IN ('submitted', 'returned', 'accepted', 'concluded', 'closed', 'withdrawn', 'not_opened')), 
	CONSTRAINT application_origin CHECK (origin IN ('application', 'paper', 'ex_officio')), 
	CONSTRAINT application_erased CHECK (erased_at IS NULL OR (chat IS NULL AND code IS NULL AND summary = '' AND coalesce(reason, '') = '')), 
	CONSTRAINT application_owner CHECK (CASE WHEN erased_at IS NOT NULL THEN 1 = 1 WHEN origin = 'application' THEN chat IS NOT NULL AND code IS NOT NULL ELSE chat IS NULL AND code IS NULL END), 
	CONSTRAINT application_handled_by FOREIGN KEY(handler_id) REFERENCES staff (id), 
	CONSTRAINT application_rules FOREIGN KEY(rules) REFERENCES pinned_rules (sha256), 
	CONSTRAINT application_one_draft UNIQUE (draft), 
	CONSTRAINT application_one_number UNIQUE (number)
);
INSERT INTO "application" VALUES(1,'482739003','b854f2c1ab635621eb0574e038ee4826','lishui','person','telegram:302','submitted',2,'2026-11-20 11:19:00.000000','2026-11-20 11:19:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168','d8fd4df26ac0ec5d6a863df0ae914591c3121ebd6e487aaf75018b3a90a69ab76cc240c034e7d97ddc39c3909e42b0b9','钱小七 某某镇民政所 经办人员 先行发放救助',NULL,NULL,'application',NULL,NULL,NULL,NULL);
INSERT INTO "application" VALUES(2,'482739016','70651615f5f30653865adf9c9f8f871d','lishui','person','telegram:303','returned',2,'2026-11-20 11:27:00.000000','2026-11-20 12:15:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168','89f9fa6617f526df2c1babb305de45914ff3ff985031e351900a024ac13e259b8e79145e48fbe0490337ac61bd78e7eb','钱小七 某某镇民政所 经办人员 先行发放救助',NULL,NULL,'application',NULL,NULL,NULL,NULL);
INSERT INTO "application" VALUES(3,'482739027','1fa77193d65ca41ed54c2664b1a16e17','lishui','person','telegram:304','submitted',4,'2026-11-20 11:35:00.000000','2026-11-20 13:46:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168','efc0f90bc7ac692ae39902726bda5a10cc7e54a806f1990ae62fbc26bf6d6e31cd814293de5f8e7816c041022ce17758','钱小七 某某镇民政所 经办人员 先行发放救助',NULL,NULL,'application',NULL,NULL,NULL,NULL);
INSERT INTO "application" VALUES(4,'482739034','0ab9140a6e3cb39870f9d51900d706b3','lishui','person','telegram:305','withdrawn',3,'2026-11-20 11:43:00.000000','2026-11-20 14:01:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168','4c080f87ffc98be22570bd7cd34c75e85b0a2fdb2f68452c3b0c7ca51e2ada1e2f4f1abb02fbfc849ca8a4315d63062e','钱小七 某某镇民政所 经办人员 先行发放救助','另有安排了',NULL,'application',NULL,NULL,NULL,NULL);
INSERT INTO "application" VALUES(5,'482739042','c0ecba4f438120a6e74a6e5bdc0e7e63','lishui','person',NULL,'withdrawn',3,'2026-11-20 11:51:00.000000','2026-11-20 14:16:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168',NULL,'','','2026-11-20 14:25:00.000000','application',NULL,NULL,NULL,NULL);
INSERT INTO "application" VALUES(6,'482739050','3b4be0a35909796fb5d5585f12c614df','lishui','person',NULL,'concluded',8,'2026-11-20 15:05:00.000000','2026-11-20 15:16:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168',NULL,'孙八 先行救助',NULL,NULL,'paper',1,'tolerated','ec5e6a3d77d5dacdf53cea0a0f0266fc467fad146f05fdffac8b9c7a878096dc',NULL);
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
INSERT INTO "application_claim" VALUES(6,0,'lishui.9.1','第九条第（一）项','在城市公共服务和公共基础设施建设等领域中，积极探索使用新机制、新方法、新模式、新技术，因无先例可循或政策界限不明确，发生一定偏差或造成一定损失的；','ab9bd364fa58454c37e8be16ec5e437b1b8c2a2db078cf16e000460f8a465aee');
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
INSERT INTO "application_field" VALUES(6,0,'cell:0','申请容错事项','','先行救助');
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
INSERT INTO "attachment" VALUES(1,'c39faf42028ef10fba4d16cee68320eb',NULL,NULL,'31999fd465622871f4d0c4a08e805ea5','受理单0.pdf','pdf',23,'50025b82321e4876b52eab8a840a472cb0d097a8ad3f2bea7b4ce9896d524c62','2026-11-20 04:27:00.000000');
INSERT INTO "attachment" VALUES(2,'2219ef5160b805e0d66508828e117bff',NULL,NULL,'207bb4a697be4009c6377d0312f7b4f7','受理单1.pdf','pdf',23,'17d43e25d58859100b68809dfad7943fe791a9e13b8f56818baa375ff4dac565','2026-11-20 05:32:00.000000');
INSERT INTO "attachment" VALUES(3,'b854f2c1ab635621eb0574e038ee4826',1,NULL,'e9dca8b6d5fcc511cb05b6c641c7c6df','受理单2.pdf','pdf',23,'1e0119c347a382843bafc8310495fd85026753fa8f46cca4c3a049127484a138','2026-11-20 06:31:00.000000');
INSERT INTO "attachment" VALUES(4,'70651615f5f30653865adf9c9f8f871d',2,NULL,'26c55c55f1a7ed730e655e8ca110542b','受理单3.pdf','pdf',23,'f540767fe4550af13737b56a6a5019199de51b9c178f5b7c9b7263d960e4754c','2026-11-20 07:36:00.000000');
INSERT INTO "attachment" VALUES(5,'1fa77193d65ca41ed54c2664b1a16e17',3,NULL,'c6fa89380e49be69a35b38f4edd85222','受理单4.pdf','pdf',23,'beb8c126f7bd27fedaa392b5b22debc4c4aa5a55590fd8797198825f2a3cf2d7','2026-11-20 08:35:00.000000');
INSERT INTO "attachment" VALUES(6,'0ab9140a6e3cb39870f9d51900d706b3',4,NULL,'6da3898b5359ea9f08c9f79ca14ebeee','受理单5.pdf','pdf',23,'4ab0cc7bcdbbc1ebe9f0c518df588b0a2887c70b14cc0a63630c14dd64e5b336','2026-11-20 09:40:00.000000');
INSERT INTO "attachment" VALUES(8,'c39faf42028ef10fba4d16cee68320eb',NULL,NULL,'5540c01cfd92c441ad60992c30a295d8','在路上.pdf','pdf',22,'8a2db4f7b04effb9ae720475ba72da7dc8bf497252d184972b6fc6a8e7bc4863','2026-11-20 10:57:00.000000');
INSERT INTO "attachment" VALUES(9,'93869ed24bbbfeac91ae4187c117b09c',NULL,NULL,'e6cdd4ac789c46f92544573256028fd7','纪要.pdf','pdf',19,'3039b5596d8f308b352431aae13c9679affc68f8f636c696f95d2d6d92cfcd9b','2026-11-20 13:22:00.000000');
INSERT INTO "attachment" VALUES(10,'bff87ffa990ba62e1b71a519c747c179',3,2,'657c15ee41b442ee260b6972331af4f6','纪要.pdf','pdf',19,'3039b5596d8f308b352431aae13c9679affc68f8f636c696f95d2d6d92cfcd9b','2026-11-20 13:41:00.000000');
CREATE TABLE attempt (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	chat TEXT NOT NULL, 
	at DATETIME NOT NULL
);
INSERT INTO "attempt" VALUES(1,'telegram:666','2026-11-20 14:55:00.000000');
INSERT INTO "attempt" VALUES(2,'telegram:666','2026-11-20 15:01:00.000000');
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
INSERT INTO "audit" VALUES(1,'staff',1,'2026-11-20 03:05:00.000000','operator','invite','staff:1 clerk *','e03bcfc2024bd30e69430f9f105e60771684d0b981d852ffb83d9a0bb73d7cfa','c616d617dcaf5434592e6a72bed2b677f3d0667774ba857664d54e7f94ddc61a');
INSERT INTO "audit" VALUES(2,'staff',2,'2026-11-20 03:06:00.000000','operator','invite','staff:2 leader lishui','910f252a34e7e6ce10842925312d1051ae363efbcc123add440c7d0966781d12','eb608f3870bc6f87d3f5a020a08b4d29c59bd9ee039537cbde11deabff88c730');
INSERT INTO "audit" VALUES(3,'staff',3,'2026-11-20 03:07:00.000000','operator','invite','staff:3 viewer weihai','151be6817930144e3dea2b1a6fcf07e49f6d5bf3d09539f81b7fd3af32170f71','01fdd5fb27d02664d3cfa7530079a687c3100faa94da15a246fca0b343a43140');
INSERT INTO "audit" VALUES(4,'staff',4,'2026-11-20 03:08:00.000000','operator','invite','staff:4 clerk lishui','08760a29045e46183e70a7020196fedd989e8e46b205c1e0262d2771b93ecdde','f4c5aaa8b330ba56e051a1d14782bfc391dd1530ab801d97f08a615ac425793f');
INSERT INTO "audit" VALUES(5,'staff',5,'2026-11-20 03:09:00.000000','operator','invite','staff:5 clerk lishui','7486f9875033a9e8d7f8dbe0db8f4b119a3cff01b6ebc9bac3d34c48c5995a76','be99cdc89ffd0d5052ed44567edb45bf3d38ee90f282e2daac4de82de0b37b68');
INSERT INTO "audit" VALUES(6,'staff',6,'2026-11-20 03:15:00.000000','staff:1','bind','','a7df316d96908629bb6b98805e2508425e7f4a8355dd2e654affa6cee090fcf7','837ca60a538e284a84669a21ab3fbf396bcb1081162ddae3f8a5f8564df2a205');
INSERT INTO "audit" VALUES(7,'staff',7,'2026-11-20 03:21:00.000000','staff:2','bind','','b0e1a483cb7a348c618e6aba956d26dbb0121a35d7fb00f5093d4c9a540ed742','beacd5e1b6ab7a40ef1d82ce9b945368f3a91b91e04fa938e03bbac9c2881d18');
INSERT INTO "audit" VALUES(8,'staff',8,'2026-11-20 03:27:00.000000','staff:3','bind','','0d8efee0a96b776514a1b394c1ffef4403f41f766e2cca8ecf317cec6b7f3aef','73d0a63c0e93a2fc6becd6545caa75783589f3a0cbc058b821dbbdebf39548f7');
INSERT INTO "audit" VALUES(9,'staff',9,'2026-11-20 03:33:00.000000','staff:4','bind','','91a9a00c4ec927c4320769d3bb838875a4ef0c2daec83d5578468a9542b39818','744974bbf2b93b6cf2565de1b4e252fa0a08f436fb0031a0450ba9d7d09dfbf1');
INSERT INTO "audit" VALUES(10,'staff',10,'2026-11-20 03:34:00.000000','operator','remove','staff:4','bb8cbc22d740180e0312782e0f5299cb336a6a0be6495ef1405db24a4aadd673','71347296748ed7b6ea2966c976f2f9416de0daee5752e339df3af88c6c11b069');
INSERT INTO "audit" VALUES(11,'482739003',1,'2026-11-20 11:19:00.000000','applicant','submit','lishui 1 files','6b440bb7b475a56da9e0f53009cedc2dcdd7c381156661084ea726ecad19f767','862f4e28e461ae75bb8dec94c6aa3399ee5751c4bc14d380d1b9ba526997a40e');
INSERT INTO "audit" VALUES(12,'482739016',1,'2026-11-20 11:27:00.000000','applicant','submit','lishui 1 files','2f57209c2d06ccfc8a239edec1372697fae00d3b90d4bf7dabd3745014fee78e','79bc8f25bf4fa41ce21085b83dff3479f113fb984545d66a1cb10819c793d178');
INSERT INTO "audit" VALUES(13,'482739027',1,'2026-11-20 11:35:00.000000','applicant','submit','lishui 1 files','72a80758afa8e195d5ca9dcfe545f6cb8d519bab69c75ce555399553b35a6c6f','8d4945a1b8915afeaba8dfe7757454d80a4186f8aa89340a822a5f8bfc7200a0');
INSERT INTO "audit" VALUES(14,'482739034',1,'2026-11-20 11:43:00.000000','applicant','submit','lishui 1 files','5c967a342ddbdedc51fca69b86007f3f789d39fa35303d711b155160ed337331','9c7e24659fff3bf929e28ea7dd414aa070ef9a8b3d1457ee3a8a394ced8ead20');
INSERT INTO "audit" VALUES(15,'482739042',1,'2026-11-20 11:51:00.000000','applicant','submit','lishui 1 files','879c71fed5b44773a78d0fe83b8a95921f4ca057873194d9e3cad8f4541260c7','df2a46b70af121ababb3e2cc7bdb91f2d06250bf67aebaac0a27cf52e1d6e42a');
INSERT INTO "audit" VALUES(16,'482739016',2,'2026-11-20 12:02:00.000000','staff:1','open','','5eecefa30fa012c87ba0a2d44e11f7a8c4030e3a80746bfaaec8388521701761','');
INSERT INTO "audit" VALUES(17,'482739016',3,'2026-11-20 12:15:00.000000','staff:1','request','submitted → returned','63cf01249c44057f66466e310c4bb2657fd9b1f2c5435ac890399e5110e7eec3','a19fcd0f33f3939da0a5b37b0856652d6fd321985d0b38b069539aec499b7a2f');
INSERT INTO "audit" VALUES(18,'482739027',2,'2026-11-20 12:26:00.000000','staff:1','open','','48a55ec267c55277236622e7b7dcea2152809bad1c6e42c8271287b1ad46aaa4','');
INSERT INTO "audit" VALUES(19,'482739027',3,'2026-11-20 12:39:00.000000','staff:1','request','submitted → returned','37ebc89ed9056010f32b7eca049035542f61e145e6e42470f89a50a9b579ea88','ee4a5a86b46d5bb8886128e99715e047da3d5172fa387dcd79078ffd206788ed');
INSERT INTO "audit" VALUES(20,'482739034',2,'2026-11-20 12:50:00.000000','staff:1','open','','1f8f14b6de3e928cba15ba02936824822d94e5f28fefa6d34e3cd73ae79a3f62','');
INSERT INTO "audit" VALUES(21,'482739034',3,'2026-11-20 13:03:00.000000','staff:1','request','submitted → returned','dd554590231f172d77580269b6156ee539b5f8e837e3c8e00dab9be438588df8','760f6bd6af47e0743bf718ee65a6cd9300f166739649ee1452c85f49fbae374e');
INSERT INTO "audit" VALUES(22,'482739027',4,'2026-11-20 13:46:00.000000','applicant','supplement','returned → submitted','e8d22a6b4b71ce451b8fa23aa91a6f5a1ceaa219d93c92110cba0e3ba850b190','883a3e0d32dd97ace3941bb8fb00b2864c879d80f756eda555e64ebcda7fdd35');
INSERT INTO "audit" VALUES(23,'482739034',4,'2026-11-20 14:01:00.000000','applicant','withdraw','returned → withdrawn','bdbcf948ead1b036f84ef243476eaccfe8d26270c8869adc7e9df50145f10351','55f0f9fcd4bcc07eaad13558f021854401cd0879353c37cea6208a3dd2baaf65');
INSERT INTO "audit" VALUES(24,'482739042',2,'2026-11-20 14:16:00.000000','applicant','withdraw','submitted → withdrawn','e30284ba4c5ffc4469b77648ed17cc9e05defa72831f7ac60e315336a99fdca7','cfe550da5507a07a3d8cd984d9e3e36fe45bf81834af2230fa740f80bf6557b4');
INSERT INTO "audit" VALUES(25,'482739042',3,'2026-11-20 14:25:00.000000','applicant','erase','','1dfd855b97220bdce8abff3fa064685ce158d869a791dfa583d6a0466c3ce810','7ac9bf2b7bc3db6e1d12a225e0d1c3da7b3bb8cc5a1c511ece4ff4754c706f5e');
INSERT INTO "audit" VALUES(26,'482739003',2,'2026-11-20 14:36:00.000000','applicant','recode','','cf7a4d8d08dc5251734a5c0f30991f84818f59d7b5b5624add43443fd295c3a6','ad9bbf282d4d49397a86b4f72cb2405a0c9981d03f74232944f9fcdb89944a53');
INSERT INTO "audit" VALUES(27,'482739003',3,'2026-11-20 14:45:00.000000','staff:1','open','','a2687510253695a27904c1284265b1c4d718c6803704a5eceb3e5e7128762b79','');
INSERT INTO "audit" VALUES(28,'482739003',4,'2026-11-20 14:49:00.000000','staff:1','papers','','ab154f7f16160ce35879188f7203ffb8b827b1e80946f921176b2a818d4bdde1','');
INSERT INTO "audit" VALUES(29,'482739003',5,'2026-11-20 14:55:00.000000','somebody','refused','find','404d3e6d5ac66cb3d7e7985ff190b8c3a3de977eb2fe6f195ad539d4df3ed2b1','');
INSERT INTO "audit" VALUES(30,'482739050',1,'2026-11-20 15:05:00.000000','staff:1','open_on_paper','lishui paper 0 files','5790fee7caadd2621baada68b9098ffee969ee7dfc9fac7f96f5859cb9e6ca2c','0163b33ae4abdac7fd975f16c3fe1c52a4e9527689e9f78d20f165f26ac45ca4');
INSERT INTO "audit" VALUES(31,'482739050',2,'2026-11-20 15:07:00.000000','staff:1','accept','submitted → accepted','6c31fc9ce204f7c394cb8b62feba8506743c54f699b932d1ca4468d7e5cb69b2','b2f24869d712b29fb4e80c7ec76991d964a5175c151679f1218460554eee752d');
INSERT INTO "audit" VALUES(32,'482739050',3,'2026-11-20 15:09:00.000000','staff:2','route','accepted → accepted','d91d9f64e57cc9401ab78cfdc1af1d38672214480a97d6bbe69deaa48a3d3ab3','83e749d1ee27d5ad347b06a832b1eaa3735fef0bd712bf29bc85b626bfd750f0');
INSERT INTO "audit" VALUES(33,'482739050',4,'2026-11-20 15:11:00.000000','staff:1','investigate','accepted → accepted','0d7b25917a03e8b840c41896bb0b01153c0355ff71c564fdaa7bfed8fd47d3c4','fea1bc32fd2f1249b6191de2e68bda12f65936200c4a8c02c98f348edf23d167');
INSERT INTO "audit" VALUES(34,'482739050',5,'2026-11-20 15:12:00.000000','staff:1','note','','fd783c932f199cd90e03192f3b429bc8616bc816c5f2c211f14ecf9ba536d689','c7f4cd42a280d703c10958270ecdd65fbaf4516e671598d7bb04cc21dedb9619');
INSERT INTO "audit" VALUES(35,'482739050',6,'2026-11-20 15:14:00.000000','staff:1','propose','conclude','b2fc09fe11cb9870d86c2cf49a515b1e89a12d45200783c7470adf580cf9bc78','00ee3d9a9e2bc4aef39445610b25452f2f99fe907def6bf73cc8ab123e1a8465');
INSERT INTO "audit" VALUES(36,'482739050',7,'2026-11-20 15:16:00.000000','staff:2','conclude','accepted → concluded','d3ac01ab6eb21a5d1ddf1f018e80b4ad6382a7c3951b065c8b8c4e327c362b5d','2c990b6e6cb8f081aacc6f2c9a9b0343ba485bb82fafe81f40e93c624ecf97bc');
INSERT INTO "audit" VALUES(37,'482739050',8,'2026-11-20 15:18:00.000000','staff:1','correct','concluded → concluded','81ef01b599655ea9293dcf0b6ffd718498baf170002e2a86318b9c6fb01e675b','220e4de77f03ca6044852f960c8a233b0d5f9bab3595be6836752f1dd3af73f7');
INSERT INTO "audit" VALUES(38,'482739050',9,'2026-11-20 15:19:00.000000','staff:2','open','','f5e322fc48c0479afdfbfe51e83c07db2ec58e91f2ae960dfff3cffcba217c90','');
INSERT INTO "audit" VALUES(39,'482739050',10,'2026-11-20 15:21:00.000000','staff:2','waive','','de2e02d0dac6b910ff0177c6be5880087c9d0833d389d3ec10ce37b152b7b1c9','643dbca3e31aceea22c320057d4d3077b9b4a953cc290f28801168a5523137d9');
INSERT INTO "audit" VALUES(40,'482739027',5,'2026-11-20 15:23:00.000000','staff:2','recuse','submitted → submitted','a1251abb79b0e6c00dd2f8830a819404623369f1d89c75f6197a7ab19b441ab1','760a35717bfa530919dcebf657723160d254d57b6cf65b1ef45cd9f881ae95cb');
INSERT INTO "audit" VALUES(41,'calendar',1,'2026-11-20 15:28:00.000000','staff:2','working','2027-02-07','3dc957b0c64a85d054cfdf821bc27d5c1699868e4717861ae3c4910de297e708','9a14e15ba8329c21c539ceaa35ea066f1299108821e4f142309efe5abcefa4a0');
INSERT INTO "audit" VALUES(42,'staff',11,'2026-11-20 15:29:00.000000','staff:2','away','staff:2','bf6653c03739c6c199388b8408d364a64eb317092665a7211c3bd71815a73d1d','63fa964a8147936e790faa4451ad54cfd0424297e1c66f0b66668b09ed715dba');
INSERT INTO "audit" VALUES(43,'staff',12,'2026-11-20 15:31:00.000000','operator','invite','staff:6 admin *','19b812f3f8cdf4dde5cc4c440c97c89bb9da8ffd8b5b44018211d7646283904d','52151a519b33b817ca2fb489c0ec10fa5dc40db03bf58112861c925c41bf42ea');
INSERT INTO "audit" VALUES(44,'staff',13,'2026-11-20 15:33:00.000000','staff:6','join','','b6539b9446a337055c44e7ecc7e149f477fc2401128393ea38662b36ea2e58ef','0404f9d7030ad0f33342864fea3075d7bfb4debb10847fa8f7f6857500f27dd7');
INSERT INTO "audit" VALUES(45,'staff',14,'2026-11-20 15:35:00.000000','staff:6','login','','0c005861ec667c0c920e9a3496e3be37dc569309d476d02a1a3371320d389fae','0404f9d7030ad0f33342864fea3075d7bfb4debb10847fa8f7f6857500f27dd7');
INSERT INTO "audit" VALUES(46,'staff',15,'2026-11-20 15:39:00.000000','staff:6','code-offered','','7fb921acbd3d96234c3cb1eb3448546a3cf869cb3d84002889648e04ea5d8210','0404f9d7030ad0f33342864fea3075d7bfb4debb10847fa8f7f6857500f27dd7');
CREATE TABLE calendar_day (
	day DATE NOT NULL, 
	working BOOLEAN NOT NULL, 
	notice TEXT NOT NULL, 
	"by" BIGINT, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (day), 
	CONSTRAINT calendar_day_notice CHECK (length(notice) BETWEEN 1 AND 80), 
	CONSTRAINT calendar_day_by FOREIGN KEY("by") REFERENCES staff (id)
);
INSERT INTO "calendar_day" VALUES('2027-02-07',1,'国办发明电〔2026〕7号',2,'2026-11-20 15:28:00.000000');
CREATE TABLE case_act (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	application_id BIGINT NOT NULL, 
	act TEXT NOT NULL, 
	"by" BIGINT, 
	at DATETIME NOT NULL, 
	entered TEXT NOT NULL, 
	replaced_by BIGINT, 
	CONSTRAINT case_act_replaced CHECK (replaced_by IS NULL OR replaced_by > id), 
	CONSTRAINT case_act_of FOREIGN KEY(application_id) REFERENCES application (id), 
	CONSTRAINT case_act_by FOREIGN KEY("by") REFERENCES staff (id), 
	CONSTRAINT case_act_replacing FOREIGN KEY(replaced_by) REFERENCES case_act (id)
);
INSERT INTO "case_act" VALUES(1,2,'request',1,'2026-11-20 12:15:00.000000','{"words": "请补三月五日的会议纪要"}',NULL);
INSERT INTO "case_act" VALUES(2,3,'request',1,'2026-11-20 12:39:00.000000','{"words": "请补三月五日的会议纪要"}',NULL);
INSERT INTO "case_act" VALUES(3,4,'request',1,'2026-11-20 13:03:00.000000','{"words": "请补三月五日的会议纪要"}',NULL);
INSERT INTO "case_act" VALUES(4,6,'accept',1,'2026-11-20 15:07:00.000000','{"day": "2026-11-20"}',NULL);
INSERT INTO "case_act" VALUES(5,6,'route',2,'2026-11-20 15:09:00.000000','{"day": "2026-11-20", "route": "simple", "why": "有共识"}',NULL);
INSERT INTO "case_act" VALUES(6,6,'investigate',1,'2026-11-20 15:11:00.000000','{"day": "2026-11-20", "members": "孙八", "report": "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"}',NULL);
INSERT INTO "case_act" VALUES(7,6,'conclude',2,'2026-11-20 15:16:00.000000','{"day": "2026-11-20", "c1": "met", "c2": "met", "outcome": "tolerated", "tier": "从轻处理", "grounds": "lishui.9.1", "facts": "已经查实"}',NULL);
INSERT INTO "case_act" VALUES(8,6,'correct',1,'2026-11-20 15:18:00.000000','{"day": "2026-11-20", "matter": "补办手续", "demand": "补齐", "until": "2026-12-31"}',NULL);
INSERT INTO "case_act" VALUES(9,3,'recuse',2,'2026-11-20 15:23:00.000000','{"why": "同学"}',NULL);
CREATE TABLE case_file (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	application_id BIGINT NOT NULL, 
	case_act_id BIGINT, 
	place TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	"by" BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT case_file_size CHECK (size BETWEEN 1 AND 20971520), 
	CONSTRAINT case_file_hash CHECK (length(sha256) = 64), 
	CONSTRAINT case_file_place_length CHECK (length(place) = 32), 
	CONSTRAINT case_file_of FOREIGN KEY(application_id) REFERENCES application (id), 
	CONSTRAINT case_file_act FOREIGN KEY(case_act_id) REFERENCES case_act (id), 
	CONSTRAINT case_file_by FOREIGN KEY("by") REFERENCES staff (id), 
	CONSTRAINT case_file_one_place UNIQUE (place)
);
INSERT INTO "case_file" VALUES(1,6,6,'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee','报告.pdf','pdf',9,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',1,'2026-11-20 15:11:00.000000');
CREATE TABLE case_note (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	application_id BIGINT NOT NULL, 
	"by" BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT case_note_words CHECK (length(words) BETWEEN 1 AND 4000), 
	CONSTRAINT case_note_of FOREIGN KEY(application_id) REFERENCES application (id), 
	CONSTRAINT case_note_by FOREIGN KEY("by") REFERENCES staff (id)
);
INSERT INTO "case_note" VALUES(1,6,1,'2026-11-20 15:12:00.000000','请再看第九条');
CREATE TABLE chat (
	"key" TEXT NOT NULL, 
	state TEXT NOT NULL, 
	revision BIGINT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "chat" VALUES('telegram:101','{"version":1,"region":"weihai","dialogs":{"ask":{"count":2,"asked":[{"number":1,"text":"先行救助后来发现不符合条件怎么办","region":"weihai","best":"weihai.3.7","told":false,"rated":false,"known":{}},{"number":2,"text":"威海市容错有哪些情形","region":"weihai","best":"weihai.3","told":false,"rated":false,"known":{}}]}}}',677739838819293451,'2026-11-20 03:04:00.000000');
INSERT INTO "chat" VALUES('telegram:102','{"version":1,"region":"weihai","dialogs":{"assess":{"region":"weihai","answers":{"begin":"yes","employed_in_area":"yes","works_on_social_assistance":"yes","event":"after","stage":"not_pursued","words":"老人断了药，我先发了救助。"}},"ask":{"count":1,"asked":[{"number":1,"text":"威海市容错有哪些情形","region":"weihai","best":"weihai.3","told":false,"rated":false,"known":{}}]}}}',677739838819293451,'2026-11-20 03:04:00.000000');
INSERT INTO "chat" VALUES('telegram:103','{"version":1,"region":"donge","dialogs":{"assess":{"region":"donge","answers":{"begin":"yes","employed_in_area":"yes"},"paused":true},"ask":{"count":1,"asked":[{"number":1,"text":"威海市容错有哪些情形","region":"weihai","best":"weihai.3","told":false,"rated":false,"known":{}}]}}}',677739838819293451,'2026-11-20 03:04:00.000000');
INSERT INTO "chat" VALUES('terminal:me','{"version":1,"region":"lishui","dialogs":{"ask":{"count":1,"asked":[{"number":1,"text":"第九条","region":"lishui","best":"lishui.9","told":false,"rated":false,"known":{}}]},"intake":{"region":"lishui","answers":{"authority":"某某县民政局党组","applicant_kind":"person","applicant":"钱小七","post":"某某镇民政所 经办人员","event_date":"2026年5月6日","matter":"先行发放救助","course":"五月六日老人断了药，我先发了救助。","motive":"","procedure":"","impact":"没有造成损失。","remedy":"","clauses":["lishui.10.1"],"reason:lishui.10.1":"情形完全一样。","evidence":"done","remark":""},"agreed":"2026-11-20","terms":"我陪您填容错申请书（丽水市）。先说清四件事，您同意了再开始：\n· 做什么用：只用来填写、提交和办理这份申请，不作别的用途。\n· 谁看得到：提交以前只有您；提交以后，办理这份申请的工作人员看得到，每次打开都有记录。自评只归您自己，您勾选的才带过来。\n· 存多久：草稿留到您提交或删除，您 90 天没有来过就自动删（提前 7 天提醒）；提交后随案卷保存，办结或撤回的，您可以用 /forget 要求删除。\n· 存在哪里：运行本程序的那台机器上；在 Telegram 里说的话、发的文件，还会经过它在境外的服务器，不愿意的，请在单位内网的网页或者终端里说。","draft":"2219ef5160b805e0d66508828e117bff","pieces":[{"place":"207bb4a697be4009c6377d0312f7b4f7","name":"受理单1.pdf","kind":"pdf","size":23,"sha256":"17d43e25d58859100b68809dfad7943fe791a9e13b8f56818baa375ff4dac565"}],"fetching":[],"paused":true}}}',1028857084617842001,'2026-11-20 11:11:00.000000');
INSERT INTO "chat" VALUES('telegram:200','{"version":1,"region":null,"dialogs":{"review":{"words":"4827"}}}',2802044260424746491,'2026-11-20 14:49:00.000000');
INSERT INTO "chat" VALUES('telegram:201','{"version":1,"region":null,"dialogs":{}}',1458199900606292642,'2026-11-20 03:21:00.000000');
INSERT INTO "chat" VALUES('telegram:202','{"version":1,"region":null,"dialogs":{}}',2953431648083056313,'2026-11-20 03:27:00.000000');
INSERT INTO "chat" VALUES('telegram:203','{"version":1,"region":null,"dialogs":{}}',942987157821921212,'2026-11-20 03:33:00.000000');
INSERT INTO "chat" VALUES('telegram:300','{"version":1,"region":"lishui","dialogs":{"intake":{"region":"lishui","answers":{"authority":"某某县民政局党组","applicant_kind":"person","applicant":"钱小七","post":"某某镇民政所 经办人员","event_date":"2026年5月6日","matter":"先行发放救助","course":"五月六日老人断了药，我先发了救助。","motive":"","procedure":"","impact":"没有造成损失。","remedy":"","clauses":["unsure"],"evidence":"done","remark":""},"agreed":"2026-11-20","terms":"我陪您填容错申请书（丽水市）。先说清四件事，您同意了再开始：\n· 做什么用：只用来填写、提交和办理这份申请，不作别的用途。\n· 谁看得到：提交以前只有您；提交以后，办理这份申请的工作人员看得到，每次打开都有记录。自评只归您自己，您勾选的才带过来。\n· 存多久：草稿留到您提交或删除，您 90 天没有来过就自动删（提前 7 天提醒）；提交后随案卷保存，办结或撤回的，您可以用 /forget 要求删除。\n· 存在哪里：运行本程序的那台机器上；在 Telegram 里说的话、发的文件，还会经过它在境外的服务器，不愿意的，请在单位内网的网页或者终端里说。","draft":"c39faf42028ef10fba4d16cee68320eb","pieces":[{"place":"31999fd465622871f4d0c4a08e805ea5","name":"受理单0.pdf","kind":"pdf","size":23,"sha256":"50025b82321e4876b52eab8a840a472cb0d097a8ad3f2bea7b4ce9896d524c62"},{"place":"5540c01cfd92c441ad60992c30a295d8","name":"在路上.pdf","kind":"pdf","size":22,"sha256":"8a2db4f7b04effb9ae720475ba72da7dc8bf497252d184972b6fc6a8e7bc4863"}],"fetching":[]}}}',372269656135498629,'2026-11-20 10:57:00.000000');
INSERT INTO "chat" VALUES('telegram:301','{"version":1,"region":"lishui","dialogs":{"intake":{"moved":true}}}',3221644021683925687,'2026-11-20 11:08:00.000000');
INSERT INTO "chat" VALUES('telegram:302','{"version":1,"region":"lishui","dialogs":{"intake":{"filed":"482739003","count":0}}}',3917340379240464819,'2026-11-20 14:36:00.000000');
INSERT INTO "chat" VALUES('telegram:303','{"version":1,"region":"lishui","dialogs":{"intake":{"filed":"482739016","count":0},"status":{"supply":{"number":"482739016","asked":"请补三月五日的会议纪要","text":"纪要在附件里","draft":"93869ed24bbbfeac91ae4187c117b09c","pieces":[{"place":"e6cdd4ac789c46f92544573256028fd7","name":"纪要.pdf","kind":"pdf","size":19,"sha256":"3039b5596d8f308b352431aae13c9679affc68f8f636c696f95d2d6d92cfcd9b"}],"fetching":[]},"waits":"more"}}}',1394647846940559085,'2026-11-20 13:22:00.000000');
INSERT INTO "chat" VALUES('telegram:304','{"version":1,"region":"lishui","dialogs":{"intake":{"filed":"482739027","count":0},"status":{}}}',3688539717004320984,'2026-11-20 13:46:00.000000');
INSERT INTO "chat" VALUES('telegram:305','{"version":1,"region":"lishui","dialogs":{"intake":{"filed":"482739034","count":0},"status":{}}}',3769007475774681450,'2026-11-20 14:01:00.000000');
INSERT INTO "chat" VALUES('telegram:306','{"version":1,"region":null,"dialogs":{}}',948788645574797454,'2026-11-20 14:25:00.000000');
INSERT INTO "chat" VALUES('telegram:666','{"version":1,"region":null,"dialogs":{"intake":{"wanted":true}}}',2115216030733697826,'2026-11-20 15:04:00.000000');
CREATE TABLE duty (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	application_id BIGINT NOT NULL, 
	act TEXT NOT NULL, 
	owes TEXT NOT NULL, 
	opened DATE NOT NULL, 
	start BIGINT, 
	due DATE, 
	provisional BOOLEAN NOT NULL, 
	done_by BIGINT, 
	done_on DATE, 
	waived TEXT, 
	waived_by BIGINT, 
	CONSTRAINT duty_order CHECK (due IS NULL OR due >= opened), 
	CONSTRAINT duty_provisional CHECK (due IS NOT NULL OR NOT provisional), 
	CONSTRAINT duty_once_over CHECK (done_by IS NULL OR waived IS NULL), 
	CONSTRAINT duty_waived CHECK ((waived IS NULL) = (waived_by IS NULL)), 
	CONSTRAINT duty_done CHECK ((done_by IS NULL) = (done_on IS NULL)), 
	CONSTRAINT duty_owes CHECK (owes IN ('authority', 'applicant')), 
	CONSTRAINT duty_of FOREIGN KEY(application_id) REFERENCES application (id), 
	CONSTRAINT duty_start FOREIGN KEY(start) REFERENCES case_act (id), 
	CONSTRAINT duty_done_by FOREIGN KEY(done_by) REFERENCES case_act (id), 
	CONSTRAINT duty_waived_by FOREIGN KEY(waived_by) REFERENCES staff (id)
);
INSERT INTO "duty" VALUES(1,6,'tell','authority','2026-11-20',7,NULL,0,NULL,NULL,NULL,NULL);
INSERT INTO "duty" VALUES(2,6,'correct','authority','2026-11-20',7,'2026-11-27',0,8,'2026-11-20',NULL,NULL);
INSERT INTO "duty" VALUES(3,6,'visit','authority','2026-11-20',7,NULL,0,NULL,NULL,NULL,NULL);
INSERT INTO "duty" VALUES(4,6,'corrected','applicant','2026-11-20',8,'2026-12-31',0,NULL,NULL,'已经到位',2);
CREATE TABLE feedback (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at DATETIME NOT NULL, 
	useful BOOLEAN NOT NULL, 
	region TEXT, 
	provisions TEXT NOT NULL, 
	question TEXT
);
INSERT INTO "feedback" VALUES(1,'2026-11-20 02:57:00.000000',1,'weihai','["weihai.3", "weihai.3.13"]',NULL);
INSERT INTO "feedback" VALUES(2,'2026-11-20 02:58:00.000000',0,'donge','["donge.9"]','没有开会就发了救助，
能不能容错？');
INSERT INTO "feedback" VALUES(3,'2026-11-20 02:59:00.000000',0,NULL,'[]',NULL);
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
INSERT INTO "inbox" VALUES(1,'telegram','1',NULL,'telegram:101','','2026-11-20 03:00:00.000000',0,'done');
INSERT INTO "inbox" VALUES(2,'telegram','2',NULL,'telegram:102','','2026-11-20 03:00:00.000000',0,'done');
INSERT INTO "inbox" VALUES(3,'telegram','3',NULL,'telegram:103','','2026-11-20 03:00:00.000000',0,'done');
INSERT INTO "inbox" VALUES(4,'telegram','4',NULL,'telegram:104','{"update_id":4,"message":{"text":"第4条"}}','2026-11-20 03:00:00.000000',0,'set_aside');
INSERT INTO "inbox" VALUES(5,'telegram','5',NULL,'telegram:105','{"update_id":5,"message":{"text":"第5条"}}','2026-11-20 03:00:00.000000',1,'waiting');
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
INSERT INTO "loan" VALUES('0355bb3c1d9e3502037d4e2739e636d116d0f29ff03a4b8859b33ee0cd7ed808','telegram:300','c39faf42028ef10fba4d16cee68320eb','2026-11-21 10:48:00.000000');
CREATE TABLE login (
	staff_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	password TEXT NOT NULL, 
	secret TEXT, 
	pending TEXT, 
	counter BIGINT NOT NULL, 
	PRIMARY KEY (staff_id), 
	CONSTRAINT login_name CHECK (length(name) BETWEEN 2 AND 40), 
	CONSTRAINT login_counter CHECK (counter >= 0), 
	CONSTRAINT login_of FOREIGN KEY(staff_id) REFERENCES staff (id), 
	CONSTRAINT login_one_name UNIQUE (name)
);
INSERT INTO "login" VALUES(6,'guanli','$argon2id$v=19$m=65536,t=3,p=4$b4/4HBbrJ07t1L9S9phbHw$Q65+vL6JwsWARLa0zG9NsyRqVUDFq3rVALwFUDnDNg0',NULL,'I5T7SLO2X5TNXKM642C53AUJXLTBCJAS',0);
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
INSERT INTO "outbox" VALUES(1,'telegram',1,'telegram:101',0,'{}','sent',0,NULL,NULL,'2026-11-20 03:04:00.000000');
INSERT INTO "outbox" VALUES(2,'telegram',2,'telegram:102',0,'{}','failed',1,NULL,'403 Forbidden','2026-11-20 03:04:00.000000');
INSERT INTO "outbox" VALUES(3,'telegram',2,'telegram:102',1,'{"reply": {"parts": [{"say": "回到自评："}, {"say": "（威海市 · 第 6 步，共约 9 步）哪一条（或几条）和您的情况相符？可以选几条，选好了再按“选好了”。", "strong": true}, {"say": "按您说的经过，这几条最接近：\n☐ 三（七） 在处置突发事件、群体性事件等工作中，出于维护国家、集体和人民利益考虑，主动担当涉险、临机果断决策，出现失误错误的\n☐ 三（五） 因上位法律法规规定不一致、部门职责边界不清，或者属于执法监管空白事项，主动担当作为、解决问题，出现失误错误的\n☐ 三（二） 在推进社会救助工作高质量发展中，敢于决策、大胆履职，攻坚克难、锐意进取，出现失误或偏差但未造成重大不良影响的\n☐ 三（六） 因着眼提高效率，实施服务机制和工作模式创新，进行暂时性容缺受理、容缺审核，出现失误或者偏差的\n☐ 三（一） 在深化社会救助改革、推进社会救助体制机制创新工作中先行先试、突破常规，出现非主观性失误或者未达到预期效果的"}], "buttons": [[["☐ 三（七） 在处置突发事件、群体性事件等…", "assess/p=weihai.3.7"]], [["☐ 三（五） 因上位法律法规规定不一致、部…", "assess/p=weihai.3.5"]], [["☐ 三（二） 在推进社会救助工作高质量发展…", "assess/p=weihai.3.2"]], [["☐ 三（六） 因着眼提高效率，实施服务机制…", "assess/p=weihai.3.6"]], [["☐ 三（一） 在深化社会救助改革、推进社会…", "assess/p=weihai.3.1"]], [["看全部情形", "assess/g=all"]], [["以上都没有", "assess/picked=none"], ["拿不准", "assess/picked=unsure"]], [["返回", "assess/back=pick"], ["看原文", "assess/text=pick"], ["为什么问", "assess/why=pick"]], [["改前面的", "assess/change=0"], ["暂停", "assess/pause=1"]]]}}','waiting',0,NULL,NULL,'2026-11-20 03:04:00.000000');
INSERT INTO "outbox" VALUES(4,'telegram',3,'telegram:103',0,'{"reply": {"parts": [{"say": "这是威海市的规定，您所在的是东阿县。适用的是您所在地（单位）的文件；外地条款仅供参考，不能作为申请依据。"}, {"say": "威海市：“符合下列情形之一的，可以依照有关规定予以容错处理”（第三部分）。", "strong": true}, {"quote": "适用情形\n在工作中出现的失误错误，符合下列情形之一的，可以依照有关规定予以容错处理：\n（一）在深化社会救助改革、推进社会救助体制机制创新工作中先行先试、突破常规，出现非主观性失误或者未达到预期效果的；\n（二）在推进社会救助工作高质量发展中，敢于决策、大胆履职，攻坚克难、锐意进取，出现失误或偏差但未造成重大不良影响的；\n（三）在创造性开展社会救助工作中，因国家政策调整、上级决策部署发生变化，或者政策界限不明确，受客观条件限制，出现失误错误的；\n（四）在落实各级党委、政府决策部署过程中，出于公心、担当尽责，出现失误或者偏差的；\n（五）因上位法律法规规定不一致、部门职责边界不清，或者属于执法监管空白事项，主动担当作为、解决问题，出现失误错误的；\n（六）因着眼提高效率，实施服务机制和工作模式创新，进行暂时性容缺受理、容缺审核，出现失误或者偏差的；\n（七）在处置突发事件、群体性事件等工作中，出于维护国家、集体和人民利益考虑，主动担当涉险、临机果断决策，出现失误错误的；\n（八）在解决社会救助工作历史遗留问题、化解矛盾纠纷、维护社会稳定等工作中，立足全局利益，积极打破僵局，出现失误错误的；\n（九）积极回应群众救助诉求，对暂不符合社会救助条件的人员，已尽到政策解释和维护稳定的职责，但相关人员仍不理解、不配合，产生抵触情绪、消极行为甚至越级上访造成不良影响的；\n（十）因困难群众主动放弃社会救助导致兜底保障职能未履行到位或出现其他突发情况的；\n（十一）工作人员已按照有关规定认真履行调查核实责任，但因社会救助申请对象或其法定赡养、抚养、扶养义务人瞒报、虚报、转移财产（收入），造成错保救助的；\n（十二）对因家庭经济状况核对平台信息延迟、不全面、外地配合不到位，导致未能及时完整地核对出相关信息（如金融、支付宝、微信、遗属补助及省外办企业、务工收入、房产、车船等），根据已掌握的申请人家庭经济状况和家庭实际困难程度，认定申请人家庭符合救助条件，造成错保错救的；\n（十三）经巡访、摸排、比对等规定流程仍未能准确掌握死亡情况，造成低保、特困对象死亡 3个月后仍领取保障资金，在发现后即时予以纠正并组织追缴的；\n（十四）依规履行了平台核查、入户巡访、邻里走访等工作，因申请人、在册对象和相关人员刻意隐瞒真实信息未能及时准确发现低保、特困等救助对象财产和收入变化，导致动态调整不及时的；\n（十五）社会救助对象未向镇人民政府（街道办事处）及时报告有关变化情况，致使低保补助金、特困人员供养金及其他待遇多领取，在责任追究前已组织追缴的；\n（十六）确因社会救助对象经济困难、追缴对象无法取得联系等原因暂时无法追回多领资金，经镇人民政府（街道办事处）或民政部门研究同意暂缓追缴或免退的；\n（十七）因社会救助政策动态调整或技术性原因造成数据偏差的；\n（十八）社会救助工作符合程序，但因人工采集、数据录入造成上线数据的保障时间、发放时间等出现错误，已及时按规定备案修正的；\n（十九）因社会救助对象年老体弱、卧病在床、精神障碍或因个人账户被冻结等原因导致无法开设或无法正常使用本人账户，由其监护人、近亲属或村（居）委会代开、代管账户，造成资金发放姓名与实际享受人不符但已按规定程序备案的；\n（二十）其他符合中央党政方针和有关规定精神，应纳入容错纠错的情形。", "source": "《关于健全社会救助工作容错纠错机制的通知》（威民发〔2023〕24号）三"}, {"say": "如果没说中，再看看这几条："}], "buttons": [[["第四部分 不予容错情形清单", "ask/hit=1.weihai.4"]], [["第五部分 保障措施", "ask/hit=1.weihai.5"]], [["原文上下文", "browse/whole=weihai.3"], ["其他地区", "compare/of=1"]], [["看东阿县的规定", "ask/home=1"], ["我就在威海市", "region/set=weihai"]], [["有用", "feedback/useful=1"], ["没答到点子上", "feedback/useless=1"]]]}}','waiting',1,'2026-11-20 03:00:00.000000','429 Too Many Requests','2026-11-20 03:04:00.000000');
INSERT INTO "outbox" VALUES(5,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "新申请 482-739-003（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739003"]]]}}','waiting',0,NULL,NULL,'2026-11-20 11:19:00.000000');
INSERT INTO "outbox" VALUES(6,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "新申请 482-739-003（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739003"]]]}}','waiting',0,NULL,NULL,'2026-11-20 11:19:00.000000');
INSERT INTO "outbox" VALUES(7,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "新申请 482-739-016（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739016"]]]}}','waiting',0,NULL,NULL,'2026-11-20 11:27:00.000000');
INSERT INTO "outbox" VALUES(8,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "新申请 482-739-016（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739016"]]]}}','waiting',0,NULL,NULL,'2026-11-20 11:27:00.000000');
INSERT INTO "outbox" VALUES(9,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "新申请 482-739-027（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739027"]]]}}','waiting',0,NULL,NULL,'2026-11-20 11:35:00.000000');
INSERT INTO "outbox" VALUES(10,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "新申请 482-739-027（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739027"]]]}}','waiting',0,NULL,NULL,'2026-11-20 11:35:00.000000');
INSERT INTO "outbox" VALUES(11,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "新申请 482-739-034（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739034"]]]}}','waiting',0,NULL,NULL,'2026-11-20 11:43:00.000000');
INSERT INTO "outbox" VALUES(12,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "新申请 482-739-034（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739034"]]]}}','waiting',0,NULL,NULL,'2026-11-20 11:43:00.000000');
INSERT INTO "outbox" VALUES(13,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "新申请 482-739-042（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739042"]]]}}','waiting',0,NULL,NULL,'2026-11-20 11:51:00.000000');
INSERT INTO "outbox" VALUES(14,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "新申请 482-739-042（丽水市，个人申请，附材料 1 份）。"}], "buttons": [[["打开", "review/open=482739042"]]]}}','waiting',0,NULL,NULL,'2026-11-20 11:51:00.000000');
INSERT INTO "outbox" VALUES(15,'telegram',NULL,'telegram:303',0,'{"reply": {"parts": [{"say": "您的申请 482-739-016 需要补充材料：请补三月五日的会议纪要"}], "buttons": [[["去补充", "status/more=482739016"]]]}, "unless": {"chat": "telegram:200", "text": "482-739-016 的申请人收不到消息，补充的要求请书面或者当面送达；本人用 /status 也能看到。"}}','waiting',0,NULL,NULL,'2026-11-20 12:15:00.000000');
INSERT INTO "outbox" VALUES(16,'telegram',NULL,'telegram:304',0,'{"reply": {"parts": [{"say": "您的申请 482-739-027 需要补充材料：请补三月五日的会议纪要"}], "buttons": [[["去补充", "status/more=482739027"]]]}, "unless": {"chat": "telegram:200", "text": "482-739-027 的申请人收不到消息，补充的要求请书面或者当面送达；本人用 /status 也能看到。"}}','waiting',0,NULL,NULL,'2026-11-20 12:39:00.000000');
INSERT INTO "outbox" VALUES(17,'telegram',NULL,'telegram:305',0,'{"reply": {"parts": [{"say": "您的申请 482-739-034 需要补充材料：请补三月五日的会议纪要"}], "buttons": [[["去补充", "status/more=482739034"]]]}, "unless": {"chat": "telegram:200", "text": "482-739-034 的申请人收不到消息，补充的要求请书面或者当面送达；本人用 /status 也能看到。"}}','waiting',0,NULL,NULL,'2026-11-20 13:03:00.000000');
INSERT INTO "outbox" VALUES(18,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "482-739-027 的补充材料到了（1 份文件）。"}], "buttons": [[["打开", "review/open=482739027"]]]}}','waiting',0,NULL,NULL,'2026-11-20 13:46:00.000000');
INSERT INTO "outbox" VALUES(19,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "482-739-027 的补充材料到了（1 份文件）。"}], "buttons": [[["打开", "review/open=482739027"]]]}}','waiting',0,NULL,NULL,'2026-11-20 13:46:00.000000');
INSERT INTO "outbox" VALUES(20,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "482-739-034 已由申请人撤回。"}], "buttons": [[["打开", "review/open=482739034"]]]}}','waiting',0,NULL,NULL,'2026-11-20 14:01:00.000000');
INSERT INTO "outbox" VALUES(21,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "482-739-034 已由申请人撤回。"}], "buttons": [[["打开", "review/open=482739034"]]]}}','waiting',0,NULL,NULL,'2026-11-20 14:01:00.000000');
INSERT INTO "outbox" VALUES(22,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "482-739-042 已由申请人撤回。"}], "buttons": [[["打开", "review/open=482739042"]]]}}','waiting',0,NULL,NULL,'2026-11-20 14:16:00.000000');
INSERT INTO "outbox" VALUES(23,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "482-739-042 已由申请人撤回。"}], "buttons": [[["打开", "review/open=482739042"]]]}}','waiting',0,NULL,NULL,'2026-11-20 14:16:00.000000');
INSERT INTO "outbox" VALUES(24,'telegram',NULL,'telegram:201',0,'{"reply": {"parts": [{"say": "482-739-050：李四拟好了“作出认定”，请您定。"}], "buttons": [[["同意并登记", "review/do=482739050.0.t.conclude"], ["退回", "review/do=482739050.0.r.conclude"]], [["看看", "review/open=482739050"]]]}}','waiting',0,NULL,NULL,'2026-11-20 15:14:00.000000');
INSERT INTO "outbox" VALUES(25,'telegram',NULL,'telegram:200',0,'{"reply": {"parts": [{"say": "482-739-050：您拟的“作出认定”，王五已经办了。"}], "buttons": [[["打开", "review/open=482739050"]]]}}','waiting',0,NULL,NULL,'2026-11-20 15:16:00.000000');
INSERT INTO "outbox" VALUES(26,'web',NULL,'web:7777777777777777777777777777777777777777777777777777777777777777',0,'{"reply": {"parts": [{"say": "有一份材料请您补。"}], "buttons": [[["去补充", "status/see=482739003"]]]}}','waiting',0,NULL,NULL,'2026-11-20 15:41:00.000000');
CREATE TABLE pinned_rules (
	sha256 TEXT NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY (sha256), 
	CONSTRAINT pinned_rules_hash CHECK (length(sha256) = 64)
);
INSERT INTO "pinned_rules" VALUES('ec5e6a3d77d5dacdf53cea0a0f0266fc467fad146f05fdffac8b9c7a878096dc','{"acts":{"supplement":{"id":"supplement","do":"补充材料","sources":["returned"],"target":"submitted","role":"applicant","repeat":true,"ours":"文件没有写补正","unless":["origin=ex_officio","origin=paper"]},"withdraw":{"id":"withdraw","do":"撤回申请","sources":["submitted","returned"],"target":"withdrawn","role":"applicant","ours":"文件没有写撤回","unless":["origin=ex_officio","origin=paper"]},"supplied":{"id":"supplied","do":"登记书面补充","sources":["returned"],"target":"submitted","fields":[{"key":"day","label":"日期","kind":"date","hint":"按实际的日期写"},{"key":"words","label":"内容","kind":"text","hint":"写补来了什么；说不补了、一直没有补来的，照实写，就可以接着办"},{"key":"record","label":"笔录或记录","kind":"maybe_file"}],"repeat":true,"ours":"文件没有写补正"},"take":{"id":"take","do":"由我承办","sources":["submitted","returned","accepted","concluded"],"repeat":true,"optional":true,"ours":"文件没有写由谁承办"},"request":{"id":"request","do":"要求补充","sources":["submitted"],"target":"returned","fields":[{"key":"words","label":"请补充什么","kind":"text","hint":"一次写全；在本系统递交的，会原样发给申请人"}],"repeat":true,"ours":"文件没有写补正","unless":["origin=ex_officio"]},"recuse":{"id":"recuse","do":"登记回避","sources":["submitted","returned","accepted"],"fields":[{"key":"why","label":"理由","kind":"text","hint":"写清楚是什么事、凭什么"}],"repeat":true,"optional":true,"ours":"文件没有写回避；和申请人有利害关系的，请交给别人，登记以后自己就看不到这一份了"},"recalled":{"id":"recalled","do":"登记书面撤回","sources":["submitted","returned"],"target":"withdrawn","fields":[{"key":"day","label":"日期","kind":"date","hint":"按实际的日期写"},{"key":"letter","label":"来文","kind":"file"}],"ours":"文件没有写撤回","unless":["origin=ex_officio"]},"decline":{"id":"decline","do":"登记不归本机关办理","sources":["submitted"],"target":"not_opened","role":"leader","fields":[{"key":"day","label":"日期","kind":"date","hint":"按实际的日期写"},{"key":"whom","label":"该找谁","kind":"text","hint":"写单位或职务"},{"key":"why","label":"理由","kind":"text","hint":"写清楚是什么事、凭什么"}],"ours":"文件没有写不归本机关怎么办；只用于不归本机关管的和重复递交的"},"accept":{"id":"accept","do":"受理","sources":["submitted"],"target":"accepted","fields":[{"key":"day","label":"受理日期","kind":"date","hint":"按实际的日期写"},{"key":"number","label":"文号或登记号","kind":"maybe_text"}],"ours":"细则没有写怎样受理；完整流程在2016年的实施办法里，手上没有","unless":["origin=ex_officio"],"paper":"receipt"},"open":{"id":"open","do":"依职权启动","sources":["submitted"],"target":"accepted","fields":[{"key":"day","label":"启动日期","kind":"date","hint":"按实际的日期写"},{"key":"number","label":"文号或登记号","kind":"maybe_text"},{"key":"why","label":"理由","kind":"text","hint":"写清楚是什么事、凭什么"}],"ours":"细则没有写依职权启动；完整流程在2016年的实施办法里，手上没有","when":["origin=ex_officio"]},"route":{"id":"route","do":"登记认定方式","sources":["accepted"],"role":"leader","fields":[{"key":"day","label":"日期","kind":"date","hint":"按实际的日期写"},{"key":"route","label":"认定方式","kind":"choice","choices":[["simple","情节相对简单、有普遍共识"],["complex","情况比较复杂或社会影响较大"]]},{"key":"why","label":"理由","kind":"text","hint":"写清楚是什么事、凭什么"}],"repeat":true,"at":"lishui.15","quote":"对情况比较复杂或社会影响较大的容错认定","place":"第十五条","note":"由谁定按哪种方式认定，细则没有写"},"group":{"id":"group","do":"登记认定小组","sources":["accepted"],"fields":[{"key":"day","label":"建立日期","kind":"date","hint":"按实际的日期写"},{"key":"members","label":"小组成员","kind":"people","hint":"都写上，姓名之间用顿号"}],"repeat":true,"at":"lishui.15","quote":"及时建立认定小组","place":"第十五条","when":["route=complex"],"needs":["route"],"period":{"vague":"及时","quote":"及时"}},"hear":{"id":"hear","do":"登记解释说明","sources":["accepted"],"fields":[{"key":"day","label":"日期","kind":"date","hint":"按实际的日期写"},{"key":"who","label":"谁作的说明","kind":"people","hint":"姓名之间用顿号"},{"key":"words","label":"主要内容","kind":"text"},{"key":"record","label":"笔录或记录","kind":"maybe_file"}],"repeat":true,"optional":true,"at":"lishui.16","quote":"口头或书面解释说明","place":"第十六条"},"investigate":{"id":"investigate","do":"登记调查报告","sources":["accepted"],"fields":[{"key":"day","label":"报告日期","kind":"date","hint":"按实际的日期写"},{"key":"members","label":"调查人员","kind":"people","hint":"都写上，姓名之间用顿号"},{"key":"report","label":"报告","kind":"file"}],"repeat":true,"at":"lishui.14","quote":"根据调查结果","place":"第十四条","note":"调查报告写什么，细则没有写","asks":["hear"],"paper":"report"},"consult":{"id":"consult","do":"登记会商或请示","sources":["accepted"],"role":"leader","fields":[{"key":"day","label":"会商或请示日期","kind":"date","hint":"按实际的日期写"},{"key":"whom","label":"对方","kind":"text","hint":"写单位或职务"},{"key":"note","label":"答复或意见","kind":"maybe_text"},{"key":"record","label":"笔录或记录","kind":"maybe_file"}],"repeat":true,"optional":true,"ours":"细则没有写会商、请示"},"meet":{"id":"meet","do":"登记集体研究","sources":["accepted"],"role":"leader","fields":[{"key":"day","label":"研究日期","kind":"date","hint":"按实际的日期写"},{"key":"members","label":"参加人员","kind":"people","hint":"都写上，姓名之间用顿号"},{"key":"minutes","label":"研究记录","kind":"text","hint":"写议定的事项和记录的文号"},{"key":"criteria","label":"综合分析","kind":"criteria","hint":"每个方面写看到的事实，偏向哪一边","choices":[["动因","于公／于私"],["性质","担当／推诿"],["过程","众议／独断"],["结果","可控／失控"]]},{"key":"record","label":"笔录或记录","kind":"maybe_file"}],"repeat":true,"optional":true,"ours":"细则没有写集体研究，建议由党委（党组）或者认定小组研究并留存记录"},"conclude":{"id":"conclude","do":"作出认定","sources":["accepted"],"target":"concluded","role":"leader","fields":[{"key":"day","label":"认定日期","kind":"date","hint":"按实际的日期写"},{"key":"c1","label":"第二条“不违反党章、党内法规和法律、法规精神”","kind":"condition","hint":"逐条照认定的选；没有查到这一条的选“没有认定”","choices":[["met","符合"],["unmet","不符合"],["open","没有认定"]]},{"key":"c2","label":"第二条“勤勉尽责、未谋取私利”","kind":"condition","choices":[["met","符合"],["unmet","不符合"],["open","没有认定"]]},{"key":"outcome","label":"认定结果","kind":"choice","choices":[["tolerated","可以容错纠错"],["none","不符合容错政策精神和要求"]]},{"key":"tier","label":"怎么处理","kind":"choice","choices":[["免除相关责任","免除相关责任"],["从轻处理","从轻处理"],["免于问责处理","免于问责处理"],["终止问责程序","终止问责程序"]],"when":["outcome=tolerated"]},{"key":"grounds","label":"依据的条款","kind":"provisions","hint":"勾选结论所依据的条款","choices":[["lishui.4.1","第四条第（一）项"],["lishui.4.2","第四条第（二）项"],["lishui.4.3","第四条第（三）项"],["lishui.5.1","第五条第（一）项"],["lishui.5.2","第五条第（二）项"],["lishui.5.3","第五条第（三）项"],["lishui.5.4","第五条第（四）项"],["lishui.6.1","第六条第（一）项"],["lishui.6.2","第六条第（二）项"],["lishui.6.3","第六条第（三）项"],["lishui.6.4","第六条第（四）项"],["lishui.7.1","第七条第（一）项"],["lishui.7.2","第七条第（二）项"],["lishui.7.3","第七条第（三）项"],["lishui.7.4","第七条第（四）项"],["lishui.8.1","第八条第（一）项"],["lishui.8.2","第八条第（二）项"],["lishui.8.3","第八条第（三）项"],["lishui.9.1","第九条第（一）项"],["lishui.9.2","第九条第（二）项"],["lishui.9.3","第九条第（三）项"],["lishui.9.4","第九条第（四）项"],["lishui.10.1","第十条第（一）项"],["lishui.10.2","第十条第（二）项"],["lishui.10.3","第十条第（三）项"],["lishui.11.1","第十一条第（一）项"],["lishui.11.2","第十一条第（二）项"],["lishui.11.3","第十一条第（三）项"],["lishui.11.4","第十一条第（四）项"],["lishui.12","第十二条"],["lishui.2","第二条"],["lishui.18","第十八条"],["lishui.3","第三条"],["lishui.4","第四条"]]},{"key":"facts","label":"认定的事实","kind":"text","hint":"写查实的事实，会照样印进文书"},{"key":"note","label":"说明","kind":"maybe_text"}],"at":"lishui.17.1","quote":"作出容错纠错认定","place":"第十七条第（一）项","needs":["route","group","investigate"],"asks":["meet"]},"tell":{"id":"tell","do":"登记告知","sources":["concluded"],"fields":[{"key":"day","label":"告知日期","kind":"date","hint":"按实际的日期写"},{"key":"how","label":"方式","kind":"text","hint":"当面、书面送达、挂号邮寄……怎么告诉的就怎么写"},{"key":"record","label":"笔录或记录","kind":"maybe_file"}],"repeat":true,"ours":"细则没有写告知；完整流程在2016年的实施办法里，手上没有","paper":"notice"},"correct":{"id":"correct","do":"发送纠错通知书","sources":["concluded"],"fields":[{"key":"day","label":"发送日期","kind":"date","hint":"按实际的日期写"},{"key":"matter","label":"纠错事由","kind":"text"},{"key":"demand","label":"纠错要求","kind":"text"},{"key":"until","label":"整改到哪一天","kind":"date","hint":"和发出的通知写的一样"}],"repeat":true,"at":"lishui.17.1","quote":"在5个工作日内向纠错对象发送纠错通知书","place":"第十七条第（一）项","only":["tolerated"],"period":{"days":5,"after":"conclude","quote":"5个工作日"},"to":["纠错对象"],"paper":"correction"},"extend":{"id":"extend","do":"延长整改期限","sources":["concluded"],"role":"leader","fields":[{"key":"day","label":"同意日期","kind":"date","hint":"按实际的日期写"},{"key":"until","label":"延长到哪一天","kind":"date","hint":"和同意延长的通知写的一样"},{"key":"why","label":"理由","kind":"text","hint":"写清楚是什么事、凭什么"}],"repeat":true,"optional":true,"ours":"细则没有写延长","only":["tolerated"],"needs":["correct"]},"corrected":{"id":"corrected","do":"登记整改报告","sources":["concluded"],"fields":[{"key":"day","label":"收到日期","kind":"date","hint":"按实际的日期写"},{"key":"words","label":"内容","kind":"text"},{"key":"record","label":"笔录或记录","kind":"maybe_file"}],"repeat":true,"at":"lishui.17.1","quote":"责成纠错对象限期整改","place":"第十七条第（一）项","only":["tolerated"],"needs":["correct"],"period":{"after":"correct","notice":true,"quote":"限期整改"},"owes":"applicant","waiver":{"ours":"等不到整改报告的，写明为什么不再等"}},"urge":{"id":"urge","do":"登记提醒、函询","sources":["concluded"],"fields":[{"key":"day","label":"日期","kind":"date","hint":"按实际的日期写"},{"key":"words","label":"怎么督促的","kind":"text"}],"repeat":true,"optional":true,"at":"lishui.17.2","quote":"应采取提醒、函询等方式","place":"第十七条第（二）项","only":["tolerated"],"needs":["correct"]},"visit":{"id":"visit","do":"登记回访和谈心谈话","sources":["concluded","closed"],"fields":[{"key":"day","label":"回访日期","kind":"date","hint":"按实际的日期写"},{"key":"words","label":"内容","kind":"text"}],"repeat":true,"at":"lishui.19","quote":"定期进行回访和谈心谈话","place":"第十九条","only":["tolerated"],"period":{"vague":"定期","quote":"定期"}},"appeal":{"id":"appeal","do":"登记申诉","sources":["concluded","closed"],"fields":[{"key":"day","label":"收到日期","kind":"date","hint":"按实际的日期写"},{"key":"words","label":"内容","kind":"text"},{"key":"record","label":"笔录或记录","kind":"maybe_file"}],"repeat":true,"optional":true,"ours":"细则没有写对决定不服的申诉；收到了，照实登记"},"close":{"id":"close","do":"归档","sources":["concluded"],"target":"closed","role":"leader","fields":[{"key":"day","label":"归档日期","kind":"date","hint":"按实际的日期写"},{"key":"note","label":"说明","kind":"maybe_text"}],"ours":"文件没有写归档"}},"outcomes":{"tolerated":{"label":"可以容错纠错","tiers":["免除相关责任","从轻处理","免于问责处理","终止问责程序"],"at":"lishui.2","quote":"不作负面评价，及时纠错改正，免除相关责任或从轻处理","place":"第二条","rests":{}},"none":{"label":"不符合容错政策精神和要求"}}}');
CREATE TABLE proposal (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	application_id BIGINT NOT NULL, 
	act TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	"by" BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	answer TEXT, 
	answered_by BIGINT, 
	answered_at DATETIME, 
	comment TEXT NOT NULL, 
	CONSTRAINT proposal_answer CHECK (answer IN ('taken', 'returned', 'replaced')), 
	CONSTRAINT proposal_answered CHECK ((answer IS NULL) = (answered_at IS NULL)), 
	CONSTRAINT proposal_answered_by_somebody CHECK ((answer IS NULL) = (answered_by IS NULL)), 
	CONSTRAINT proposal_of FOREIGN KEY(application_id) REFERENCES application (id), 
	CONSTRAINT proposal_by FOREIGN KEY("by") REFERENCES staff (id), 
	CONSTRAINT proposal_answerer FOREIGN KEY(answered_by) REFERENCES staff (id)
);
INSERT INTO "proposal" VALUES(1,6,'conclude','{"day": "2026-11-20", "c1": "met", "c2": "met", "outcome": "tolerated", "tier": "从轻处理", "grounds": "lishui.9.1", "facts": "已经查实"}',1,'2026-11-20 15:14:00.000000','taken',2,'2026-11-20 15:16:00.000000','');
CREATE TABLE recusal (
	application_id BIGINT NOT NULL, 
	staff_id BIGINT NOT NULL, 
	why TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (application_id, staff_id), 
	CONSTRAINT recusal_of FOREIGN KEY(application_id) REFERENCES application (id), 
	CONSTRAINT recusal_by FOREIGN KEY(staff_id) REFERENCES staff (id)
);
INSERT INTO "recusal" VALUES(3,2,'同学','2026-11-20 15:23:00.000000');
CREATE TABLE reminder (
	application_id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (application_id, kind), 
	CONSTRAINT reminder_of FOREIGN KEY(application_id) REFERENCES application (id)
);
INSERT INTO "reminder" VALUES(6,'tell/2026-12-01/soon','2026-11-20 15:25:00.000000');
CREATE TABLE reminder_put_away (
	staff_id BIGINT NOT NULL, 
	application_id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (staff_id, application_id, kind), 
	CONSTRAINT reminder_put_away_by FOREIGN KEY(staff_id) REFERENCES staff (id), 
	CONSTRAINT reminder_put_away_of FOREIGN KEY(application_id) REFERENCES application (id)
);
INSERT INTO "reminder_put_away" VALUES(1,6,'tell/2026-12-01/soon','2026-11-20 15:26:00.000000');
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
INSERT INTO "said" VALUES(1,'web:7777777777777777777777777777777777777777777777777777777777777777',NULL,'一','typed','逐条看',NULL,'2026-11-20 15:40:00.000000');
INSERT INTO "said" VALUES(3,'web:7777777777777777777777777777777777777777777777777777777777777777',2,'二','reply','{"parts": [{"say": "第 2 页"}], "edit": true}',NULL,'2026-11-20 15:41:00.000000');
INSERT INTO "said" VALUES(4,'web:7777777777777777777777777777777777777777777777777777777777777777',NULL,'','notice','{"parts": [{"say": "有一份材料请您补。"}], "buttons": [[["去补充", "status/see=482739003"]]]}',26,'2026-11-20 15:42:00.000000');
CREATE TABLE session (
	"key" TEXT NOT NULL, 
	staff_id BIGINT NOT NULL, 
	opened DATETIME NOT NULL, 
	seen DATETIME NOT NULL, 
	PRIMARY KEY ("key"), 
	CONSTRAINT session_key CHECK (length(key) = 64), 
	CONSTRAINT session_order CHECK (seen >= opened), 
	CONSTRAINT session_of FOREIGN KEY(staff_id) REFERENCES staff (id)
);
INSERT INTO "session" VALUES('7777777777777777777777777777777777777777777777777777777777777777',6,'2026-11-20 15:35:00.000000','2026-11-20 15:38:00.000000');
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
	substitute_id BIGINT, 
	away_until DATE, 
	CONSTRAINT staff_invited CHECK ((invitation IS NULL) = (invited_until IS NULL)), 
	CONSTRAINT staff_left CHECK (left_at IS NULL OR (chat IS NULL AND invitation IS NULL)), 
	CONSTRAINT staff_name CHECK (length(name) BETWEEN 1 AND 40), 
	CONSTRAINT staff_role CHECK (role IN ('viewer', 'clerk', 'leader', 'admin')), 
	CONSTRAINT staff_away CHECK ((substitute_id IS NULL) = (away_until IS NULL)), 
	CONSTRAINT staff_substitute CHECK (substitute_id <> id), 
	CONSTRAINT staff_stands_in FOREIGN KEY(substitute_id) REFERENCES staff (id), 
	CONSTRAINT staff_one_chat UNIQUE (chat), 
	CONSTRAINT staff_one_invitation UNIQUE (invitation)
);
INSERT INTO "staff" VALUES(1,'李四','clerk',NULL,'telegram:200',NULL,NULL,'2026-11-20 03:15:00.000000',NULL,NULL,NULL);
INSERT INTO "staff" VALUES(2,'王五','leader','lishui','telegram:201',NULL,NULL,'2026-11-20 03:21:00.000000',NULL,1,'2026-12-01');
INSERT INTO "staff" VALUES(3,'赵六','viewer','weihai','telegram:202',NULL,NULL,'2026-11-20 03:27:00.000000',NULL,NULL,NULL);
INSERT INTO "staff" VALUES(4,'孙八','clerk','lishui',NULL,NULL,NULL,'2026-11-20 03:33:00.000000','2026-11-20 03:34:00.000000',NULL,NULL);
INSERT INTO "staff" VALUES(5,'周九','clerk','lishui',NULL,'f1c7dc8f03ae501af5d96821c074f885049bff0dc51a9669a33ebdeb3ab36146','2026-11-27 02:00:00.000000','2026-11-20 03:09:00.000000',NULL,NULL,NULL);
INSERT INTO "staff" VALUES(6,'郑十','admin',NULL,NULL,NULL,NULL,'2026-11-20 15:31:00.000000',NULL,NULL,NULL);
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
INSERT INTO "supplement" VALUES(1,2,1,'2026-11-20 12:15:00.000000','请补三月五日的会议纪要',NULL,NULL);
INSERT INTO "supplement" VALUES(2,3,1,'2026-11-20 12:39:00.000000','请补三月五日的会议纪要','2026-11-20 13:46:00.000000','纪要在附件里');
INSERT INTO "supplement" VALUES(3,4,1,'2026-11-20 13:03:00.000000','请补三月五日的会议纪要','2026-11-20 14:01:00.000000','');
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
CREATE INDEX application_chat ON application (chat);
CREATE INDEX application_filed ON application (filed_at);
CREATE INDEX application_handler ON application (handler_id);
CREATE INDEX case_act_application ON case_act (application_id, id);
CREATE INDEX case_act_name ON case_act (act, application_id);
CREATE INDEX case_file_application ON case_file (application_id);
CREATE UNIQUE INDEX duty_open ON duty (application_id, act) WHERE done_by IS NULL AND waived IS NULL;
CREATE INDEX duty_due ON duty (due) WHERE done_by IS NULL AND waived IS NULL;
CREATE INDEX duty_application ON duty (application_id);
CREATE INDEX case_note_application ON case_note (application_id);
CREATE UNIQUE INDEX proposal_open ON proposal (application_id, act) WHERE answer IS NULL;
CREATE INDEX proposal_application ON proposal (application_id);
CREATE INDEX session_staff ON session (staff_id);
CREATE INDEX application_follow_up ON application (follow_up) WHERE follow_up IS NOT NULL;
CREATE INDEX duty_next ON duty (application_id, due) WHERE done_by IS NULL AND waived IS NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('inbox',5);
INSERT INTO "sqlite_sequence" VALUES('outbox',26);
INSERT INTO "sqlite_sequence" VALUES('staff',6);
INSERT INTO "sqlite_sequence" VALUES('application',6);
INSERT INTO "sqlite_sequence" VALUES('feedback',3);
INSERT INTO "sqlite_sequence" VALUES('audit',46);
INSERT INTO "sqlite_sequence" VALUES('attachment',10);
INSERT INTO "sqlite_sequence" VALUES('case_act',9);
INSERT INTO "sqlite_sequence" VALUES('supplement',3);
INSERT INTO "sqlite_sequence" VALUES('attempt',2);
INSERT INTO "sqlite_sequence" VALUES('case_file',1);
INSERT INTO "sqlite_sequence" VALUES('case_note',1);
INSERT INTO "sqlite_sequence" VALUES('proposal',1);
INSERT INTO "sqlite_sequence" VALUES('duty',4);
INSERT INTO "sqlite_sequence" VALUES('said',4);
COMMIT;
