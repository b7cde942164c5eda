/* 容错助手的网页：没有它也能用，有它不用整页重新打开。 */
"use strict";

(function () {
  var root = document.documentElement;
  var log = document.getElementById("log");
  var form = document.getElementById("say");
  root.classList.add("script-on");
  each(".script", function (one) { one.hidden = false; });

  // ── 每一页都有的：大字、打印 ──
  each(".size", function (button) {
    var large = recall("size") === "large";
    show();
    button.addEventListener("click", function () {
      large = !large;
      remember("size", large ? "large" : "");
      show();
    });
    function show() {
      root.dataset.size = large ? "large" : "";
      button.setAttribute("aria-pressed", String(large));
    }
  });
  each(".print", function (button) {
    button.addEventListener("click", function () { window.print(); });
  });
  window.addEventListener("beforeprint", function () {
    each(".folded", function (one) { one.open = true; }); // 纸上点不开
  });
  if (!log || !form) return;

  // ── 对话 ──
  var text = document.getElementById("text");
  var files = document.getElementById("files");
  var trouble = document.getElementById("trouble");
  var away = document.getElementById("away");
  var fresh = document.getElementById("fresh");
  var uploads = document.getElementById("uploads");
  var touch = window.matchMedia("(pointer: coarse)").matches;
  var waiting = null; // 正在发、还没有收到回音的那一次

  document.addEventListener("submit", function (event) {
    var from = event.target;
    if (from.id !== "say" && from.id !== "command") return;
    event.preventDefault();
    var button = event.submitter || pressed;
    // 先取值，再停用按钮：停用了的按钮，值就不在表里了
    if (button && button.name) send([[button.name, button.value]], button);
    else if (text.value.trim()) send([["text", text.value]], null);
    else text.focus();
  });

  var pressed = null; // 旧的浏览器不说是哪个按钮
  document.addEventListener("click", function (event) {
    pressed = event.target.closest("button");
  });

  // ── 地区和更多：在窄的屏幕上点开、收起，不离开看到的地方 ──
  var side = document.getElementById("menu");
  var opener = document.querySelector(".open");
  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", function (event) { event.preventDefault(); menu(!side.classList.contains("shown")); });
  side.addEventListener("click", function (event) {
    if (event.target.closest(".close")) event.preventDefault();
    if (event.target.closest(".close, .places, .menu")) menu(false);
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") menu(false); });

  function menu(open) {
    if (open === side.classList.contains("shown")) return;
    side.classList.toggle("shown", open);
    opener.setAttribute("aria-expanded", String(open));
    (open ? side.querySelector(".close") : opener).focus({ preventScroll: true });
  }

  text.addEventListener("keydown", function (event) {
    var composing = event.isComposing || event.keyCode === 229; // 正在用输入法选字
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    if (text.value.trim()) send([["text", text.value]], null);
  });
  text.addEventListener("input", grow);
  text.value = text.value || recall("draft", "sessionStorage");
  remember("draft", "", "sessionStorage");
  grow();

  // 再来的时候，从最新的回答看起；刷新、后退的，浏览器自己记得看到哪里
  var came = window.performance && performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
  var newest = log.querySelector(".now");
  if (newest && log.querySelector(".mine") && !location.hash && (!came || came.type === "navigate")) newest.scrollIntoView();

  function grow() {
    text.rows = Math.min(8, Math.max(touch ? 1 : 2, text.value.split("\n").length));
    while (text.rows < 8 && text.scrollHeight > text.clientHeight) text.rows += 1;
  }

  // ── 材料：选、拖、粘贴，选好就发 ──
  files.addEventListener("change", function () { hand(files.files); });
  document.addEventListener("paste", function (event) {
    var pasted = event.clipboardData;
    if (!pasted || !pasted.files.length || Array.from(pasted.types).indexOf("text/plain") >= 0) return; // 从文档里抄的字，也带着一张图
    event.preventDefault();
    hand(pasted.files);
  });
  document.addEventListener("dragover", function (event) {
    if (!event.dataTransfer || Array.from(event.dataTransfer.types).indexOf("Files") < 0) return;
    event.preventDefault();
    root.classList.add("over");
  });
  document.addEventListener("dragleave", function (event) {
    if (!event.relatedTarget) root.classList.remove("over");
  });
  document.addEventListener("drop", function (event) {
    root.classList.remove("over");
    if (!event.dataTransfer || !event.dataTransfer.files.length) return;
    event.preventDefault();
    hand(event.dataTransfer.files);
  });

  function hand(list) {
    var chosen = Array.from(list);
    var most = Number(files.dataset.most);
    var large = chosen.find(function (file) { return file.size > most * 1048576; });
    if (large) say(trouble, "“" + large.name + "”超过 " + most + " MB，没有发。请压缩一下，或者拆成几份再选一次。");
    if (!chosen.length || large) return;
    send(chosen.map(function (file) { return ["files", file, file.name]; }), null);
  }

  // ── 发：一次一件；断了，用同一个号再发，不会重复 ──
  function send(fields, button) {
    if (waiting && waiting.request) return;
    if (waiting && same(waiting.fields, fields)) { post(); return; } // 没有回音的那一次，不是新的一次
    var handed = fields.filter(function (field) { return field[0] === "files"; });
    waiting = {
      fields: fields, button: button, once: key(), seen: hidden("seen"), asks: hidden("asks"),
      names: handed.map(function (field) { return field[2]; })
    };
    post();
  }

  function same(one, other) {
    return one.length === other.length && one.every(function (field, n) {
      return field[0] === other[n][0] && field[1] === other[n][1];
    });
  }

  function post() {
    var sent = waiting;
    var data = new FormData();
    data.append("token", hidden("token"));
    data.append("once", sent.once);
    data.append("seen", sent.seen);
    data.append("asks", sent.asks);
    sent.fields.forEach(function (field) { data.append.apply(data, field); });
    var request = sent.request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action"));
    request.setRequestHeader("Accept", "application/json");
    request.timeout = sent.names.length ? 0 : 60000;
    request.upload.addEventListener("progress", progress);
    request.addEventListener("load", function () { answered(sent, request); });
    request.addEventListener("error", lost);
    request.addEventListener("timeout", lost);
    busy(true);
    say(trouble, "");
    fresh.hidden = true;
    request.send(data);
  }

  function progress(event) {
    if (!waiting || !waiting.names.length || !event.lengthComputable) return;
    var bar = uploads.querySelector("progress");
    if (!bar) {
      var line = document.createElement("p");
      line.textContent = "正在上传 " + waiting.names.join("、");
      bar = document.createElement("progress");
      bar.setAttribute("aria-label", "上传");
      line.append(bar);
      uploads.append(line);
    }
    bar.max = event.total;
    bar.value = event.loaded;
  }

  function answered(sent, request) {
    var answer = null;
    try { answer = JSON.parse(request.responseText); } catch (error) { /* 不是这一页要的 */ }
    done();
    if (request.status !== 200 || !answer || !answer.lines) {
      var why = answer && answer.sorry || request.responseText.slice(0, 200) || "没有处理好，请再试一次。";
      if (request.status === 403) say(trouble, why, "重新打开", anew);
      else say(trouble, why);
      return;
    }
    waiting = null;
    fields(answer.hidden);
    here(answer.region);
    if (sent.fields[0][0] === "text" && !sent.button) { if (text.value === sent.fields[0][1]) text.value = ""; grow(); }
    if (sent.names.length) files.value = "";
    var kept = sent.button && sent.button.closest("article");
    answer.lines.forEach(put);
    settle();
    look(answer.top, sent, kept);
  }

  // 放得太久的一页：重新打开，写的字带过去
  function anew() {
    remember("draft", text.value, "sessionStorage");
    location.reload();
  }

  function lost() {
    done();
    say(trouble, "没有发出去：连不上服务器。您写的还在，网好了会自动再发，不会重复。", "现在再试", post);
  }

  function done() {
    if (waiting) waiting.request = null;
    busy(false);
    uploads.textContent = "";
  }

  function busy(on) {
    form.setAttribute("aria-busy", String(on));
    root.classList.toggle("busy", on);
    form.querySelector("button").disabled = on;
  }

  window.addEventListener("online", again);
  function again() {
    if (waiting && !waiting.request) post();
  }

  // ── 放进页面 ──
  function put(line) {
    var shell = document.createElement("div");
    shell.innerHTML = line.html;
    var made = shell.querySelector("article");
    var there = document.getElementById(made.id);
    if (there && Number(there.dataset.id) >= line.id) return false;
    each(".script", function (one) { one.hidden = false; }, made);
    if (there) { // 就地改的，只念按的那一行
      made.setAttribute("aria-live", "off");
      there.replaceWith(made);
    } else {
      var behind = Array.from(log.children).find(function (one) { return Number(one.id.slice(1)) > line.place; });
      log.insertBefore(made, behind || null);
    }
    each(".starts", function (one) { one.remove(); });
    return true;
  }

  // 只有最后一次问话以后的，是现在要回答的
  function settle() {
    var all = Array.from(log.querySelectorAll("article"));
    var last = all.map(function (one) { return one.classList.contains("mine"); }).lastIndexOf(true);
    all.forEach(function (one, n) {
      var now = n > last;
      if (now === one.classList.contains("now") || one.classList.contains("mine")) return;
      one.classList.toggle("now", now);
      each(".options", function (box) { box.open = now; }, one);
      each(".pick", function (button) { button.disabled = !now; }, one);
    });
  }

  // 回答从头看起；就地改的不动，焦点还在原来的按钮上
  function look(top, sent, kept) {
    var shown = top && document.getElementById("m" + top);
    if (!shown) return;
    if (kept && kept.id === shown.id) {
      var same = Array.from(shown.querySelectorAll("button")).find(function (one) { return one.value === sent.button.value; });
      (same || shown).focus({ preventScroll: Boolean(same) });
      if (same) return;
    } else if (sent.button) {
      shown.focus({ preventScroll: true });
    } else if (touch) {
      text.blur();
    } else {
      text.focus({ preventScroll: true });
    }
    shown.scrollIntoView({ block: "start" });
  }

  // ── 别的窗口里说的、办理的消息，到了就出现 ──
  var source = null;
  var alarm = 0;
  listen();
  window.addEventListener("pageshow", function (event) { if (event.persisted) listen(); });
  window.addEventListener("pagehide", function () { if (source) source.close(); });

  function listen() {
    if (!window.EventSource) return;
    source = new EventSource("/events?after=" + hidden("seen"));
    source.addEventListener("open", function () {
      clearTimeout(alarm);
      alarm = 0;
      say(away, "");
      again();
    });
    source.addEventListener("error", function () {
      if (alarm || source.readyState === EventSource.CLOSED) return;
      alarm = setTimeout(function () { say(away, "和服务器的连接断了，正在重连。您写的都还在；一直连不上，请看看网络，或者告诉管理员。"); }, 4000);
    });
    source.addEventListener("line", function (event) {
      var line = JSON.parse(event.data);
      if (!put(line)) return;
      settle();
      if (!waiting) point(line.place);
    });
    source.addEventListener("now", function (event) {
      var now = JSON.parse(event.data);
      if (waiting) return; // 回音里有更新的
      // 正打着字：打的是原来那一问的答案，交的时候照原来的说
      fields(text.value.trim() ? { seen: String(now.seen) } : { asks: now.asks, seen: String(now.seen) });
      here(now.region);
      Array.from(log.querySelectorAll("article")).forEach(function (one) {
        var place = Number(one.id.slice(1));
        if (place && place < now.first) one.remove();
      });
    });
  }

  // 看着别处的时候来了新的：不抢，只指一指
  function point(place) {
    var made = document.getElementById("m" + place);
    if (made.getBoundingClientRect().top < fresh.parentNode.getBoundingClientRect().top) return;
    fresh.hidden = false;
    fresh.firstElementChild.href = "#m" + place;
  }
  fresh.addEventListener("click", function () { fresh.hidden = true; });

  // ── 小的 ──
  function here(region) {
    each(".place", function (one) {
      var chosen = one.value === "/region " + region;
      one.setAttribute("aria-pressed", String(chosen));
      if (chosen) opener.firstChild.textContent = one.textContent;
    });
  }

  function say(where, words, label, act) {
    where.hidden = !words;
    where.textContent = words;
    if (!label) return;
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", act);
    where.append(button);
  }

  function hidden(name) { return form.elements[name].value; }

  function fields(values) {
    Object.keys(values).forEach(function (name) {
      each('input[type="hidden"][name="' + name + '"]', function (one) { one.value = values[name]; });
    });
  }

  function key() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
  }

  function each(which, act, within) {
    Array.prototype.forEach.call((within || document).querySelectorAll(which), act);
  }

  function recall(name, where) {
    try { return window[where || "localStorage"].getItem(name) || ""; } catch (error) { return ""; }
  }

  function remember(name, value, where) {
    try { window[where || "localStorage"].setItem(name, value); } catch (error) { /* 不让存，就不存 */ }
  }
})();
