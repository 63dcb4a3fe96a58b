
(function () {
  "use strict";
  var plain = function (text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  };
  document.querySelectorAll("table").forEach(function (table) {
    var body = table.tBodies[0];
    table.querySelectorAll("thead th").forEach(function (head, index) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        table.querySelectorAll("thead th").forEach(function (other) {
          other.removeAttribute("aria-sort");
        });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var key = function (row) {
          var cell = row.cells[index];
          return plain(cell.dataset.key || cell.textContent.trim());
        };
        Array.from(body.rows).map(function (row, at) {
          return { row: row, key: key(row), at: at };
        }).sort(function (one, other) {
          if (!one.key || !other.key) { return (one.key ? 0 : 1) - (other.key ? 0 : 1) || one.at - other.at; }
          var order = one.key < other.key ? -1 : one.key > other.key ? 1 : 0;
          return (down ? -order : order) || one.at - other.at;
        }).forEach(function (item) { body.appendChild(item.row); });
      });
    });
  });
  var search = document.querySelector(".search");
  var field = search && search.querySelector("input");
  if (!field) { return; }
  search.hidden = false;
  var rows = Array.from(document.querySelectorAll("tbody tr, .card"));
  var texts = rows.map(function (row) { return plain(row.textContent); });
  field.addEventListener("input", function () {
    var words = plain(field.value).split(/\s+/).filter(Boolean);
    var count = 0;
    rows.forEach(function (row, index) {
      var found = words.every(function (word) { return texts[index].includes(word); });
      row.hidden = !found;
      count += found ? 1 : 0;
    });
    search.querySelector("output").textContent =
      words.length ? count + (count === 1 ? " row" : " rows") : "";
  });
})();
