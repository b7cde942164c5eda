BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
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
INSERT INTO "application" VALUES(1,'482739003','22a116ac5618b87d35e50a855857d0bb','lishui','person','telegram:302','submitted',2,'2026-11-20 05:13:00.000000','2026-11-20 05:13:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168','a8db5c374dc2d38beeabc588b17de549154b6ab86c4fa497ca6f69051793c0ac804e8260dc73d7557c035b87008f1f58','钱小七 某某镇民政所 经办人员 先行发放救助',NULL,NULL);
INSERT INTO "application" VALUES(2,'482739016','62bb2a3a18e129e61fb4915e8205b0fa','lishui','person','telegram:303','returned',2,'2026-11-20 05:16:00.000000','2026-11-20 05:31:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168','97969bc6587d9db808462a8b62ebb6fb0cc97e7a1f53dfe4fca8bce1461b6d9299dc91672a4f6e3367e655642af37765','钱小七 某某镇民政所 经办人员 先行发放救助',NULL,NULL);
INSERT INTO "application" VALUES(3,'482739027','a2b74015af6b08181cef3e27a56ea211','lishui','person','telegram:304','submitted',3,'2026-11-20 05:19:00.000000','2026-11-20 05:55:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168','4bbb2daf1d7c463bae8792e8983ffd0d6ebe25cc33f6bd057c572517e994b67d3992bf32662ea415e132ab02e228832b','钱小七 某某镇民政所 经办人员 先行发放救助',NULL,NULL);
INSERT INTO "application" VALUES(4,'482739034','9eee0a88210b6bb40433cab3c8a1e559','lishui','person','telegram:305','withdrawn',3,'2026-11-20 05:22:00.000000','2026-11-20 06:00:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168','04e417dc6e279aabf388d6b5b941fb54153242b95e46d76bb98cd31d0f5b95c5a209cb526e98502045131a4ae1ca8baa','钱小七 某某镇民政所 经办人员 先行发放救助','另有安排了',NULL);
INSERT INTO "application" VALUES(5,'482739042','49fe97e9b20f18e38e9162dc4cb85dc2','lishui','person',NULL,'withdrawn',3,'2026-11-20 05:25:00.000000','2026-11-20 06:05:00.000000','00d9626a61715f5317e07f82f63239e1e33d61a17bc6894554d7d6b627ef3168',NULL,'','','2026-11-20 06:07:00.000000');
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
· 存在哪里：运行本程序的那台机器上；几个人共用一台电脑的，各用各的系统账号。在 Telegram 里填，文字和文件还会经过它在境外的服务器；不愿意的，请在单位内网的终端里填。','2026-11-20同意');
INSERT INTO "application_field" VALUES(1,1,'authority','受理机关或部门','这份申请交给哪个受理机关或部门？写全称；拿不准，先问单位党委（党组）。','某某县民政局党组');
INSERT INTO "application_field" VALUES(1,2,'applicant_kind','申请主体','以您个人的名义申请，还是以单位的名义？','以个人名义');
INSERT INTO "application_field" VALUES(1,3,'applicant','申请人','您的姓名？ 会写在申请表上。','钱小七');
INSERT INTO "application_field" VALUES(1,4,'post','单位及职务','您的单位和职务？ 例如：某某镇民政所　经办人员。','某某镇民政所 经办人员');
INSERT INTO "application_field" VALUES(1,5,'event_date','事发日期','事情发生在哪一天？一段时间就写起止。 例如：2026年3月5日；2025年1月至2026年2月；记不清就写大概，例如2026年3月前后。','2026年5月6日');
INSERT INTO "application_field" VALUES(1,6,'matter','申请容错事项','用一句话说是什么事。 例如：材料没齐先办了，后来发现不符合条件。','先行发放救助');
INSERT INTO "application_field" VALUES(1,7,'course','经过','先说经过：什么时候、在哪、做了什么、一步步怎么发生的。 只写事实；涉及的人请写“甲”“乙”这样的代称。','五月六日老人断了药，我先发了救助。');
INSERT INTO "application_field" VALUES(1,8,'impact','影响','造成了什么影响或者损失？多少人、多少钱、现在怎么样？ 没有造成的，写“没有造成损失”。','没有造成损失。');
INSERT INTO "application_field" VALUES(1,9,'evidence','证明材料','请把证明材料发给我：照片、文件都行，每份不超过 20 MB，最多 20 份。 有的话附上，更有说服力。','1. 受理单2.pdf');
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
· 存在哪里：运行本程序的那台机器上；几个人共用一台电脑的，各用各的系统账号。在 Telegram 里填，文字和文件还会经过它在境外的服务器；不愿意的，请在单位内网的终端里填。','2026-11-20同意');
INSERT INTO "application_field" VALUES(2,1,'authority','受理机关或部门','这份申请交给哪个受理机关或部门？写全称；拿不准，先问单位党委（党组）。','某某县民政局党组');
INSERT INTO "application_field" VALUES(2,2,'applicant_kind','申请主体','以您个人的名义申请，还是以单位的名义？','以个人名义');
INSERT INTO "application_field" VALUES(2,3,'applicant','申请人','您的姓名？ 会写在申请表上。','钱小七');
INSERT INTO "application_field" VALUES(2,4,'post','单位及职务','您的单位和职务？ 例如：某某镇民政所　经办人员。','某某镇民政所 经办人员');
INSERT INTO "application_field" VALUES(2,5,'event_date','事发日期','事情发生在哪一天？一段时间就写起止。 例如：2026年3月5日；2025年1月至2026年2月；记不清就写大概，例如2026年3月前后。','2026年5月6日');
INSERT INTO "application_field" VALUES(2,6,'matter','申请容错事项','用一句话说是什么事。 例如：材料没齐先办了，后来发现不符合条件。','先行发放救助');
INSERT INTO "application_field" VALUES(2,7,'course','经过','先说经过：什么时候、在哪、做了什么、一步步怎么发生的。 只写事实；涉及的人请写“甲”“乙”这样的代称。','五月六日老人断了药，我先发了救助。');
INSERT INTO "application_field" VALUES(2,8,'impact','影响','造成了什么影响或者损失？多少人、多少钱、现在怎么样？ 没有造成的，写“没有造成损失”。','没有造成损失。');
INSERT INTO "application_field" VALUES(2,9,'reason:lishui.10.1','第十条第（一）项的理由','为什么说对得上第十条第（一）项？用一两句话，把事实和这一条连起来。','情形完全一样。');
INSERT INTO "application_field" VALUES(2,10,'evidence','证明材料','请把证明材料发给我：照片、文件都行，每份不超过 20 MB，最多 20 份。 有的话附上，更有说服力。','1. 受理单3.pdf');
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
· 存在哪里：运行本程序的那台机器上；几个人共用一台电脑的，各用各的系统账号。在 Telegram 里填，文字和文件还会经过它在境外的服务器；不愿意的，请在单位内网的终端里填。','2026-11-20同意');
INSERT INTO "application_field" VALUES(3,1,'authority','受理机关或部门','这份申请交给哪个受理机关或部门？写全称；拿不准，先问单位党委（党组）。','某某县民政局党组');
INSERT INTO "application_field" VALUES(3,2,'applicant_kind','申请主体','以您个人的名义申请，还是以单位的名义？','以个人名义');
INSERT INTO "application_field" VALUES(3,3,'applicant','申请人','您的姓名？ 会写在申请表上。','钱小七');
INSERT INTO "application_field" VALUES(3,4,'post','单位及职务','您的单位和职务？ 例如：某某镇民政所　经办人员。','某某镇民政所 经办人员');
INSERT INTO "application_field" VALUES(3,5,'event_date','事发日期','事情发生在哪一天？一段时间就写起止。 例如：2026年3月5日；2025年1月至2026年2月；记不清就写大概，例如2026年3月前后。','2026年5月6日');
INSERT INTO "application_field" VALUES(3,6,'matter','申请容错事项','用一句话说是什么事。 例如：材料没齐先办了，后来发现不符合条件。','先行发放救助');
INSERT INTO "application_field" VALUES(3,7,'course','经过','先说经过：什么时候、在哪、做了什么、一步步怎么发生的。 只写事实；涉及的人请写“甲”“乙”这样的代称。','五月六日老人断了药，我先发了救助。');
INSERT INTO "application_field" VALUES(3,8,'impact','影响','造成了什么影响或者损失？多少人、多少钱、现在怎么样？ 没有造成的，写“没有造成损失”。','没有造成损失。');
INSERT INTO "application_field" VALUES(3,9,'evidence','证明材料','请把证明材料发给我：照片、文件都行，每份不超过 20 MB，最多 20 份。 有的话附上，更有说服力。','1. 受理单4.pdf');
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
· 存在哪里：运行本程序的那台机器上；几个人共用一台电脑的，各用各的系统账号。在 Telegram 里填，文字和文件还会经过它在境外的服务器；不愿意的，请在单位内网的终端里填。','2026-11-20同意');
INSERT INTO "application_field" VALUES(4,1,'authority','受理机关或部门','这份申请交给哪个受理机关或部门？写全称；拿不准，先问单位党委（党组）。','某某县民政局党组');
INSERT INTO "application_field" VALUES(4,2,'applicant_kind','申请主体','以您个人的名义申请，还是以单位的名义？','以个人名义');
INSERT INTO "application_field" VALUES(4,3,'applicant','申请人','您的姓名？ 会写在申请表上。','钱小七');
INSERT INTO "application_field" VALUES(4,4,'post','单位及职务','您的单位和职务？ 例如：某某镇民政所　经办人员。','某某镇民政所 经办人员');
INSERT INTO "application_field" VALUES(4,5,'event_date','事发日期','事情发生在哪一天？一段时间就写起止。 例如：2026年3月5日；2025年1月至2026年2月；记不清就写大概，例如2026年3月前后。','2026年5月6日');
INSERT INTO "application_field" VALUES(4,6,'matter','申请容错事项','用一句话说是什么事。 例如：材料没齐先办了，后来发现不符合条件。','先行发放救助');
INSERT INTO "application_field" VALUES(4,7,'course','经过','先说经过：什么时候、在哪、做了什么、一步步怎么发生的。 只写事实；涉及的人请写“甲”“乙”这样的代称。','五月六日老人断了药，我先发了救助。');
INSERT INTO "application_field" VALUES(4,8,'impact','影响','造成了什么影响或者损失？多少人、多少钱、现在怎么样？ 没有造成的，写“没有造成损失”。','没有造成损失。');
INSERT INTO "application_field" VALUES(4,9,'reason:lishui.10.1','第十条第（一）项的理由','为什么说对得上第十条第（一）项？用一两句话，把事实和这一条连起来。','情形完全一样。');
INSERT INTO "application_field" VALUES(4,10,'evidence','证明材料','请把证明材料发给我：照片、文件都行，每份不超过 20 MB，最多 20 份。 有的话附上，更有说服力。','1. 受理单5.pdf');
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
INSERT INTO "attachment" VALUES(1,'a6f4ac3a714e168ac9502ee1b1823ecf',NULL,NULL,'64d6058e04a104847d36a49d41d32bb8','受理单0.pdf','pdf',23,'50025b82321e4876b52eab8a840a472cb0d097a8ad3f2bea7b4ce9896d524c62','2026-11-20 02:58:00.000000');
INSERT INTO "attachment" VALUES(2,'6daeb76402d26c7b533dcdf4304a64f9',NULL,NULL,'bdd1a69831248c8840179de485cf5034','受理单1.pdf','pdf',23,'17d43e25d58859100b68809dfad7943fe791a9e13b8f56818baa375ff4dac565','2026-11-20 03:19:00.000000');
INSERT INTO "attachment" VALUES(3,'22a116ac5618b87d35e50a855857d0bb',1,NULL,'2ba58f7bd6c73c94c19b98ad892aaa36','受理单2.pdf','pdf',23,'1e0119c347a382843bafc8310495fd85026753fa8f46cca4c3a049127484a138','2026-11-20 03:38:00.000000');
INSERT INTO "attachment" VALUES(4,'62bb2a3a18e129e61fb4915e8205b0fa',2,NULL,'9a9a5684868efcbb9009f7c6c6b04d69','受理单3.pdf','pdf',23,'f540767fe4550af13737b56a6a5019199de51b9c178f5b7c9b7263d960e4754c','2026-11-20 03:59:00.000000');
INSERT INTO "attachment" VALUES(5,'a2b74015af6b08181cef3e27a56ea211',3,NULL,'f9462579b32fc1c59d71b3c5c547f1d1','受理单4.pdf','pdf',23,'beb8c126f7bd27fedaa392b5b22debc4c4aa5a55590fd8797198825f2a3cf2d7','2026-11-20 04:18:00.000000');
INSERT INTO "attachment" VALUES(6,'9eee0a88210b6bb40433cab3c8a1e559',4,NULL,'159091b4910188e2b3c6a9b3497e78d7','受理单5.pdf','pdf',23,'4ab0cc7bcdbbc1ebe9f0c518df588b0a2887c70b14cc0a63630c14dd64e5b336','2026-11-20 04:39:00.000000');
INSERT INTO "attachment" VALUES(8,'a6f4ac3a714e168ac9502ee1b1823ecf',NULL,NULL,'97370a0913ec5f048fa2a5891b3ce99e','在路上.pdf','pdf',22,'8a2db4f7b04effb9ae720475ba72da7dc8bf497252d184972b6fc6a8e7bc4863','2026-11-20 05:04:00.000000');
INSERT INTO "attachment" VALUES(9,'a328d7a77e39f14415ef64e5567b6afb',NULL,NULL,'bd56eb57b8b4eb902aef57346c515d73','纪要.pdf','pdf',19,'3039b5596d8f308b352431aae13c9679affc68f8f636c696f95d2d6d92cfcd9b','2026-11-20 05:48:00.000000');
INSERT INTO "attachment" VALUES(10,'e9f31fad20a15ae6ca6adda348a8017b',3,2,'a546b4ea4dd2713577d9fd8e5af26c49','纪要.pdf','pdf',19,'3039b5596d8f308b352431aae13c9679affc68f8f636c696f95d2d6d92cfcd9b','2026-11-20 05:53:00.000000');
CREATE TABLE attempt (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	chat TEXT NOT NULL, 
	at DATETIME NOT NULL
);
INSERT INTO "attempt" VALUES(1,'telegram:666','2026-11-20 06:16:00.000000');
INSERT INTO "attempt" VALUES(2,'telegram:666','2026-11-20 06:19:00.000000');
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
INSERT INTO "audit" VALUES(1,'staff',1,'2026-11-20 02:24:00.000000','operator','invite','staff:1 clerk *','cac6bd2170128641e424685f2717af5a29715323ee3d8cf6629a99ee05bf6324','abfae744240a934c2038b1433062a5193b3a6e4df6c168f8cfae28529783d4bd');
INSERT INTO "audit" VALUES(2,'staff',2,'2026-11-20 02:25:00.000000','operator','invite','staff:2 leader lishui','e08c04123833ba8b081734275fd7b3644a198d68c378e7094adf1f2bfa933391','3005220e3b4cfe52eda7085abc5cb8727efee78988596c57e20348dbd3ee08f9');
INSERT INTO "audit" VALUES(3,'staff',3,'2026-11-20 02:26:00.000000','operator','invite','staff:3 viewer weihai','a9a717fd1f4188767a7323635bc64c4170892db991fcf680b5a22142a75d6844','1786ca6c3c93ac316cfa58e389498bf87ffeb4b7eb5740400a7471fa3503ff64');
INSERT INTO "audit" VALUES(4,'staff',4,'2026-11-20 02:27:00.000000','operator','invite','staff:4 clerk lishui','2a3eececd7a853738d8a86911b4629af854046d7cc16588755c0aa4e587fb23b','79db3c3cce60b4cba8bcf763b0328b81cfe0f2acc3ede71937497fa71fc0cda2');
INSERT INTO "audit" VALUES(5,'staff',5,'2026-11-20 02:28:00.000000','operator','invite','staff:5 clerk lishui','093cf8410a6e534bf54d645a02692c2c9f81f300fa55f94219b9b0617ba9b526','0c536fb7f5c05ef1706eab0653d735f789179defd1e3e11e6eeaf44550b603df');
INSERT INTO "audit" VALUES(6,'staff',6,'2026-11-20 02:31:00.000000','staff:1','bind','','bbd0fe78923cadd7515e7b4a2b43f765b02dcdff2b4fb93366286a20956cb0b1','6298931c381bce92f933136d1d1e810a96edc13991651c407cac9338e8574917');
INSERT INTO "audit" VALUES(7,'staff',7,'2026-11-20 02:34:00.000000','staff:2','bind','','d65a9b4cb953f6977b0de718be5f271400252119c0e8b93a37d354a3ca6ca1fe','7861b778bd94a528a4322ea41d54ac07499511f9e5f76250ebb8954b3f3717cd');
INSERT INTO "audit" VALUES(8,'staff',8,'2026-11-20 02:37:00.000000','staff:3','bind','','363618a9dff9f4b3d44a2ce7ac0be39ad2997f0f5e6d5940b285b4b6b4176577','78af0de0f25634a6d2d0a4bbb2b5ba24cacb1514b04653f4e04e34c5bfde81a8');
INSERT INTO "audit" VALUES(9,'staff',9,'2026-11-20 02:40:00.000000','staff:4','bind','','8012c628d89f8243a66f8fed88448aa37ea207d936c47bd6bce5197d79103d91','dfeb809a4ece0a24c1758f836ed383838e7a20cbd18dacf951b3ef755c8349f2');
INSERT INTO "audit" VALUES(10,'staff',10,'2026-11-20 02:41:00.000000','operator','remove','staff:4','b56c42bda458cc83b569bb97f4d00b6a6eaff8c5f9fca9a33866f9678a2d94f9','fff8c2df6fefa4cc73ce97d40c4e67ee91317f2960b88e26a5539d6b3734c5c8');
INSERT INTO "audit" VALUES(11,'482739003',1,'2026-11-20 05:13:00.000000','applicant','submit','lishui 1 files','fc314f6eb400abaa17248f45937bd90082570e33fca3cf9e61bb54526e7786fe','475cea1199b256bb6285ef8bdddd956af2580d807d7362ee9a7fe669d138de07');
INSERT INTO "audit" VALUES(12,'482739016',1,'2026-11-20 05:16:00.000000','applicant','submit','lishui 1 files','99253bda59804814ee40269a018c79fed7d8494fe7da6710b2575032616dbae6','40e0c6e21e7cec3a5d8d508ec7c1343ac9160c17cc4dae7c87e775e5787798f1');
INSERT INTO "audit" VALUES(13,'482739027',1,'2026-11-20 05:19:00.000000','applicant','submit','lishui 1 files','f2e0c1134b5b5f60a4bdb0bab4d7b6ae27612cdd33d82c15e0e1cea0b4873b68','a80ed0d26a0d02f8b745a029826cbc6971bb584bf64915049be0c9548895541b');
INSERT INTO "audit" VALUES(14,'482739034',1,'2026-11-20 05:22:00.000000','applicant','submit','lishui 1 files','662de524f83fa0c6328cf00d2038e2aaacbd27ad2db3157edf82df198b46617f','0611c257883aa61dc4a0a2171a8cf30dd8208df7379b2df33f32efb31bde1ac0');
INSERT INTO "audit" VALUES(15,'482739042',1,'2026-11-20 05:25:00.000000','applicant','submit','lishui 1 files','f78dd132d0a4ca1ac2fc86723de219c4ee96287c891c8b60bc959b8315467e61','552ffc8ad99a1cb74eb8013a17cb126e4c2a1efcc0f271e660a6990a92c4e41d');
INSERT INTO "audit" VALUES(16,'482739016',2,'2026-11-20 05:27:00.000000','staff:1','open','','93978bdc105f1de62baf5493085c5f8be12a5e5f5ae1b44a4bd53dce4389e3c9','');
INSERT INTO "audit" VALUES(17,'482739016',3,'2026-11-20 05:31:00.000000','staff:1','request','submitted → returned','41ae2a6a453df05db7cc8e4d329d99b5d9b52432e3a2331d1ce2c79cd81c4bab','8f4245670ffdcee3e6229b2d4bd880fbc7583de662e3af7df9083104827269cd');
INSERT INTO "audit" VALUES(18,'482739027',2,'2026-11-20 05:33:00.000000','staff:1','open','','9eecfb8d9ff2f2529a8815cb44abee050a92294e8ad8e9ce13514899c62150d5','');
INSERT INTO "audit" VALUES(19,'482739027',3,'2026-11-20 05:37:00.000000','staff:1','request','submitted → returned','66751b09785c42e85ffc3f7ffeb4b28582a8f2d590cf219768ee5555e2b36b6f','5bcbe04beacf2ae0725b6f1b9155f98fb2796f1f164a05db3fbb434e52ff5bdf');
INSERT INTO "audit" VALUES(20,'482739034',2,'2026-11-20 05:39:00.000000','staff:1','open','','8dd86e1e36a75fa12adbbe6e9c1d464530607ff8728f0767af8a45daa65d2b40','');
INSERT INTO "audit" VALUES(21,'482739034',3,'2026-11-20 05:43:00.000000','staff:1','request','submitted → returned','d382a82c6eab1f0013fcf9d6c343f844cd82723bdc28937e63a208d951dc75a3','4ed563de962b0c5630003f83aee238db86800050eb7f85dd1426ef1f3f0f3f21');
INSERT INTO "audit" VALUES(22,'482739027',4,'2026-11-20 05:55:00.000000','applicant','supplement','returned → submitted','164079fc897706ce69dbb6f25aa58d1e72e91482dbb1bc8c9837871784ad9214','8cc6c8bade976993c0e2391d18140ac66e672de352e5522f3d3ef947f8e1f14f');
INSERT INTO "audit" VALUES(23,'482739034',4,'2026-11-20 06:00:00.000000','applicant','withdraw','returned → withdrawn','7ea83ebbbbd36be105ecd32d5ed9b64bf0c7df92592b7dddb599fa97aa5c10eb','2b13abcf9f205befcd7db61b20d1e9cd18d8f38500e93e307b2394e71a56f519');
INSERT INTO "audit" VALUES(24,'482739042',2,'2026-11-20 06:05:00.000000','applicant','withdraw','submitted → withdrawn','8356b2a87e37ac0f5b723c23d40f53cdad83bea9d3cf705c71c853dff712189a','6b12b3ae7e75f463c51d6cda29ed01ea4bfffd24d06c22e2a432f4cfb5ea6a84');
INSERT INTO "audit" VALUES(25,'482739042',3,'2026-11-20 06:07:00.000000','applicant','erase','','e8eba2f03c9f84614120642bfcae2fa3edba4081bf227481b7da1ab5c102711f','53d9d61614ab472f10734c4099c23212f634bb5ff61463e102486fbdacf9db37');
INSERT INTO "audit" VALUES(26,'482739003',2,'2026-11-20 06:10:00.000000','applicant','recode','','8c7ab88d94d6aa8e895898303027c6fb74c572cffe748dc3a59842d933432a5c','9b2b79dfd44c5db0337d54b3bc8f8ec5a721e0c9d0252f861cd4ab67bf67d1b8');
INSERT INTO "audit" VALUES(27,'482739003',3,'2026-11-20 06:12:00.000000','staff:1','open','','b2532f0bad1913007153fea0aaaaca77c15c3c23cb2e0a8287be53244635b168','');
INSERT INTO "audit" VALUES(28,'482739003',4,'2026-11-20 06:13:00.000000','staff:1','papers','','043360f46554ae3cd2a2fbd45891a866be6e653f7dfaf0206a1956d6b8adc2c6','');
INSERT INTO "audit" VALUES(29,'482739003',5,'2026-11-20 06:16:00.000000','somebody','refused','find','4a59182bd6b4efc10f8d4a1a190672a1bf5b50cfcf5e02ae7a239ff6bf9da3ee','');
CREATE TABLE chat (
	"key" TEXT NOT NULL, 
	state TEXT NOT NULL, 
	revision BIGINT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "chat" VALUES('telegram:101','{"version":1,"region":"weihai","dialogs":{"ask":{"count":2,"asked":[{"number":1,"text":"先行救助后来发现不符合条件怎么办","region":"weihai","best":"weihai.3.7","told":false,"rated":false,"known":{}},{"number":2,"text":"威海市容错有哪些情形","region":"weihai","best":"weihai.3","told":false,"rated":false,"known":{}}]}}}',1971033250088722158,'2026-11-20 02:23:00.000000');
INSERT INTO "chat" VALUES('telegram:102','{"version":1,"region":"weihai","dialogs":{"assess":{"region":"weihai","answers":{"begin":"yes","employed_in_area":"yes","works_on_social_assistance":"yes","event":"after","stage":"not_pursued","words":"老人断了药，我先发了救助。"}},"ask":{"count":1,"asked":[{"number":1,"text":"威海市容错有哪些情形","region":"weihai","best":"weihai.3","told":false,"rated":false,"known":{}}]}}}',1971033250088722158,'2026-11-20 02:23:00.000000');
INSERT INTO "chat" VALUES('telegram:103','{"version":1,"region":"donge","dialogs":{"assess":{"region":"donge","answers":{"begin":"yes","employed_in_area":"yes"},"paused":true},"ask":{"count":1,"asked":[{"number":1,"text":"威海市容错有哪些情形","region":"weihai","best":"weihai.3","told":false,"rated":false,"known":{}}]}}}',1971033250088722158,'2026-11-20 02:23:00.000000');
INSERT INTO "chat" VALUES('terminal:me','{"version":1,"region":"lishui","dialogs":{"ask":{"count":1,"asked":[{"number":1,"text":"第九条","region":"lishui","best":"lishui.9","told":false,"rated":false,"known":{}}]},"intake":{"region":"lishui","answers":{"authority":"某某县民政局党组","applicant_kind":"person","applicant":"钱小七","post":"某某镇民政所 经办人员","event_date":"2026年5月6日","matter":"先行发放救助","course":"五月六日老人断了药，我先发了救助。","motive":"","procedure":"","impact":"没有造成损失。","remedy":"","clauses":["lishui.10.1"],"reason:lishui.10.1":"情形完全一样。","evidence":"done","remark":""},"agreed":"2026-11-20","terms":"我陪您填容错申请书（丽水市）。先说清四件事，您同意了再开始：\n· 做什么用：只用来填写、提交和办理这份申请，不作别的用途。\n· 谁看得到：提交以前只有您；提交以后，办理这份申请的工作人员看得到，每次打开都有记录。自评只归您自己，您勾选的才带过来。\n· 存多久：草稿留到您提交或删除，您 90 天没有来过就自动删（提前 7 天提醒）；提交后随案卷保存，办结或撤回的，您可以用 /forget 要求删除。\n· 存在哪里：运行本程序的那台机器上；几个人共用一台电脑的，各用各的系统账号。在 Telegram 里填，文字和文件还会经过它在境外的服务器；不愿意的，请在单位内网的终端里填。","draft":"6daeb76402d26c7b533dcdf4304a64f9","pieces":[{"place":"bdd1a69831248c8840179de485cf5034","name":"受理单1.pdf","kind":"pdf","size":23,"sha256":"17d43e25d58859100b68809dfad7943fe791a9e13b8f56818baa375ff4dac565"}],"fetching":[],"paused":true}}}',1560848441100969581,'2026-11-20 05:10:00.000000');
INSERT INTO "chat" VALUES('telegram:200','{"version":1,"region":null,"dialogs":{"review":{"words":"4827"}}}',3363354253162285339,'2026-11-20 06:13:00.000000');
INSERT INTO "chat" VALUES('telegram:201','{"version":1,"region":null,"dialogs":{}}',2390334644976577293,'2026-11-20 02:34:00.000000');
INSERT INTO "chat" VALUES('telegram:202','{"version":1,"region":null,"dialogs":{}}',620204785239173304,'2026-11-20 02:37:00.000000');
INSERT INTO "chat" VALUES('telegram:203','{"version":1,"region":null,"dialogs":{}}',4399674895912894088,'2026-11-20 02:40:00.000000');
INSERT INTO "chat" VALUES('telegram:300','{"version":1,"region":"lishui","dialogs":{"intake":{"region":"lishui","answers":{"authority":"某某县民政局党组","applicant_kind":"person","applicant":"钱小七","post":"某某镇民政所 经办人员","event_date":"2026年5月6日","matter":"先行发放救助","course":"五月六日老人断了药，我先发了救助。","motive":"","procedure":"","impact":"没有造成损失。","remedy":"","clauses":["unsure"],"evidence":"done","remark":""},"agreed":"2026-11-20","terms":"我陪您填容错申请书（丽水市）。先说清四件事，您同意了再开始：\n· 做什么用：只用来填写、提交和办理这份申请，不作别的用途。\n· 谁看得到：提交以前只有您；提交以后，办理这份申请的工作人员看得到，每次打开都有记录。自评只归您自己，您勾选的才带过来。\n· 存多久：草稿留到您提交或删除，您 90 天没有来过就自动删（提前 7 天提醒）；提交后随案卷保存，办结或撤回的，您可以用 /forget 要求删除。\n· 存在哪里：运行本程序的那台机器上；几个人共用一台电脑的，各用各的系统账号。在 Telegram 里填，文字和文件还会经过它在境外的服务器；不愿意的，请在单位内网的终端里填。","draft":"a6f4ac3a714e168ac9502ee1b1823ecf","pieces":[{"place":"64d6058e04a104847d36a49d41d32bb8","name":"受理单0.pdf","kind":"pdf","size":23,"sha256":"50025b82321e4876b52eab8a840a472cb0d097a8ad3f2bea7b4ce9896d524c62"},{"place":"97370a0913ec5f048fa2a5891b3ce99e","name":"在路上.pdf","kind":"pdf","size":22,"sha256":"8a2db4f7b04effb9ae720475ba72da7dc8bf497252d184972b6fc6a8e7bc4863"}],"fetching":[]}}}',964466170380875301,'2026-11-20 05:04:00.000000');
INSERT INTO "chat" VALUES('telegram:301','{"version":1,"region":"lishui","dialogs":{"intake":{"moved":true}}}',219192488188080147,'2026-11-20 05:09:00.000000');
INSERT INTO "chat" VALUES('telegram:302','{"version":1,"region":"lishui","dialogs":{"intake":{"filed":"482739003"}}}',350910919010659600,'2026-11-20 06:10:00.000000');
INSERT INTO "chat" VALUES('telegram:303','{"version":1,"region":"lishui","dialogs":{"intake":{"filed":"482739016"},"status":{"supply":{"number":"482739016","asked":"请补三月五日的会议纪要","text":"纪要在附件里","draft":"a328d7a77e39f14415ef64e5567b6afb","pieces":[{"place":"bd56eb57b8b4eb902aef57346c515d73","name":"纪要.pdf","kind":"pdf","size":19,"sha256":"3039b5596d8f308b352431aae13c9679affc68f8f636c696f95d2d6d92cfcd9b"}],"fetching":[]},"waits":"more"}}}',150471604929061821,'2026-11-20 05:48:00.000000');
INSERT INTO "chat" VALUES('telegram:304','{"version":1,"region":"lishui","dialogs":{"intake":{"filed":"482739027"},"status":{}}}',1424479246105134408,'2026-11-20 05:55:00.000000');
INSERT INTO "chat" VALUES('telegram:305','{"version":1,"region":"lishui","dialogs":{"intake":{"filed":"482739034"},"status":{}}}',1359290547291232480,'2026-11-20 06:00:00.000000');
INSERT INTO "chat" VALUES('telegram:306','{"version":1,"region":null,"dialogs":{}}',4115195356423044990,'2026-11-20 06:07:00.000000');
INSERT INTO "chat" VALUES('telegram:666','{"version":1,"region":null,"dialogs":{"intake":{"wanted":true}}}',1861206826846465798,'2026-11-20 06:20:00.000000');
CREATE TABLE feedback (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at DATETIME NOT NULL, 
	useful BOOLEAN NOT NULL, 
	region TEXT, 
	provisions TEXT NOT NULL, 
	question TEXT
);
INSERT INTO "feedback" VALUES(1,'2026-11-20 02:19:00.000000',1,'weihai','["weihai.3", "weihai.3.13"]',NULL);
INSERT INTO "feedback" VALUES(2,'2026-11-20 02:20:00.000000',0,'donge','["donge.9"]','没有开会就发了救助，
能不能容错？');
INSERT INTO "feedback" VALUES(3,'2026-11-20 02:21:00.000000',0,NULL,'[]',NULL);
CREATE TABLE inbox (
	update_id BIGINT NOT NULL, 
	chat TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	tries INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	PRIMARY KEY (update_id), 
	CONSTRAINT inbox_state CHECK (state IN ('waiting', 'done', 'set_aside')), 
	CONSTRAINT inbox_tries CHECK (tries >= 0)
);
INSERT INTO "inbox" VALUES(1,'telegram:101','','2026-11-20 02:22:00.000000',0,'done');
INSERT INTO "inbox" VALUES(2,'telegram:102','','2026-11-20 02:22:00.000000',0,'done');
INSERT INTO "inbox" VALUES(3,'telegram:103','','2026-11-20 02:22:00.000000',0,'done');
INSERT INTO "inbox" VALUES(4,'telegram:104','{"update_id":4,"message":{"text":"第4条"}}','2026-11-20 02:22:00.000000',0,'set_aside');
INSERT INTO "inbox" VALUES(5,'telegram:105','{"update_id":5,"message":{"text":"第5条"}}','2026-11-20 02:22:00.000000',1,'waiting');
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
INSERT INTO "loan" VALUES('0355bb3c1d9e3502037d4e2739e636d116d0f29ff03a4b8859b33ee0cd7ed808','telegram:300','a6f4ac3a714e168ac9502ee1b1823ecf','2026-11-21 05:01:00.000000');
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
	chat TEXT NOT NULL, 
	update_id BIGINT, 
	position INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	state TEXT NOT NULL, 
	tries INTEGER NOT NULL, 
	not_before DATETIME, 
	last_error TEXT, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT outbox_state CHECK (state IN ('waiting', 'sent', 'failed')), 
	CONSTRAINT outbox_tries CHECK (tries >= 0), 
	CONSTRAINT outbox_position CHECK (position >= 0), 
	CONSTRAINT outbox_once UNIQUE (update_id, position), 
	CONSTRAINT outbox_update FOREIGN KEY(update_id) REFERENCES inbox (update_id) ON DELETE SET NULL
);
INSERT INTO "outbox" VALUES(1,'telegram:101',1,0,'{}','sent',0,NULL,NULL,'2026-11-20 02:23:00.000000');
INSERT INTO "outbox" VALUES(2,'telegram:102',2,0,'{}','failed',1,NULL,'403 Forbidden','2026-11-20 02:23:00.000000');
INSERT INTO "outbox" VALUES(3,'telegram:102',2,1,'{"text": "回到自评：\n\n（威海市 · 第 6 步，共约 9 步）哪一条（或几条）和您的情况相符？可以选几条，选好了再按“选好了”。\n\n按您说的经过，这几条最接近：\n☐ 三（七） 在处置突发事件、群体性事件等工作中，出于维护国家、集体和人民利益考虑，主动担当涉险、临机果断决策，出现失误错误的\n☐ 三（五） 因上位法律法规规定不一致、部门职责边界不清，或者属于执法监管空白事项，主动担当作为、解决问题，出现失误错误的\n☐ 三（四） 在落实各级党委、政府决策部署过程中，出于公心、担当尽责，出现失误或者偏差的\n☐ 三（一） 在深化社会救助改革、推进社会救助体制机制创新工作中先行先试、突破常规，出现非主观性失误或者未达到预期效果的\n☐ 三（十） 因困难群众主动放弃社会救助导致兜底保障职能未履行到位或出现其他突发情况的"}','waiting',0,NULL,NULL,'2026-11-20 02:23:00.000000');
INSERT INTO "outbox" VALUES(4,'telegram:103',3,0,'{"text": "这是威海市的规定，您所在的是东阿县。只有您所在地（单位）的文件适用；外地条款仅供参考，不能作为申请依据。\n\n威海市：“符合下列情形之一的，可以依照有关规定予以容错处理”（三）。\n\n《关于健全社会救助工作容错纠错机制的通知》（威民发〔2023〕24号）三\n「适用情形\n在工作中出现的失误错误，符合下列情形之一的，可以依照有关规定予以容错处理：\n（一）在深化社会救助改革、推进社会救助体制机制创新工作中先行先试、突破常规，出现非主观性失误或者未达到预期效果的；\n（二）在推进社会救助工作高质量发展中，敢于决策、大胆履职，攻坚克难、锐意进取，出现失误或偏差但未造成重大不良影响的；\n（三）在创造性开展社会救助工作中，因国家政策调整、上级决策部署发生变化，或者政策界限不明确，受客观条件限制，出现失误错误的；\n（四）在落实各级党委、政府决策部署过程中，出于公心、担当尽责，出现失误或者偏差的；\n（五）因上位法律法规规定不一致、部门职责边界不清，或者属于执法监管空白事项，主动担当作为、解决问题，出现失误错误的；\n（六）因着眼提高效率，实施服务机制和工作模式创新，进行暂时性容缺受理、容缺审核，出现失误或者偏差的；\n（七）在处置突发事件、群体性事件等工作中，出于维护国家、集体和人民利益考虑，主动担当涉险、临机果断决策，出现失误错误的；\n（八）在解决社会救助工作历史遗留问题、化解矛盾纠纷、维护社会稳定等工作中，立足全局利益，积极打破僵局，出现失误错误的；\n（九）积极回应群众救助诉求，对暂不符合社会救助条件的人员，已尽到政策解释和维护稳定的职责，但相关人员仍不理解、不配合，产生抵触情绪、消极行为甚至越级上访造成不良影响的；\n（十）因困难群众主动放弃社会救助导致兜底保障职能未履行到位或出现其他突发情况的；\n（十一）工作人员已按照有关规定认真履行调查核实责任，但因社会救助申请对象或其法定赡养、抚养、扶养义务人瞒报、虚报、转移财产（收入），造成错保救助的；\n（十二）对因家庭经济状况核对平台信息延迟、不全面、外地配合不到位，导致未能及时完整地核对出相关信息（如金融、支付宝、微信、遗属补助及省外办企业、务工收入、房产、车船等），根据已掌握的申请人家庭经济状况和家庭实际困难程度，认定申请人家庭符合救助条件，造成错保错救的；\n（十三）经巡访、摸排、比对等规定流程仍未能准确掌握死亡情况，造成低保、特困对象死亡 3个月后仍领取保障资金，在发现后即时予以纠正并组织追缴的；\n（十四）依规履行了平台核查、入户巡访、邻里走访等工作，因申请人、在册对象和相关人员刻意隐瞒真实信息未能及时准确发现低保、特困等救助对象财产和收入变化，导致动态调整不及时的；\n（十五）社会救助对象未向镇人民政府（街道办事处）及时报告有关变化情况，致使低保补助金、特困人员供养金及其他待遇多领取，在责任追究前已组织追缴的；\n（十六）确因社会救助对象经济困难、追缴对象无法取得联系等原因暂时无法追回多领资金，经镇人民政府（街道办事处）或民政部门研究同意暂缓追缴或免退的；\n（十七）因社会救助政策动态调整或技术性原因造成数据偏差的；\n（十八）社会救助工作符合程序，但因人工采集、数据录入造成上线数据的保障时间、发放时间等出现错误，已及时按规定备案修正的；\n（十九）因社会救助对象年老体弱、卧病在床、精神障碍或因个人账户被冻结等原因导致无法开设或无法正常使用本人账户，由其监护人、近亲属或村（居）委会代开、代管账户，造成资金发放姓名与实际享受人不符但已按规定程序备案的；\n（二十）其他符合中央党政方针和有关规定精神，应纳入容错纠错的情形。」\n\n如果没说中，再看看这几条："}','waiting',1,'2026-11-20 03:00:00.000000','429 Too Many Requests','2026-11-20 02:23:00.000000');
INSERT INTO "outbox" VALUES(5,'telegram:200',NULL,0,'{"notice": {"text": "新申请 482-739-003（丽水市，个人申请，附材料 1 份）。", "buttons": [[["打开", "review/open=482739003"]]]}}','waiting',0,NULL,NULL,'2026-11-20 05:13:00.000000');
INSERT INTO "outbox" VALUES(6,'telegram:201',NULL,0,'{"notice": {"text": "新申请 482-739-003（丽水市，个人申请，附材料 1 份）。", "buttons": [[["打开", "review/open=482739003"]]]}}','waiting',0,NULL,NULL,'2026-11-20 05:13:00.000000');
INSERT INTO "outbox" VALUES(7,'telegram:200',NULL,0,'{"notice": {"text": "新申请 482-739-016（丽水市，个人申请，附材料 1 份）。", "buttons": [[["打开", "review/open=482739016"]]]}}','waiting',0,NULL,NULL,'2026-11-20 05:16:00.000000');
INSERT INTO "outbox" VALUES(8,'telegram:201',NULL,0,'{"notice": {"text": "新申请 482-739-016（丽水市，个人申请，附材料 1 份）。", "buttons": [[["打开", "review/open=482739016"]]]}}','waiting',0,NULL,NULL,'2026-11-20 05:16:00.000000');
INSERT INTO "outbox" VALUES(9,'telegram:200',NULL,0,'{"notice": {"text": "新申请 482-739-027（丽水市，个人申请，附材料 1 份）。", "buttons": [[["打开", "review/open=482739027"]]]}}','waiting',0,NULL,NULL,'2026-11-20 05:19:00.000000');
INSERT INTO "outbox" VALUES(10,'telegram:201',NULL,0,'{"notice": {"text": "新申请 482-739-027（丽水市，个人申请，附材料 1 份）。", "buttons": [[["打开", "review/open=482739027"]]]}}','waiting',0,NULL,NULL,'2026-11-20 05:19:00.000000');
INSERT INTO "outbox" VALUES(11,'telegram:200',NULL,0,'{"notice": {"text": "新申请 482-739-034（丽水市，个人申请，附材料 1 份）。", "buttons": [[["打开", "review/open=482739034"]]]}}','waiting',0,NULL,NULL,'2026-11-20 05:22:00.000000');
INSERT INTO "outbox" VALUES(12,'telegram:201',NULL,0,'{"notice": {"text": "新申请 482-739-034（丽水市，个人申请，附材料 1 份）。", "buttons": [[["打开", "review/open=482739034"]]]}}','waiting',0,NULL,NULL,'2026-11-20 05:22:00.000000');
INSERT INTO "outbox" VALUES(13,'telegram:200',NULL,0,'{"notice": {"text": "新申请 482-739-042（丽水市，个人申请，附材料 1 份）。", "buttons": [[["打开", "review/open=482739042"]]]}}','waiting',0,NULL,NULL,'2026-11-20 05:25:00.000000');
INSERT INTO "outbox" VALUES(14,'telegram:201',NULL,0,'{"notice": {"text": "新申请 482-739-042（丽水市，个人申请，附材料 1 份）。", "buttons": [[["打开", "review/open=482739042"]]]}}','waiting',0,NULL,NULL,'2026-11-20 05:25:00.000000');
INSERT INTO "outbox" VALUES(15,'telegram:303',NULL,0,'{"notice": {"text": "您的申请 482-739-016 需要补充材料：请补三月五日的会议纪要", "buttons": [[["去补充", "status/more=482739016"]]], "unless": {"chat": "telegram:200", "text": "482-739-016 的申请人收不到消息，补充的要求请书面或者当面送达；本人用 /status 也能看到。"}}}','waiting',0,NULL,NULL,'2026-11-20 05:31:00.000000');
INSERT INTO "outbox" VALUES(16,'telegram:304',NULL,0,'{"notice": {"text": "您的申请 482-739-027 需要补充材料：请补三月五日的会议纪要", "buttons": [[["去补充", "status/more=482739027"]]], "unless": {"chat": "telegram:200", "text": "482-739-027 的申请人收不到消息，补充的要求请书面或者当面送达；本人用 /status 也能看到。"}}}','waiting',0,NULL,NULL,'2026-11-20 05:37:00.000000');
INSERT INTO "outbox" VALUES(17,'telegram:305',NULL,0,'{"notice": {"text": "您的申请 482-739-034 需要补充材料：请补三月五日的会议纪要", "buttons": [[["去补充", "status/more=482739034"]]], "unless": {"chat": "telegram:200", "text": "482-739-034 的申请人收不到消息，补充的要求请书面或者当面送达；本人用 /status 也能看到。"}}}','waiting',0,NULL,NULL,'2026-11-20 05:43:00.000000');
INSERT INTO "outbox" VALUES(18,'telegram:200',NULL,0,'{"notice": {"text": "482-739-027 的补充材料到了（1 份文件）。", "buttons": [[["打开", "review/open=482739027"]]]}}','waiting',0,NULL,NULL,'2026-11-20 05:55:00.000000');
INSERT INTO "outbox" VALUES(19,'telegram:201',NULL,0,'{"notice": {"text": "482-739-027 的补充材料到了（1 份文件）。", "buttons": [[["打开", "review/open=482739027"]]]}}','waiting',0,NULL,NULL,'2026-11-20 05:55:00.000000');
INSERT INTO "outbox" VALUES(20,'telegram:200',NULL,0,'{"notice": {"text": "482-739-034 已由申请人撤回。", "buttons": [[["打开", "review/open=482739034"]]]}}','waiting',0,NULL,NULL,'2026-11-20 06:00:00.000000');
INSERT INTO "outbox" VALUES(21,'telegram:201',NULL,0,'{"notice": {"text": "482-739-034 已由申请人撤回。", "buttons": [[["打开", "review/open=482739034"]]]}}','waiting',0,NULL,NULL,'2026-11-20 06:00:00.000000');
INSERT INTO "outbox" VALUES(22,'telegram:200',NULL,0,'{"notice": {"text": "482-739-042 已由申请人撤回。", "buttons": [[["打开", "review/open=482739042"]]]}}','waiting',0,NULL,NULL,'2026-11-20 06:05:00.000000');
INSERT INTO "outbox" VALUES(23,'telegram:201',NULL,0,'{"notice": {"text": "482-739-042 已由申请人撤回。", "buttons": [[["打开", "review/open=482739042"]]]}}','waiting',0,NULL,NULL,'2026-11-20 06:05:00.000000');
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
INSERT INTO "staff" VALUES(1,'李四','clerk',NULL,'telegram:200',NULL,NULL,'2026-11-20 02:31:00.000000',NULL);
INSERT INTO "staff" VALUES(2,'王五','leader','lishui','telegram:201',NULL,NULL,'2026-11-20 02:34:00.000000',NULL);
INSERT INTO "staff" VALUES(3,'赵六','viewer','weihai','telegram:202',NULL,NULL,'2026-11-20 02:37:00.000000',NULL);
INSERT INTO "staff" VALUES(4,'孙八','clerk','lishui',NULL,NULL,NULL,'2026-11-20 02:40:00.000000','2026-11-20 02:41:00.000000');
INSERT INTO "staff" VALUES(5,'周九','clerk','lishui',NULL,'f1c7dc8f03ae501af5d96821c074f885049bff0dc51a9669a33ebdeb3ab36146','2026-11-27 02:00:00.000000','2026-11-20 02:28:00.000000',NULL);
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
INSERT INTO "supplement" VALUES(1,2,1,'2026-11-20 05:31:00.000000','请补三月五日的会议纪要',NULL,NULL);
INSERT INTO "supplement" VALUES(2,3,1,'2026-11-20 05:37:00.000000','请补三月五日的会议纪要','2026-11-20 05:55:00.000000','纪要在附件里');
INSERT INTO "supplement" VALUES(3,4,1,'2026-11-20 05:43:00.000000','请补三月五日的会议纪要','2026-11-20 06:00:00.000000','');
CREATE INDEX inbox_waiting ON inbox (update_id) WHERE state = 'waiting';
CREATE INDEX outbox_waiting ON outbox (id) WHERE state = 'waiting';
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
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('feedback',3);
INSERT INTO "sqlite_sequence" VALUES('outbox',23);
INSERT INTO "sqlite_sequence" VALUES('staff',5);
INSERT INTO "sqlite_sequence" VALUES('audit',29);
INSERT INTO "sqlite_sequence" VALUES('attachment',10);
INSERT INTO "sqlite_sequence" VALUES('application',5);
INSERT INTO "sqlite_sequence" VALUES('supplement',3);
INSERT INTO "sqlite_sequence" VALUES('attempt',2);
COMMIT;
