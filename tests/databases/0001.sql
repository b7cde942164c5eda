BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE chat (
	"key" TEXT NOT NULL, 
	state TEXT NOT NULL, 
	revision BIGINT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "chat" VALUES('telegram:101','{"version":1,"region":"weihai","dialogs":{"ask":{"count":2,"asked":[{"number":1,"text":"先行救助后来发现不符合条件怎么办","region":"weihai","best":"weihai.3.7","told":false,"rated":false},{"number":2,"text":"威海市容错有哪些情形","region":"weihai","best":"weihai.3","told":false,"rated":false}]}}}',138252333185178235,'2026-11-20 02:23:00.000000');
INSERT INTO "chat" VALUES('telegram:102','{"version":1,"region":"weihai","dialogs":{"assess":{"region":"weihai","answers":{"begin":"yes","employed_in_area":"yes","works_on_social_assistance":"yes","event":"after","stage":"not_pursued","words":"老人断了药，我先发了救助。"}},"ask":{"count":1,"asked":[{"number":1,"text":"威海市容错有哪些情形","region":"weihai","best":"weihai.3","told":false,"rated":false}]}}}',138252333185178235,'2026-11-20 02:23:00.000000');
INSERT INTO "chat" VALUES('telegram:103','{"version":1,"region":"donge","dialogs":{"assess":{"region":"donge","answers":{"begin":"yes","employed_in_area":"yes"},"paused":true},"ask":{"count":1,"asked":[{"number":1,"text":"威海市容错有哪些情形","region":"weihai","best":"weihai.3","told":false,"rated":false}]}}}',138252333185178235,'2026-11-20 02:23:00.000000');
INSERT INTO "chat" VALUES('terminal:me','{"version":1,"region":"lishui","dialogs":{"ask":{"count":1,"asked":[{"number":1,"text":"第九条","region":"lishui","best":"lishui.9","told":false,"rated":false}]}}}',1374739621987099098,'2026-11-20 02:18:00.000000');
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
INSERT INTO "outbox" VALUES(3,'telegram:102',2,1,'{"text": "回到自评：\n\n（威海市 · 第 6 步，共约 9 步）哪一条（或几条）和您的情况相符？可以选几条，选好了再按“选好了”。\n\n按您说的经过，这几条最接近：\n☐ 三（七） 在处置突发事件、群体性事件等工作中，出于维护国家、集体和人民利益考虑，主动担当涉险、临机果断决策，出现失误错误的\n☐ 三（四） 在落实各级党委、政府决策部署过程中，出于公心、担当尽责，出现失误或者偏差的\n☐ 三（五） 因上位法律法规规定不一致、部门职责边界不清，或者属于执法监管空白事项，主动担当作为、解决问题，出现失误错误的\n☐ 三（一） 在深化社会救助改革、推进社会救助体制机制创新工作中先行先试、突破常规，出现非主观性失误或者未达到预期效果的\n☐ 三（八） 在解决社会救助工作历史遗留问题、化解矛盾纠纷、维护社会稳定等工作中，立足全局利益，积极打破僵局，出现失误错误的"}','waiting',0,NULL,NULL,'2026-11-20 02:23:00.000000');
INSERT INTO "outbox" VALUES(4,'telegram:103',3,0,'{"text": "这是威海市的规定，您所在的是东阿县。只有您所在地（单位）的文件适用；外地条款仅供参考，不能作为申请依据。\n\n威海市：“符合下列情形之一的，可以依照有关规定予以容错处理”（三）。\n\n《关于健全社会救助工作容错纠错机制的通知》（威民发〔2023〕24号）三\n「适用情形\n在工作中出现的失误错误，符合下列情形之一的，可以依照有关规定予以容错处理：\n（一）在深化社会救助改革、推进社会救助体制机制创新工作中先行先试、突破常规，出现非主观性失误或者未达到预期效果的；\n（二）在推进社会救助工作高质量发展中，敢于决策、大胆履职，攻坚克难、锐意进取，出现失误或偏差但未造成重大不良影响的；\n（三）在创造性开展社会救助工作中，因国家政策调整、上级决策部署发生变化，或者政策界限不明确，受客观条件限制，出现失误错误的；\n（四）在落实各级党委、政府决策部署过程中，出于公心、担当尽责，出现失误或者偏差的；\n（五）因上位法律法规规定不一致、部门职责边界不清，或者属于执法监管空白事项，主动担当作为、解决问题，出现失误错误的；\n（六）因着眼提高效率，实施服务机制和工作模式创新，进行暂时性容缺受理、容缺审核，出现失误或者偏差的；\n（七）在处置突发事件、群体性事件等工作中，出于维护国家、集体和人民利益考虑，主动担当涉险、临机果断决策，出现失误错误的；\n（八）在解决社会救助工作历史遗留问题、化解矛盾纠纷、维护社会稳定等工作中，立足全局利益，积极打破僵局，出现失误错误的；\n（九）积极回应群众救助诉求，对暂不符合社会救助条件的人员，已尽到政策解释和维护稳定的职责，但相关人员仍不理解、不配合，产生抵触情绪、消极行为甚至越级上访造成不良影响的；\n（十）因困难群众主动放弃社会救助导致兜底保障职能未履行到位或出现其他突发情况的；\n（十一）工作人员已按照有关规定认真履行调查核实责任，但因社会救助申请对象或其法定赡养、抚养、扶养义务人瞒报、虚报、转移财产（收入），造成错保救助的；\n（十二）对因家庭经济状况核对平台信息延迟、不全面、外地配合不到位，导致未能及时完整地核对出相关信息（如金融、支付宝、微信、遗属补助及省外办企业、务工收入、房产、车船等），根据已掌握的申请人家庭经济状况和家庭实际困难程度，认定申请人家庭符合救助条件，造成错保错救的；\n（十三）经巡访、摸排、比对等规定流程仍未能准确掌握死亡情况，造成低保、特困对象死亡 3个月后仍领取保障资金，在发现后即时予以纠正并组织追缴的；\n（十四）依规履行了平台核查、入户巡访、邻里走访等工作，因申请人、在册对象和相关人员刻意隐瞒真实信息未能及时准确发现低保、特困等救助对象财产和收入变化，导致动态调整不及时的；\n（十五）社会救助对象未向镇人民政府（街道办事处）及时报告有关变化情况，致使低保补助金、特困人员供养金及其他待遇多领取，在责任追究前已组织追缴的；\n（十六）确因社会救助对象经济困难、追缴对象无法取得联系等原因暂时无法追回多领资金，经镇人民政府（街道办事处）或民政部门研究同意暂缓追缴或免退的；\n（十七）因社会救助政策动态调整或技术性原因造成数据偏差的；\n（十八）社会救助工作符合程序，但因人工采集、数据录入造成上线数据的保障时间、发放时间等出现错误，已及时按规定备案修正的；\n（十九）因社会救助对象年老体弱、卧病在床、精神障碍或因个人账户被冻结等原因导致无法开设或无法正常使用本人账户，由其监护人、近亲属或村（居）委会代开、代管账户，造成资金发放姓名与实际享受人不符但已按规定程序备案的；\n（二十）其他符合中央党政方针和有关规定精神，应纳入容错纠错的情形。」\n\n如果没说中，再看看这几条："}','waiting',1,'2026-11-20 03:00:00.000000','429 Too Many Requests','2026-11-20 02:23:00.000000');
CREATE INDEX inbox_waiting ON inbox (update_id) WHERE state = 'waiting';
CREATE INDEX outbox_waiting ON outbox (id) WHERE state = 'waiting';
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('feedback',3);
INSERT INTO "sqlite_sequence" VALUES('outbox',4);
COMMIT;
