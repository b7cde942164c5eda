/* 工作人员的页面：没有它也能用；有它，写到一半的会自己存成草稿。 */
"use strict";

(function () {
  document.documentElement.classList.add("script-on");
  each(".script", function (one) { one.hidden = false; });
  each(".print", function (button) {
    button.addEventListener("click", function () { window.print(); });
  });
  try {
    if (window.localStorage.getItem("size") === "large") document.documentElement.dataset.size = "large";
  } catch (error) { /* 浏览器不让存 */ }
  if (location.hash) opened(location.hash.slice(1));

  // ── 草稿：停笔一会儿就存，文件不存 ──
  each("form.acting", function (form) {
    var timer = null, busy = false, dirty = false;
    form.addEventListener("input", function (event) {
      if (event.target.type === "file") return;
      dirty = true;
      clearTimeout(timer);
      timer = setTimeout(save, 1500);
    });
    form.addEventListener("submit", function () { clearTimeout(timer); dirty = false; });

    function save() {
      if (busy || !dirty) return;
      var sent = new URLSearchParams();
      new FormData(form).forEach(function (value, name) { if (typeof value === "string") sent.append(name, value); });
      sent.append("do", "draft");
      busy = true;
      dirty = false;
      fetch(form.action, { method: "POST", body: sent, headers: { accept: "application/json" }, credentials: "same-origin" })
        .then(function (answer) {
          told(answer.ok ? "草稿存好了" : "草稿没有存下，请复制一份");
          return answer.ok ? answer.json() : null;
        })
        .then(function (kept) { if (kept) form.elements.was.value = kept.was; })
        .catch(function () { told("草稿没有存下，请检查网络"); })
        .then(function () {
          busy = false;
          if (dirty) timer = setTimeout(save, 1500);
        });
    }
    function told(words) {
      var place = form.querySelector(".saved");
      if (place) place.textContent = words;
    }
  });

  function opened(id) {
    var one = document.getElementById(id);
    if (one && one.tagName === "DETAILS") one.open = true;
  }
  function each(what, does) { Array.prototype.forEach.call(document.querySelectorAll(what), does); }
})();
