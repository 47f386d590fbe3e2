(function () {
  "use strict";
  var range = document.getElementById("fraction");
  if (!range) {
    return;
  }
  var picker = range.closest(".picker");
  var sentences = picker.nextElementSibling.children;
  var rows = picker.parentElement.querySelectorAll("tbody tr");
  function show() {
    var at = Number(range.value);
    range.setAttribute("aria-valuetext", sentences[at].textContent);
    document.getElementById("fraction-result").textContent = sentences[at].textContent;
    rows.forEach(function (row, i) { row.classList.toggle("chosen", i === at); });
  }
  range.addEventListener("input", show);
  picker.hidden = false;
  show();
})();
